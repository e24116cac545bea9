/// One step of a reply, the same for every dialect.
enum StreamEvent: Equatable, Sendable {
  /// Who answers: the model that the provider says it used.
  case model(String)
  /// The provider's id of the reply.
  case replyID(String)
  /// More text of the answer.
  case text(String)
  /// More of the model's thinking, which is not part of the answer.
  case reasoning(String)
  /// More of the words with which the model declines.
  case refusal(String)
  /// A piece of a call of a tool.
  case toolCall(ToolCallPiece)
  /// Tokens used so far; later values replace earlier ones.
  case usage(Usage)
  /// Why the model stopped. More events may follow.
  case finished(FinishReason)
  /// What the provider says of how the model stopped, as a fragment.
  case finishMessage(String)

  /// Whether it brings something of the answer, after which the request must not be sent again.
  var isOutput: Bool {
    switch self {
    case .text, .reasoning, .refusal, .toolCall: true
    case .model, .replyID, .usage, .finished, .finishMessage: false
    }
  }
}

/// A piece of a tool call; pieces of the same index belong together.
struct ToolCallPiece: Equatable, Sendable {
  var index: Int
  /// Empty where the piece does not repeat it.
  var id: String = ""
  /// Empty where the piece does not repeat it.
  var name: String = ""
  /// More of the arguments' JSON text.
  var arguments: String = ""
}

extension JSONValue {
  /// A call's arguments as the text of a JSON document, the way most dialects send them.
  var argumentsText: String {
    if case .string(let text) = self { return text }
    return compactText
  }
}

/// Why a model stopped.
enum FinishReason: Equatable, Sendable {
  /// It had said everything, or met a stop sequence.
  case stop
  /// It hit a token limit.
  case length
  /// It wants tools called.
  case toolCalls
  /// The provider's safety system cut it off.
  case contentFilter
  /// Something else, in the provider's word.
  case other(String)

  /// The word for JSON output.
  var name: String {
    switch self {
    case .stop: "stop"
    case .length: "length"
    case .toolCalls: "tool_calls"
    case .contentFilter: "content_filter"
    case .other(let word): word
    }
  }
}

/// How many tokens a reply used; `nil` where the provider does not say.
struct Usage: Equatable, Sendable {
  /// Tokens of the prompt, cached ones included.
  var input: Int?
  /// Tokens of the reply, reasoning included where the provider counts it so.
  var output: Int?
  /// Tokens of the prompt that came from a cache.
  var cachedInput: Int?
  /// Tokens of the model's thinking.
  var reasoning: Int?
  /// What the provider charged, in US dollars.
  var cost: Double?

  /// These numbers, with `older` ones where these lack any.
  func filled(from older: Usage) -> Usage {
    Usage(
      input: input ?? older.input, output: output ?? older.output,
      cachedInput: cachedInput ?? older.cachedInput, reasoning: reasoning ?? older.reasoning,
      cost: cost ?? older.cost)
  }
}
