internal import ByokCore

/// Cohere's chat, version 2.
///
/// Source: <https://docs.cohere.com/reference/chat>; recordings, collected 2026-11-23.
struct Cohere: Dialect {
  static let name = "cohere"
  static let parameters = Set(ChatParameter.allCases)
  static let highestTemperature: Double? = 1

  private var turn = TurnKeeper<CohereTurn>()
  private var isEnded = false
  private var failure: ReplyFailure?

  init() {}

  var keepsTurn: Bool {
    get { turn.isOn }
    set { turn.isOn = newValue }
  }

  static func path(for request: ChatRequest) -> String { "/chat" }

  static func fetches(_ kind: Attachment.Kind, _ quirks: Quirks) -> Bool { kind == .image }

  static func body(for request: ChatRequest) throws(ByokError) -> [UInt8] {
    let settings = request.settings
    var body: [String: JSONValue] = [
      "model": .string(request.model), "messages": .array(try messages(of: request)),
      "stream": .bool(request.streams),
    ]
    body["temperature"] = settings.temperature.map(JSONValue.number)
    body["p"] = settings.topP.map(JSONValue.number)
    body["max_tokens"] = settings.maxTokens.map(JSONValue.integer)
    body["seed"] = settings.seed.map(JSONValue.integer)
    if !settings.stop.isEmpty {
      body["stop_sequences"] = .array(settings.stop.map(JSONValue.string))
    }
    if let schema = request.schema {
      body["response_format"] = .object([
        "type": .string("json_object"), "json_schema": schema.schema,
      ])
    }
    body["thinking"] = settings.reasoning.map { thinking($0, options: request.facts?.reasoning) }
    body.merge(tools(of: request)) { $1 }
    return try JSONValue.object(body).json()
  }

  private static func thinking(_ level: ReasoningLevel, options: ReasoningOptions?) -> JSONValue {
    guard level != .none else { return .object(["type": .string("disabled")]) }
    var fields: [String: JSONValue] = ["type": .string("enabled")]
    // Without a number the model thinks as long as it wants.
    if level != .max, let options, let budget = options.budget {
      fields["token_budget"] = .integer(level.thinkingTokens(within: budget))
    }
    return .object(fields)
  }

  mutating func receive(_ event: ServerSentEvent) throws(ReplyFailure) -> [StreamEvent] {
    switch event.payload {
    case .nothing: return []
    case .done:
      isEnded = true
      return []
    case .json(let data):
      let chunk = try CohereChunk(data)
      try turn.take(data)
      return read(chunk)
    }
  }

  mutating func receive(whole body: [UInt8]) throws(ReplyFailure) -> [StreamEvent] {
    let reply = try CohereChunk(body)
    try turn.take(body)
    guard reply.message != nil else { throw .broken("it has no message") }
    isEnded = true
    return read(reply)
  }

  mutating func finish() throws(ReplyFailure) -> [StreamEvent] {
    if let failure { throw failure }
    return turn.finish()
  }

  var isComplete: Bool { isEnded }

  private mutating func read(_ chunk: CohereChunk) -> [StreamEvent] {
    var events: [StreamEvent] = []
    if let id = chunk.id, !id.isEmpty { events.append(.replyID(id)) }
    if let plan = chunk.message?.toolPlan, !plan.isEmpty { events.append(.reasoning(plan)) }
    for part in chunk.message?.content ?? [] {
      if let text = part.thinking, !text.isEmpty { events.append(.reasoning(text)) }
      if let text = part.text, !text.isEmpty { events.append(.text(text)) }
    }
    for (index, call) in (chunk.message?.toolCalls ?? []).enumerated() {
      events.append(.toolCall(call.piece(at: chunk.index ?? index)))
    }
    if let usage = chunk.usage { events.append(.usage(usage)) }
    return events + end(chunk)
  }

  private mutating func end(_ chunk: CohereChunk) -> [StreamEvent] {
    if chunk.kind == .messageEnd { isEnded = true }
    guard let word = chunk.finishReason, !word.isEmpty else { return [] }
    isEnded = true
    switch word {
    case "COMPLETE", "STOP_SEQUENCE": return [.finished(.stop)]
    case "MAX_TOKENS", "ERROR_LIMIT": return [.finished(.length)]
    case "TOOL_CALL": return [.finished(.toolCalls)]
    case "ERROR_TOXIC": return [.finished(.contentFilter)]
    case "ERROR", "TIMEOUT":
      failure = .reported(
        ErrorReport(status: 200, message: chunk.error ?? "it ended with \(word)", codes: [word]))
      return []
    default: return [.finished(.other(word))]
    }
  }
}
