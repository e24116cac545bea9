package import ByokCore

/// The way to a key of `config.json`, as a user writes it: `params.openai/gpt-5.2.temperature`.
package struct ConfigurationPath: Equatable {
  /// The parts of the row's name, such as `params`, `MODEL`, `temperature`.
  package let pattern: [String]
  /// The same with the user's own part.
  package let names: [String]

  /// Understands a key's name; the user's part of it may be in quotes.
  ///
  /// - Throws: A usage error with the nearest name.
  package init(_ text: String) throws(ByokError) {
    let matches = Self.patterns.compactMap { pattern in
      Self.names(in: text[...], pattern[...]).map { (pattern: pattern, names: $0) }
    }
    guard let best = matches.max(by: { $0.pattern.count < $1.pattern.count }) else {
      let nearest = Suggestion.nearest(to: text, among: Self.candidates(for: text))
      throw ByokError(
        .usage, "config.json has no key \(text.quoted)",
        hint: nearest.map { "did you mean '\($0)'?" } ?? "byok config list --all   lists them")
    }
    (pattern, names) = best
  }

  private static let settable = ConfigurationKey.all.filter { !$0.isOfElement }

  /// The names of rows, and of what holds them.
  private static let patterns: [[String]] = {
    var seen: Set<[String]> = []
    return settable.map(\.parts).flatMap { parts in
      parts.indices.map { Array(parts[...$0]) }
    }.filter { seen.insert($0).inserted }
  }()

  /// The names that a text has where a row has its parts; `nil` if it is none of that row's.
  private static func names(in text: Substring, _ pattern: ArraySlice<String>) -> [String]? {
    guard let part = pattern.first else { return nil }
    let rest = pattern.dropFirst()
    for (name, tail) in beginnings(of: text, part) {
      if rest.isEmpty, tail.isEmpty { return [name] }
      guard tail.first == ".", let more = names(in: tail.dropFirst(), rest) else { continue }
      return [name] + more
    }
    return nil
  }

  /// The names that a text may begin with where a part stands, and what follows each.
  private static func beginnings(of text: Substring, _ part: String) -> [(String, Substring)] {
    guard ConfigurationKey.isPlaceholder(part) else {
      return text.hasPrefix(part) ? [(part, text.dropFirst(part.count))] : []
    }
    if text.first == "\"" {
      let name = text.dropFirst().prefix { $0 != "\"" }
      let isClosed = !name.isEmpty && name.endIndex < text.endIndex
      return isClosed ? [(String(name), text[name.endIndex...].dropFirst())] : []
    }
    let ends = text.indices.filter { text[$0] == "." } + [text.endIndex]
    return (dotted.contains(part) ? ends.reversed() : Array(ends.prefix(1))).compactMap { end in
      let name = text[..<end]
      let isOdd = name.isEmpty || name.first == "." || name.last == "."
      return isOdd ? nil : (String(name), text[end...])
    }
  }

  /// The placeholders that stand for names that contain dots.
  private static let dotted: Set = ["MODEL"]

  /// What a name that is not known may have been meant to be, with the user's own part in it.
  private static func candidates(for text: String) -> [String] {
    let pieces = text.split(separator: ".").map(String.init)
    return settable.map { key in
      key.parts.enumerated().map { index, part in
        let isChosen = ConfigurationKey.isPlaceholder(part) && index < pieces.count
        return isChosen ? pieces[index] : part
      }.joined(separator: ".")
    }
  }
}

extension JSON5Node {
  /// The value at a dotted path, and the names that lead there.
  ///
  /// - Parameter text: The names, joined; a part of them may be in quotes.
  /// - Returns: `nil` if there is nothing.
  package func find(_ text: String) -> (node: JSON5Node, names: [String])? {
    for member in (members ?? []).reversed() {
      for name in [member.name, "\"\(member.name)\""] where text.hasPrefix(name) {
        let rest = text.dropFirst(name.count)
        if rest.isEmpty { return (member.value, [member.name]) }
        guard rest.first == ".", let found = member.value.find(String(rest.dropFirst())) else {
          continue
        }
        return (found.node, [member.name] + found.names)
      }
    }
    return nil
  }
}
