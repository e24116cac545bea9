internal import ByokCore

/// A tool that a model may call.
struct ToolDefinition: Equatable, Sendable {
  /// The name by which the model calls it.
  var name: String
  /// What it does; empty for nothing said.
  var description: String
  /// The JSON Schema of its arguments.
  var schema: JSONValue
}

/// Whether a model is to call tools.
enum ToolChoice: Equatable, Sendable {
  /// As the model chooses.
  case auto
  /// It is not to call any.
  case none
  /// It is to call one, whichever.
  case required
  /// It is to call the one of this name.
  case named(String)
}

extension ToolDefinition {
  /// The members that every dialect has, with the schema under a name of the dialect's.
  func members(schema name: String) -> [String: JSONValue] {
    var members: [String: JSONValue] = ["name": .string(self.name), name: schema]
    if !description.isEmpty { members["description"] = .string(description) }
    return members
  }

  /// The definition as `openai-chat` has it, and what follows its example.
  var function: JSONValue {
    .object([
      "type": .string("function"), "function": .object(members(schema: "parameters")),
    ])
  }
}

extension ChatRequest {
  /// The tools to offer where one cannot be named as the one to call: then that one alone.
  var offeredTools: [ToolDefinition] {
    guard case .named(let name) = toolChoice else { return tools }
    return tools.filter { $0.name == name }
  }
}
