/// A line of a streamed reply of Ollama, or a whole reply: they are the same.
///
/// Every member is optional and read leniently.
struct OllamaChunk: ReplyChunk {
  var model: String?
  var message: OllamaMessage?
  var isDone: Bool
  var doneReason: String?
  var usage: Usage?
  var mayBeError: Bool

  private enum CodingKeys: String, CodingKey {
    case model, message, error
    case isDone = "done"
    case doneReason = "done_reason"
    case promptTokens = "prompt_eval_count"
    case replyTokens = "eval_count"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    model = container.lenient(String.self, .model)
    message = container.lenient(OllamaMessage.self, .message)
    isDone = container.lenient(Bool.self, .isDone) ?? false
    doneReason = container.lenient(String.self, .doneReason)
    let counts = Usage(
      input: container.count(.promptTokens),
      output: container.count(.replyTokens))
    usage = counts == Usage() ? nil : counts
    mayBeError = container.hasValue(.error) || (message == nil && !isDone)
  }
}

/// What the assistant says, whole or in part.
struct OllamaMessage: Decodable {
  var content: String?
  var thinking: String?
  var toolCalls: [Call]?

  private enum CodingKeys: String, CodingKey {
    case content, thinking
    case toolCalls = "tool_calls"
  }

  /// A call of a tool.
  struct Call: Decodable {
    var id: String?
    var function: Function?

    struct Function: Decodable {
      var name: String?
      /// An object, not its text.
      var arguments: JSONValue?
    }

    /// The call at a position among the reply's calls.
    func piece(at index: Int) -> ToolCallPiece {
      let arguments = function?.arguments ?? .object([:])
      return ToolCallPiece(
        index: index, id: id ?? "", name: function?.name ?? "",
        arguments: arguments.argumentsText)
    }
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    content = container.lenient(String.self, .content)
    thinking = container.lenient(String.self, .thinking)
    toolCalls = container.lenient([Call].self, .toolCalls)
  }
}
