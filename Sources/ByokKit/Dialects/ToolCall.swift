internal import ByokCore

/// A call of a tool, as the model made it.
struct ToolCall: Equatable, Sendable {
  /// The provider's id of the call; empty where it gave none.
  var id = ""
  /// The tool's name.
  var name: String
  /// The arguments, as the text that the model wrote: no number in it changes on its way back, and it
  /// is kept also where it is not JSON.
  var arguments: String

  /// The arguments, for dialects that write them as the text of a JSON object.
  ///
  /// Some models write `null` where there are none.
  var argumentsText: String {
    let isNone = arguments == "null" || !arguments.contains { !$0.isWhitespace }
    return isNone ? "{}" : arguments
  }

  /// The arguments, for dialects that write them as an object.
  ///
  /// What is no object goes into one.
  ///
  /// Source:
  /// <https://platform.claude.com/docs/en/agents-and-tools/tool-use/fine-grained-tool-streaming>,
  /// "Handling invalid JSON".
  var argumentsObject: JSONValue {
    if let value = JSONValue(Array(argumentsText.utf8)), value.isObject { return value }
    return .object(["INVALID_JSON": .string(arguments)])
  }
}

/// What a tool answered to a call.
struct ToolResult: Equatable, Sendable {
  /// The id of the call; empty where that has none: then results are in the order of the calls.
  var callID = ""
  /// The tool's name.
  var name: String
  /// What it answered.
  var content: [ChatMessage.Content]
  /// Whether it failed, in which case the content says how.
  var isError = false
}
