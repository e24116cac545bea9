package import ByokCore

/// What happens between the replies of a chat whose model calls tools.
package enum ToolStep: Equatable, Sendable {
  /// A server is ready, or known from last time and still starting, or cannot be used.
  case server(name: String, tools: Int?, milliseconds: Int, isCached: Bool)
  /// A reply is asked for; they are counted from 1.
  case turn(Int)
  /// What a reply took.
  indirect case usage(Usage, turn: Int)
  /// The text of a reply that calls tools.
  case preamble(String)
  /// A call is about to be run.
  case call(ToolRun)
  /// A call was answered.
  case result(ToolRun, content: [ChatMessage.Content])
  /// A call is answered by a refusal, as the model was not offered the tool.
  case refused(ToolRun)
}

/// A call of a tool, and what came of it.
package struct ToolRun: Equatable, Sendable {
  /// The reply that it is of, counted from 1.
  package var turn: Int
  /// The provider's id of the call; may be empty.
  package var id: String
  /// The name by which the model called it.
  package var name: String
  /// The server and its own name for the tool; `nil` for a tool that was not offered.
  package var server: String?
  package var tool: String?
  /// As the model wrote them.
  package var arguments: String
  package var isError = false
  package var milliseconds = 0
  /// The bytes of the answer's text as the model gets it, and how many more there were.
  package var bytes = 0
  package var leftOut = 0

  /// As `chat --json` prints it.
  package var document: JSONValue {
    .object([
      "turn": .integer(turn), "id": id.isEmpty ? .null : .string(id), "name": .string(name),
      "server": server.map(JSONValue.string) ?? .null,
      "tool": tool.map(JSONValue.string) ?? .null, "arguments": .string(arguments),
      "is_error": .bool(isError), "ms": .integer(milliseconds),
    ])
  }

  /// The tool as a person writes it.
  package var shownName: String {
    guard let server, let tool else { return Sanitizer.oneLine(name, limit: 80) }
    return Sanitizer.oneLine("\(server)/\(tool)", limit: 80)
  }
}

extension ByokError.Code {
  /// The provider could not make sense of what the model wrote as a call: it may do so once more.
  static let brokenCall = Self("broken call")
}

extension ErrorReport {
  /// Whether it says that the model's call of a tool is malformed.
  ///
  /// Source: <https://ai.google.dev/api/generate-content#FinishReason>;
  /// <https://console.groq.com/docs/tool-use> for `tool_use_failed`.
  var isOfBrokenCall: Bool {
    let words: Set = [
      "malformed_function_call", "unexpected_tool_call", "too_many_tool_calls", "tool_use_failed",
    ]
    return codes.contains { words.contains($0.lowercased()) }
  }
}
