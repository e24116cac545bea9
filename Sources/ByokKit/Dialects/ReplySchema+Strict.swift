internal import ByokCore

extension ReplySchema {
  /// Whether OpenAI's strict mode takes the schema, in which the reply is sure to follow it.
  ///
  /// Source: <https://platform.openai.com/docs/guides/structured-outputs#supported-schemas>: every
  /// object names all its members as required and forbids others.
  var isStrict: Bool { schema["type"]?.text == "object" && Self.isStrict(schema) }

  private static let unsupported = [
    "allOf", "oneOf", "not", "if", "patternProperties", "dependentRequired", "dependentSchemas",
    "additionalItems", "prefixItems", "contains", "unevaluatedProperties", "propertyNames",
  ]

  private static func isStrict(_ schema: JSONValue) -> Bool {
    guard case .object(let keywords) = schema, unsupported.allSatisfy({ keywords[$0] == nil })
    else { return false }
    var parts = [keywords["items"]].compactMap(\.self) + (keywords["anyOf"]?.elements ?? [])
    for place in ["$defs", "definitions"] {
      if case .object(let definitions) = keywords[place] { parts += definitions.values }
    }
    if keywords["type"]?.text == "object" || keywords["properties"] != nil {
      guard case .object(let members) = keywords["properties"] ?? .object([:]),
        keywords["additionalProperties"] == .bool(false)
      else { return false }
      let required = keywords["required"]?.elements?.compactMap(\.text) ?? []
      guard Set(required) == Set(members.keys) else { return false }
      parts += members.values
    }
    return parts.allSatisfy(isStrict)
  }
}
