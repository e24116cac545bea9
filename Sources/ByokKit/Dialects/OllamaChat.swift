internal import ByokCore

/// Ollama's own chat, a JSON document on each line when streamed.
///
/// Source: <https://github.com/ollama/ollama/blob/main/docs/api.md>; recordings, collected
/// 2026-11-23.
struct OllamaChat: Dialect {
  static let name = "ollama"
  static let framing = StreamFraming.lines
  static let parameters = Set(ChatParameter.allCases)

  private var thinking = ThinkTags()
  private var calls = 0
  private var identity = ReplyIdentity()
  private var turn = TurnKeeper<OllamaTurn>()
  private var isDone = false

  init() {}

  var keepsTurn: Bool {
    get { turn.isOn }
    set { turn.isOn = newValue }
  }

  static func path(for request: ChatRequest) -> String { "/api/chat" }

  static func body(for request: ChatRequest) throws(ByokError) -> [UInt8] {
    // To stream is what it does if nothing is said.
    var body: [String: JSONValue] = [
      "model": .string(request.model), "messages": .array(try messages(of: request)),
      "stream": .bool(request.streams),
    ]
    let options = options(request.settings)
    if !options.isEmpty { body["options"] = .object(options) }
    body["format"] = request.schema?.schema
    body["think"] = request.settings.reasoning.map { think($0, model: request.model) }
    body["tools"] = tools(of: request)
    return try JSONValue.object(body).json()
  }

  private static func options(_ settings: ChatSettings) -> [String: JSONValue] {
    var options: [String: JSONValue] = [:]
    options["temperature"] = settings.temperature.map(JSONValue.number)
    options["top_p"] = settings.topP.map(JSONValue.number)
    options["num_predict"] = settings.maxTokens.map(JSONValue.integer)
    options["seed"] = settings.seed.map(JSONValue.integer)
    if !settings.stop.isEmpty { options["stop"] = .array(settings.stop.map(JSONValue.string)) }
    return options
  }

  /// Most models know on and off; gpt-oss always thinks, and takes a level only.
  private static func think(_ level: ReasoningLevel, model: String) -> JSONValue {
    guard model.contains("gpt-oss") else { return .bool(level != .none) }
    switch level {
    case .none, .minimal, .low: return .string("low")
    case .medium: return .string("medium")
    case .high, .xhigh, .max: return .string("high")
    }
  }

  mutating func receive(_ event: ServerSentEvent) throws(ReplyFailure) -> [StreamEvent] {
    guard case .json(let data) = event.payload else { return [] }
    try turn.take(data)
    return read(try OllamaChunk(data))
  }

  mutating func receive(whole body: [UInt8]) throws(ReplyFailure) -> [StreamEvent] {
    let reply = try OllamaChunk(body)
    try turn.take(body)
    guard reply.message != nil else { throw .broken("it has no message") }
    return read(reply)
  }

  mutating func finish() -> [StreamEvent] { thinking.finish() + turn.finish() }

  var isComplete: Bool { isDone }

  private mutating func read(_ chunk: OllamaChunk) -> [StreamEvent] {
    var events: [StreamEvent] = []
    identity.note(model: chunk.model, id: nil, in: &events)
    if let text = chunk.message?.thinking, !text.isEmpty { events.append(.reasoning(text)) }
    if let text = chunk.message?.content, !text.isEmpty { events += thinking.split(text) }
    for call in chunk.message?.toolCalls ?? [] {
      // Each comes whole; their own numbers begin anew in every chunk, if they have any.
      events.append(.toolCall(call.piece(at: calls)))
      calls += 1
    }
    guard chunk.isDone else { return events }
    isDone = true
    if let usage = chunk.usage { events.append(.usage(usage)) }
    return events + [.finished(finishReason(chunk.doneReason ?? ""))]
  }

  private func finishReason(_ word: String) -> FinishReason {
    switch word {
    case "stop", "": calls > 0 ? .toolCalls : .stop
    case "length": .length
    default: .other(word)
    }
  }
}
