internal import ByokCore

/// A template of the configuration with the values that fill it.
package struct TemplateUse: Sendable {
  let name: String
  package let template: PromptTemplate
  private let values: [String: String]

  /// - Parameters:
  ///   - name: The template's name.
  ///   - templates: All that there are.
  ///   - values: What `-p` gives.
  /// - Throws: A usage error when there is no such template, or it has no place for a value.
  init(
    _ name: String, of templates: [String: PromptTemplate], values: [TemplateValue]
  ) throws(ByokError) {
    guard let template = templates[name] else {
      let nearest = Suggestion.nearest(to: name, among: Array(templates.keys))
      let hint =
        nearest.map { "did you mean '\($0)'?" }
        ?? "byok config set templates.NAME 'a prompt with {{input}}' makes one"
      throw ByokError(.usage, "unknown template \(name.quoted)", hint: hint)
    }
    self.name = name
    self.template = template
    self.values = Dictionary(values.map { ($0.name, $0.value) }) { $1 }
    let places = [template.prompt, template.system].compactMap(\.self).flatMap(Self.places)
    for value in values where value.name == Self.input || !places.contains(value.name) {
      let known = Set(places).subtracting([Self.input]).sorted()
      throw ByokError(
        .usage, "the template \(name.quoted) does not use \(value.name.quoted)",
        hint: known.isEmpty ? "leave out -p" : "it uses \(known.joined(separator: ", "))")
    }
  }

  /// Whether it says something without any input.
  var isEnough: Bool { template.prompt.map { !Self.places(in: $0).contains(Self.input) } ?? false }

  /// The instructions, filled in; `nil` if it has none.
  ///
  /// - Throws: A usage error when a value is missing.
  func system() throws(ByokError) -> String? {
    try template.system.map { (text) throws(ByokError) in try fill(text, input: "") }
  }

  /// The prompt, filled in; what has no place in it follows behind it.
  ///
  /// - Parameter input: What the user says.
  /// - Returns: The prompt.
  /// - Throws: A usage error when a value is missing.
  func prompt(_ input: String) throws(ByokError) -> String {
    guard let prompt = template.prompt else { return input }
    let filled = try fill(prompt, input: input)
    if Self.places(in: prompt).contains(Self.input) || input.isEmpty { return filled }
    return "\(filled)\n\n\(input)"
  }

  private static let input = "input"

  private func fill(_ text: String, input: String) throws(ByokError) -> String {
    var result = ""
    for piece in Self.pieces(of: text) {
      switch piece {
      case .text(let text): result += text
      case .place(Self.input): result += input
      case .place(let name):
        guard let value = values[name] else {
          throw ByokError(
            .usage, "the template \(self.name.quoted) needs a value for \(name.quoted)",
            hint: "-p \(name)=VALUE")
        }
        result += value
      }
    }
    return result
  }

  private enum Piece {
    case text(String)
    case place(String)
  }

  private static func places(in text: String) -> [String] {
    pieces(of: text).compactMap { if case .place(let name) = $0 { name } else { nil } }
  }

  /// The text parted at its places; braces around anything but a name are text.
  private static func pieces(of text: String) -> [Piece] {
    var pieces: [Piece] = []
    var rest = text[...]
    while let open = rest.firstRange(of: "{{") {
      pieces.append(.text(String(rest[..<open.lowerBound])))
      rest = rest[open.upperBound...]
      let name = rest.firstRange(of: "}}").map { String(rest[..<$0.lowerBound]).trimmed } ?? ""
      if let close = rest.firstRange(of: "}}"), TemplateValue.isName(name) {
        pieces.append(.place(name))
        rest = rest[close.upperBound...]
      } else {
        pieces.append(.text("{{"))
      }
    }
    return pieces + [.text(String(rest))]
  }
}

/// A value for a place of a template, written as `NAME=VALUE`.
package struct TemplateValue: ArgumentValue, Equatable {
  package static let expectation = "NAME=VALUE"
  let name: String
  let value: String

  package init?(argument: String) {
    guard let equals = argument.firstIndex(of: "="), Self.isName(argument[..<equals]) else {
      return nil
    }
    name = String(argument[..<equals])
    value = String(argument[argument.index(after: equals)...])
  }

  /// Whether a place can be called so.
  static func isName(_ text: some StringProtocol) -> Bool {
    !text.isEmpty && text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
  }
}
