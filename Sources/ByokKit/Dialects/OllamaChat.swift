internal import ByokCore

/// Ollama's own chat, a JSON document on each line when streamed.
///
/// Source: <https://github.com/ollama/ollama/blob/main/docs/api.md>; recordings, collected
/// 2026-11-23.
struct OllamaChat: Dialect {
  static let name = "ollama"
  static let framing = StreamFraming.lines
  static let parameters = Set(ChatParameter.allCases)
  static let embeddings: EmbeddingAPI? = EmbeddingAPI(form: .ollama)

  static func toolSchema(_ schema: JSONValue) -> JSONValue { NarrowSchema.of(schema) }

  private var thinking = ThinkTags()
  private var calls = 0
  private var identity = ReplyIdentity()
  private var turn = TurnKeeper<OllamaTurn>()
  private var halves = HalfCharacters()
  private var end = ReplyEnd()
  private var isDone = false
  private var hasMessage = false

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

  mutating func receive(
    _ event: ServerSentEvent, into events: inout [StreamEvent]
  ) throws(ReplyFailure) {
    guard case .json(let data) = try event.payload() else { return }
    try read(try chunk(of: data), into: &events)
  }

  mutating func receive(
    whole body: [UInt8], into events: inout [StreamEvent]
  ) throws(ReplyFailure) {
    let piece = try chunk(of: body)
    guard piece.chunk.message != nil else { throw .broken("it has no message") }
    try read(piece, into: &events)
  }

  mutating func finish(into events: inout [StreamEvent]) throws(ReplyFailure) {
    halves.finish(into: &events)
    events += thinking.finish()
    try end.check()
    if isDone, !hasMessage { throw .broken("it has no message") }
    events += turn.finish()
  }

  var isComplete: Bool { isDone }

  private mutating func chunk(
    of data: [UInt8]
  ) throws(ReplyFailure) -> ReportedChunk<OllamaChunk> {
    try turn.take(data)
    return try ReportedChunk(data)
  }

  private mutating func read(
    _ piece: ReportedChunk<OllamaChunk>, into events: inout [StreamEvent]
  ) throws(ReplyFailure) {
    let chunk = piece.chunk
    identity.note(model: chunk.model, id: nil, in: &events)
    if let message = chunk.message {
      hasMessage = true
      read(message, into: &events)
    }
    if chunk.isDone, let usage = chunk.usage { events.append(.usage(usage)) }
    try piece.check()
    if let report = chunk.message?.report { throw .reported(report) }
    guard chunk.isDone else { return }
    isDone = true
    let word = chunk.doneReason ?? ""
    end.take(word.isEmpty ? "stop" : word, hasCalls: calls > 0, into: &events)
  }

  private mutating func read(_ message: OllamaMessage, into events: inout [StreamEvent]) {
    if let piece = message.thinking {
      let text = halves.join(piece, of: .reasoning)
      if !text.isEmpty { events.append(.reasoning(text)) }
    }
    if let piece = message.content {
      let text = halves.join(piece, of: .answer)
      if !text.isEmpty { events += thinking.split(text) }
    }
    if message.hasImages { events.append(.media(.image)) }
    for call in message.toolCalls ?? [] {
      // Each comes whole; their own numbers begin anew in every chunk, if they have any.
      events.append(
        .toolCall(
          ToolCallPiece(
            index: calls, id: call.id ?? "", name: call.function?.name ?? "",
            arguments: call.function?.arguments?.text ?? "{}")))
      calls += 1
    }
  }
}
