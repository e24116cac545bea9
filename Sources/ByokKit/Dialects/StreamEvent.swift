internal import ByokCore

/// One step of a reply, the same for every dialect.
package enum StreamEvent: Equatable, Sendable {
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
  /// A part of the answer that is no text, and is not shown.
  case media(Media)
  /// A piece of a call of a tool.
  case toolCall(ToolCallPiece)
  /// What the provider announces of the model, as the predicate of a sentence.
  case notice(String)
  /// Tokens used so far; later values replace earlier ones.
  indirect case usage(Usage)
  /// Why the model stopped. More events may follow.
  case finished(FinishReason)
  /// What the provider says of how the model stopped, as a fragment.
  case finishMessage(String)
  /// The whole turn as the provider wrote it, at its end, where it was asked for.
  case turn(ProviderTurn)

  /// Whether it brings something of the answer, after which the request must not be sent again.
  var isOutput: Bool {
    switch self {
    case .text, .reasoning, .refusal, .toolCall, .media: true
    case .model, .replyID, .notice, .usage, .finished, .finishMessage, .turn: false
    }
  }
}

/// A kind of content that is no text.
package enum Media: String, Equatable, Sendable {
  case image, audio, video, file

  /// - Parameter type: A media type, such as `image/png`.
  init(type: String) {
    self = Self(rawValue: String(type.prefix { $0 != "/" }).lowercased()) ?? .file
  }
}

/// A piece of a tool call; pieces of the same index belong together.
package struct ToolCallPiece: Equatable, Sendable {
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
public enum FinishReason: Equatable, Sendable {
  /// It had said everything, or met a stop sequence.
  case stop
  /// It hit a token limit.
  case length
  /// It would go on if it were asked again.
  case unfinished
  /// It wants tools called.
  case toolCalls
  /// The provider's safety system cut it off.
  case contentFilter
  /// Something else, in the provider's word.
  case other(String)

  /// The word for JSON output.
  public var name: String {
    switch self {
    case .stop: "stop"
    case .length, .unfinished: "length"
    case .toolCalls: "tool_calls"
    case .contentFilter: "content_filter"
    case .other(let word): word
    }
  }
}
