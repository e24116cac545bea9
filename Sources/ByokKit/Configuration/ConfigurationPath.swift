/// The way to a key of `config.json`, as a user writes it: `params.openai/gpt-5.2.temperature`.
struct ConfigurationPath: Equatable {
  /// The parts of the row's name, such as `params`, `MODEL`, `temperature`.
  let pattern: [String]
  /// The same with the user's own part.
  let names: [String]

  /// Understands a key's name; the user's part of it may stand in quotes.
  ///
  /// - Throws: A usage error with the nearest name.
  init(_ text: String) throws(ByokError) {
    let matches = Self.patterns.compactMap { pattern in
      Self.names(in: text, pattern).map { (pattern: pattern, names: $0) }
    }
    guard let best = matches.max(by: { $0.pattern.count < $1.pattern.count }) else {
      let nearest = Suggestion.nearest(to: text, among: Self.candidates(for: text))
      throw ByokError(
        .usage, "config.json has no key \(text.quoted)",
        hint: nearest.map { "did you mean '\($0)'?" } ?? "byok config list --all   lists them")
    }
    (pattern, names) = best
  }

  /// The names of rows, and of what holds them.
  private static let patterns: [[String]] = {
    var seen: Set<[String]> = []
    return ConfigurationKey.all.map(\.parts).flatMap { parts in
      parts.indices.map { Array(parts[...$0]) }
    }.filter { seen.insert($0).inserted }
  }()

  /// The names that a text has where a row has its parts; `nil` if it is none of that row's.
  private static func names(in text: String, _ pattern: [String]) -> [String]? {
    guard let index = pattern.firstIndex(where: ConfigurationKey.isPlaceholder) else {
      return pattern.joined(separator: ".") == text ? pattern : nil
    }
    let head = pattern[..<index].map { $0 + "." }.joined()
    let tail = pattern[(index + 1)...].map { "." + $0 }.joined()
    guard text.hasPrefix(head), text.hasSuffix(tail), text.count > head.count + tail.count else {
      return nil
    }
    var name = String(text.dropFirst(head.count).dropLast(tail.count))
    if name.count > 2, name.hasPrefix("\""), name.hasSuffix("\"") {
      name = String(name.dropFirst().dropLast())
    } else {
      let hasPoint = name.contains(".") && !dotted.contains(pattern[index])
      let isOdd = name.hasPrefix("\"") || name.first == "." || name.last == "."
      guard !hasPoint, !isOdd else { return nil }
    }
    return pattern[..<index] + [name] + pattern[(index + 1)...]
  }

  /// The placeholders that stand for names with points in them.
  private static let dotted: Set = ["MODEL"]

  /// What a name that is not known may have been meant to be, with the user's own part in it.
  private static func candidates(for text: String) -> [String] {
    let pieces = text.split(separator: ".").map(String.init)
    return ConfigurationKey.all.map { key in
      key.parts.enumerated().map { index, part in
        let isChosen = ConfigurationKey.isPlaceholder(part) && index < pieces.count
        return isChosen ? pieces[index] : part
      }.joined(separator: ".")
    }
  }
}

extension JSON5Node {
  /// What stands at a name that is written with points, and the names that lead there.
  ///
  /// - Parameter text: The names, joined; a part of them may stand in quotes.
  /// - Returns: `nil` if nothing stands there.
  func find(_ text: String) -> (node: JSON5Node, names: [String])? {
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
