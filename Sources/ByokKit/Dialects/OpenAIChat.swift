internal import ByokCore

/// OpenAI's Chat Completions, and what the many servers that speak it make of it.
///
/// Source: <https://platform.openai.com/docs/api-reference/chat>; deviations from recordings of some
/// forty providers, collected 2026-11-23.
struct OpenAIChat: Dialect {
  static let name = "openai-chat"
  static let parameters = Set(ChatParameter.allCases)
  static let api: String? = "chat"
  static let highestTemperature: Double? = 2

  private var thinking = ThinkTags()
  private var identity = ReplyIdentity()
  private var calls = ToolCallIndex()
  private var turn = TurnKeeper<OpenAITurn>()
  private var isDone = false
  private var finishReason: FinishReason?
  /// What the reply ends in, once all of it is read.
  private var failure: ReplyFailure?

  init() {}

  var keepsTurn: Bool {
    get { turn.isOn }
    set { turn.isOn = newValue }
  }

  static func path(for request: ChatRequest) -> String { "/chat/completions" }

  static func fetches(_ kind: Attachment.Kind, _ quirks: Quirks) -> Bool {
    kind == .image || [.fileOrAddress, .documentURL].contains(quirks.pdf)
  }

  static func hasField(for schema: ReplySchema, in request: ChatRequest) -> Bool {
    // A field for JSON of any form; the schema is said in words beside it.
    request.quirks.schema == .jsonObject || request.facts?.hasStructuredOutput != false
  }

  mutating func receive(_ event: ServerSentEvent) throws(ReplyFailure) -> [StreamEvent] {
    let data: [UInt8]
    switch event.payload {
    case .nothing: return []
    case .done:
      isDone = true
      return []
    case .json(let bytes): data = bytes
    }
    let chunk = try OpenAIChunk(data)
    try turn.take(data)
    var events = describe(chunk)
    for choice in chunk.choices ?? [] where choice.isFirst {
      if let delta = choice.delta { read(delta, into: &events) }
      try end(choice, into: &events)
    }
    return events
  }

  mutating func receive(whole body: [UInt8]) throws(ReplyFailure) -> [StreamEvent] {
    let reply = try OpenAIChunk(body)
    try turn.take(body)
    guard let choices = reply.choices else { throw .broken("it has no choices") }
    isDone = true
    var events = describe(reply)
    for choice in choices where choice.isFirst {
      if let message = choice.message ?? choice.delta { read(message, into: &events) }
      try end(choice, into: &events)
    }
    return events
  }

  mutating func finish() throws(ReplyFailure) -> [StreamEvent] {
    if let failure { throw failure }
    return thinking.finish() + turn.finish()
  }

  var isComplete: Bool { isDone || finishReason != nil }

  private mutating func describe(_ chunk: OpenAIChunk) -> [StreamEvent] {
    var events: [StreamEvent] = []
    identity.note(model: chunk.model, id: chunk.id, in: &events)
    if let usage = chunk.usage { events.append(.usage(usage)) }
    return events
  }

  private mutating func read(_ message: OpenAIMessage, into events: inout [StreamEvent]) {
    if let text = message.reasoningText { events.append(.reasoning(text)) }
    switch message.content {
    case .text(let text): if !text.isEmpty { events += thinking.split(text) }
    case .parts(let parts):
      for part in parts {
        switch part {
        case .text(let text): events += thinking.split(text)
        case .reasoning(let text): events.append(.reasoning(text))
        }
      }
    case nil: break
    }
    if let refusal = message.refusal, !refusal.isEmpty { events.append(.refusal(refusal)) }
    for call in message.toolCalls ?? [] {
      events.append(.toolCall(call.piece(at: calls.place(of: call))))
    }
    if let function = message.functionCall, function.isCall {
      var call = OpenAIToolCall()
      (call.index, call.function) = (0, function)
      events.append(.toolCall(call.piece(at: calls.place(of: call))))
    }
  }

  private mutating func end(
    _ choice: OpenAIChoice, into events: inout [StreamEvent]
  ) throws(ReplyFailure) {
    guard let word = choice.finishReason, !word.isEmpty else { return }
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
      events += thinking.finish()
      return
    default: reason = .other(word)
    }
    finishReason = reason
    events.append(.finished(reason))
  }
}
