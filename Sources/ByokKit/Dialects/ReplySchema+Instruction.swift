internal import ByokCore

extension ReplySchema {
  /// The form as words, for models that have no field for it.
  package var instruction: String {
    "Answer with a JSON document that follows this JSON Schema: \(schema.compactText)"
  }
}

extension ChatRequest {
  /// Asks for the form in words where the model or its API cannot be instructed otherwise.
  ///
  /// - Parameter dialect: The dialect of the request.
  mutating func sayFormInWords(_ dialect: any Dialect.Type) {
    guard let schema, quirks.schema == .none || !dialect.hasField(for: schema, in: self) else {
      return
    }
    system = system.map { "\($0)\n\n\(schema.instruction)" } ?? schema.instruction
    self.schema = nil
  }
}

extension ReplySchema {
  /// Keywords that Anthropic's structured output refuses.
  ///
  /// Source: <https://docs.anthropic.com/en/docs/build-with-claude/structured-outputs>, "JSON
  /// Schema limitations".
  private static let unplain = [
    "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength",
    "maxLength", "maxItems", "uniqueItems", "contains", "prefixItems", "oneOf", "not", "if",
    "patternProperties", "propertyNames", "minProperties", "maxProperties", "dependentRequired",
    "dependentSchemas",
  ]

  /// Whether Anthropic's structured output takes it: every object forbids what it does not name,
  /// and no schema is recursive or bounds values.
  package var isPlain: Bool { schema["type"]?.text == "object" && Self.isPlain(schema) }

  private static func isPlain(_ schema: JSONValue) -> Bool {
    guard case .object(let keywords) = schema, unplain.allSatisfy({ keywords[$0] == nil }),
      keywords["minItems"]?.integer ?? 0 <= 1, keywords["$ref"] != .string("#")
    else { return false }
    let isObject = keywords["type"]?.text == "object" || keywords["properties"] != nil
    guard !isObject || keywords["additionalProperties"] == .bool(false) else { return false }
    return keywords.allSatisfy { name, value in
      guard name != "additionalProperties", let keyword = SchemaKeyword.all[name] else {
        return true
      }
      return keyword.parts(of: value).allSatisfy { isPlain($0.schema) }
    }
  }
}
