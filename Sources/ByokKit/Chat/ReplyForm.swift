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
    /// To hold it against the schema takes more than it may.
    case isTooExpensive
  }

  /// - Parameters:
  ///   - text: The reply.
  ///   - budget: What may be spent on it.
  /// - Returns: The document in it, or what is wrong with it.
  func examine(_ text: String, _ budget: SchemaBudget = SchemaBudget()) -> Finding {
    var search = DocumentSearch(schema, budget)
    do throws(SchemaBudget.Exhausted) {
      return try search.run(in: text)
    } catch {
      return .isTooExpensive
    }
  }

  /// The instruction to fix the reply.
  static func complaint(_ flaws: [String]) -> String {
    let list = flaws.map { "- \($0)\n" }.joined()
    return "That reply does not follow the JSON Schema that it must follow:\n\(list)"
      + "Answer again, with the whole corrected JSON document and nothing else."
  }

  /// The failure of a reply that a retry did not repair.
  package static func failure(_ flaws: [String], provider: String) -> ByokError {
    var error = ByokError(
      .provider, "the reply does not match the schema, even after a retry: \(flaws[0])",
      hints: flaws.dropFirst().prefix(2).map { "and \($0)" })
    error.provider = .init(id: provider)
    return error
  }

  /// The failure of a reply that could not be held against the schema.
  static func tooExpensive(provider: String) -> ByokError {
    var error = ByokError(
      .provider, "the schema is too expensive to check this reply against",
      hint: "simplify its patterns, and its recursive anyOf and oneOf")
    error.provider = .init(id: provider)
    return error
  }
}

extension StringProtocol {
  /// Without white space around it.
  var trimmed: String {
    let rest = drop(while: \.isWhitespace)
    return rest.lastIndex { !$0.isWhitespace }.map { String(rest[...$0]) } ?? ""
  }
}
