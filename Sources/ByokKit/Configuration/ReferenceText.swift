internal import ByokCore

/// A string of `config.json` with `${…}` references.
///
/// `${NAME}` is an environment variable, `${NAME:-TEXT}` the same with a text for where it is not
/// set, and `${key:mcp/LABEL}` a sealed key.
package struct ReferenceText: Equatable, Sendable {
  /// A part of it.
  package enum Part: Equatable, Sendable {
    case text(String)
    case variable(name: String, standard: String?)
    /// A sealed key, by its label.
    case key(label: String)
  }

  /// As it is written.
  package let source: String
  package let parts: [Part]

  /// The labels of the sealed keys in it.
  package var keys: [String] {
    parts.compactMap { part in
      guard case .key(let label) = part else { return nil }
      return label
    }
  }

  /// The variables in it.
  package var variables: [String] {
    parts.compactMap { part in
      guard case .variable(let name, _) = part else { return nil }
      return name
    }
  }

  /// Whether it is only text.
  package var isPlain: Bool { source == plainText }

  /// The text; `nil` where something else is part of it.
  private var plainText: String? {
    if parts.isEmpty { return "" }
    guard parts.count == 1, case .text(let text) = parts[0] else { return nil }
    return text
  }

  /// - Parameter source: As it is written.
  /// - Throws: What is wrong with it, as the end of a sentence, and what to write instead.
  package init(_ source: String) throws(ReferenceFlaw) {
    self.source = source
    var parts: [Part] = []
    var rest = source[...]
    while let start = rest.firstRange(of: "${") {
      if start.lowerBound > rest.startIndex {
        parts.append(.text(String(rest[..<start.lowerBound])))
      }
      let inside = rest[start.upperBound...]
      guard let end = inside.firstIndex(of: "}") else {
        throw ReferenceFlaw(rule: "has '${' without '}'")
      }
      parts.append(try Self.part(String(inside[..<end])))
      rest = inside[inside.index(after: end)...]
    }
    if !rest.isEmpty { parts.append(.text(String(rest))) }
    self.parts = parts
  }

  /// What is between the braces.
  private static func part(_ inside: String) throws(ReferenceFlaw) -> Part {
    if inside.hasPrefix(keyPrefix) {
      guard let key = KeyReference(argument: String(inside.dropFirst(keyPrefix.count))),
        key.provider == KeyName.serverGroup, let label = key.label
      else {
        throw ReferenceFlaw(
          rule: "needs the name of a server's key: ${key:\(KeyName.serverGroup)/LABEL}")
      }
      return .key(label: label)
    }
    let name = inside.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    let rest = inside[name.endIndex...]
    guard let first = name.first, !first.isNumber, rest.isEmpty || rest.hasPrefix(":-") else {
      throw ReferenceFlaw(
        rule: "has \("${\(inside)}".quoted), which byok does not know",
        hint: "known: ${NAME}, ${NAME:-TEXT} and ${key:\(KeyName.serverGroup)/LABEL}")
    }
    return .variable(
      name: String(name), standard: rest.isEmpty ? nil : String(rest.dropFirst(2)))
  }

  private static let keyPrefix = "key:"

  /// The reference to a sealed key.
  package static func key(_ label: String) -> String {
    "${\(keyPrefix)\(KeyName.serverGroup)/\(label)}"
  }
}

/// What is wrong with a text of references.
package struct ReferenceFlaw: Error, Equatable {
  /// The end of a sentence.
  package let rule: String
  package var hint: String?
}

extension ReferenceText: ConfigurationValue {
  static let configured = "a string"
  static let configuredList = "a list of strings"

  /// Takes texts that are in form; ``ServerRow`` says of others what is wrong.
  init?(configured value: JSONValue) {
    guard let text = value.string, !text.utf8.contains(0) else { return nil }
    guard let read = try? Self(text) else { return nil }
    self = read
  }
}

extension ConfigurationEntry {
  /// The texts of the value, or of each of its elements.
  ///
  /// - Throws: A usage error that names the place.
  func references() throws(ByokError) -> [ReferenceText] {
    let isList = value.elements != nil
    var texts: [ReferenceText] = []
    for (index, element) in (value.elements ?? [value]).enumerated() {
      let place = isList ? "\(place)[\(index)]" : place
      let entry = ConfigurationEntry(place: place, names: names, index: index, value: element)
      guard let text = element.string, !text.utf8.contains(0) else {
        throw entry.wrong("must be a string, not \(element.shown)")
      }
      do throws(ReferenceFlaw) {
        texts.append(try ReferenceText(text))
      } catch {
        var failure = entry.wrong(error.rule)
        failure.hints = [error.hint].compactMap(\.self)
        throw failure
      }
    }
    return texts
  }
}
