internal import FoundationEssentials

/// OpenAI's Chat Completions, and what the many servers that speak it make of it.
///
/// Source: <https://platform.openai.com/docs/api-reference/chat>; deviations from recordings of some
/// forty providers, collected 2026-11-23.
struct OpenAIChat: WireFormat {
  static let dialect = "openai-chat"
  static let parameters = Set(ChatParameter.allCases)

  private var thinking = ThinkTags()
  private var isDone = false
  private var finishReason: FinishReason?
  private let decoder = JSONDecoder()

  init() {}

  static func path(for request: ChatRequest) -> String { "/chat/completions" }

  static func body(for request: ChatRequest) throws(ByokError) -> [UInt8] {
    var messages = request.messages.map { message($0.role.rawValue, $0.text ?? "") }
    if let system = request.system { messages.insert(message("system", system), at: 0) }
    var body: [String: JSONValue] = [
      "model": .string(request.model), "messages": .array(messages),
    ]
    if request.streams {
      body["stream"] = .bool(true)
      if request.wantsUsage { body["stream_options"] = .object(["include_usage": .bool(true)]) }
    }
    body["temperature"] = request.settings.temperature.map(JSONValue.number)
    body[request.quirks.tokenLimitField] = request.settings.maxTokens.map(JSONValue.integer)
    return try JSONValue.object(body).json()
  }

  private static func message(_ role: String, _ text: String) -> JSONValue {
    .object(["role": .string(role), "content": .string(text)])
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
    let chunk: OpenAIChunk = try decoder.chunk(data)
    var events = describe(chunk)
    for choice in chunk.choices ?? [] where choice.isFirst {
      if let delta = choice.delta { events += read(delta) }
      events += try end(choice)
    }
    return events
  }

  mutating func receive(whole body: [UInt8]) throws(ReplyFailure) -> [StreamEvent] {
    let reply: OpenAIChunk = try decoder.chunk(body)
    guard let choices = reply.choices else { throw .broken("it has no choices") }
    isDone = true
    var events = describe(reply)
    for choice in choices where choice.isFirst {
      if let message = choice.message ?? choice.delta { events += read(message) }
      events += try end(choice)
    }
    return events
  }

  mutating func finish() -> [StreamEvent] { thinking.finish() }

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
    for (index, call) in (message.toolCalls ?? []).enumerated() {
      events.append(.toolCall(call.piece(at: call.index ?? index)))
    }
    if let call = message.functionCall, call.isCall {
      events.append(.toolCall(OpenAIToolCall(function: call).piece(at: 0)))
    }
    return events
  }

  private mutating func end(_ choice: OpenAIChoice) throws(ReplyFailure) -> [StreamEvent] {
    guard let word = choice.finishReason, !word.isEmpty else { return [] }
    let reason: FinishReason =
      switch word {
      case "stop", "eos", "end_turn": .stop
      case "length", "model_length", "max_tokens": .length
      case "tool_calls", "function_call": .toolCalls
      case "content_filter": .contentFilter
      case "error": throw .unexplained
      default: .other(word)
      }
    finishReason = reason
    return [.finished(reason)]
  }
}
