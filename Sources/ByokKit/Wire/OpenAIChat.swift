internal import FoundationEssentials

/// OpenAI's Chat Completions, and what the many servers that speak it make of it.
///
/// Source: <https://platform.openai.com/docs/api-reference/chat>; deviations from recordings of some
/// forty providers, collected 2026-11-23.
struct OpenAIChat: WireFormat {
  static let dialect = "openai-chat"
  static let parameters = Set(ChatParameter.allCases)

  private var thinking = ThinkTags()
  private var calls = OpenAICallPlaces()
  private var isDone = false
  private var finishReason: FinishReason?
  /// What the reply ends in, once all of it is read.
  private var failure: ReplyFailure?
  private let decoder = JSONDecoder()

  init() {}

  static func path(for request: ChatRequest) -> String { "/chat/completions" }

  mutating func receive(_ event: ServerSentEvent) throws(ReplyFailure) -> [StreamEvent] {
    let data: [UInt8]
    switch event.payload {
    case .nothing: return []
    case .done:
      isDone = true
      return []
    case .json(let bytes): data = bytes
    }
    let chunk = try read(data)
    var events = describe(chunk)
    for choice in chunk.choices ?? [] where choice.isFirst {
      if let delta = choice.delta { events += read(delta) }
      events += try end(choice)
    }
    return events
  }

  private func read(_ data: [UInt8]) throws(ReplyFailure) -> OpenAIChunk {
    if let common = OpenAIChunk(common: data) { return common }
    return try general(data)
  }

  /// Reads a chunk of any shape.
  func general(_ data: [UInt8]) throws(ReplyFailure) -> OpenAIChunk { try decoder.chunk(data) }

  mutating func receive(whole body: [UInt8]) throws(ReplyFailure) -> [StreamEvent] {
    let reply = try read(body)
    guard let choices = reply.choices else { throw .broken("it has no choices") }
    isDone = true
    var events = describe(reply)
    for choice in choices where choice.isFirst {
      if let message = choice.message ?? choice.delta { events += read(message) }
      events += try end(choice)
    }
    return events
  }

  mutating func finish() throws(ReplyFailure) -> [StreamEvent] {
    if let failure { throw failure }
    return thinking.finish()
  }

  var isComplete: Bool { isDone || finishReason != nil }

  private func describe(_ chunk: OpenAIChunk) -> [StreamEvent] {
    var events: [StreamEvent] = []
    if let model = chunk.model, !model.isEmpty { events.append(.model(model)) }
    if let id = chunk.id, !id.isEmpty { events.append(.replyID(id)) }
    if let usage = chunk.usage { events.append(.usage(usage.value)) }
    return events
  }

  private mutating func read(_ message: OpenAIMessage) -> [StreamEvent] {
    var events: [StreamEvent] = []
    if let text = message.reasoningText { events.append(.reasoning(text)) }
    for part in message.content?.parts ?? [] {
      switch part {
      case .text(let text): events += thinking.split(text)
      case .reasoning(let text): events.append(.reasoning(text))
      }
    }
    if let refusal = message.refusal, !refusal.isEmpty { events.append(.refusal(refusal)) }
    for call in message.toolCalls ?? [] {
      events.append(.toolCall(call.piece(at: calls.place(of: call))))
    }
    if let function = message.functionCall, function.isCall {
      let call = OpenAIToolCall(index: 0, function: function)
      events.append(.toolCall(call.piece(at: calls.place(of: call))))
    }
    return events
  }

  private mutating func end(_ choice: OpenAIChoice) throws(ReplyFailure) -> [StreamEvent] {
    guard let word = choice.finishReason, !word.isEmpty else { return [] }
    let reason: FinishReason
    switch word {
    case "stop", "eos", "end_turn": reason = .stop
    case "length", "model_length", "max_tokens": reason = .length
    case "tool_calls", "function_call", "tool_use": reason = .toolCalls
    case "content_filter", "sensitive", "refusal": reason = .contentFilter
    case "error", "network_error": throw .unexplained
    case "model_context_window_exceeded":
      // Text and counts that come beside it are handed on first.
      failure = .contextExceeded
      return thinking.finish()
    default: reason = .other(word)
    }
    finishReason = reason
    return [.finished(reason)]
  }
}
