package import ByokCore

/// Holds replies against the schema that they must follow.
package struct ReplyForm {
  private let schema: JSONSchema

  /// - Throws: A usage error when it is no schema.
  package init(_ schema: ReplySchema) throws(ByokError) {
    self.schema = try JSONSchema(schema.schema)
  }

  /// What a reply came to.
  enum Finding: Equatable {
    /// The document, as the model wrote it.
    case fits(String)
    /// How it does not fit, as sentences without full stops; at least one.
    case breaks([String])
  }

  /// - Parameter text: The reply.
  /// - Returns: The document in it, or what is wrong with it.
  func examine(_ text: String) -> Finding {
    guard let (document, value) = Self.document(in: text) else {
      return .breaks([
        text.allSatisfy(\.isWhitespace) ? "it is empty" : "it is not a JSON document"
      ])
    }
    let violations = schema.violations(in: value)
    return violations.isEmpty ? .fits(document) : .breaks(violations.map(\.text))
  }

  /// The JSON in a reply, which models without structured output put in a fenced block.
  private static func document(in text: String) -> (text: String, value: JSONValue)? {
    for candidate in [text, FencedBlock.first(in: text)].compactMap(\.self) {
      let whole = candidate.trimmed
      if let value = try? JSONValue(strict: Array(whole.utf8)) { return (whole, value) }
    }
    return nil
  }

  /// What the model is told to mend.
  static func complaint(_ flaws: [String]) -> String {
    let list = flaws.map { "- \($0)\n" }.joined()
    return "That reply does not follow the JSON Schema that it must follow:\n\(list)"
      + "Answer again, with the whole corrected JSON document and nothing else."
  }

  /// The failure of a reply that was not mended.
  package static func failure(_ flaws: [String], provider: String) -> ByokError {
    var error = ByokError(
      .provider, "the reply does not follow the schema, asked twice: \(flaws[0])",
      hints: flaws.dropFirst().prefix(2).map { "and \($0)" })
    error.provider = .init(id: provider)
    return error
  }
}

/// A block of text between fences of Markdown.
package enum FencedBlock {
  /// What the first block holds, with its last newline; `nil` without a block.
  ///
  /// A block that does not end goes on to the end of the text.
  ///
  /// Source: CommonMark 0.31, section 4.5.
  package static func first(in text: String) -> String? {
    var fence: (mark: Character, count: Int, indent: Int)?
    var block = ""
    // By scalars: for characters, "\r\n" is one that is no "\n".
    for part in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false) {
      let line = Substring(part)
      let bare = line.drop { $0 == " " }
      let indent = line.count - bare.count
      let mark = bare.first ?? " "
      let count = "`~".contains(mark) ? bare.prefix { $0 == mark }.count : 0
      if let open = fence {
        let isEnd = mark == open.mark && count >= open.count && indent < 4
        if isEnd, bare.dropFirst(count).allSatisfy(\.isWhitespace) { return block }
        block += line.dropFirst(min(indent, open.indent)) + "\n"
      } else if count >= 3, indent < 4, mark == "~" || !bare.dropFirst(count).contains("`") {
        fence = (mark, count, indent)
      }
    }
    return fence == nil ? nil : block
  }
}

extension StringProtocol {
  /// Without white space around it.
  var trimmed: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
