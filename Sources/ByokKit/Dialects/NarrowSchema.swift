internal import ByokCore

/// A schema of what Ollama knows of one: `type`, `items`, `description`, `enum`, `anyOf`, `properties`
/// and `required`.
///
/// What it leaves out is checked when a call comes.
///
/// Source: <https://github.com/ollama/ollama/blob/main/api/types.go>, `ToolProperty`.
enum NarrowSchema {
  static func of(_ schema: JSONValue) -> JSONValue {
    let members = schema.members
    var narrow: [String: JSONValue] = [:]
    for name in ["description", "enum", "required"] { narrow[name] = members[name] }
    narrow["type"] = type(of: members["type"])
    narrow["items"] = members["items"].map(of)
    if case .object(let properties)? = members["properties"] {
      narrow["properties"] = .object(properties.mapValues(of))
    }
    if let choices = (members["anyOf"] ?? members["oneOf"])?.elements {
      narrow["anyOf"] = .array(choices.map(of))
    }
    return .object(narrow)
  }

  /// One type: the first that is not null.
  private static func type(of value: JSONValue?) -> JSONValue? {
    guard let types = value?.elements else { return value }
    return types.first { $0 != .string("null") } ?? types.first
  }
}
