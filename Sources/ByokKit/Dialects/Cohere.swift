internal import ByokCore

/// Cohere's chat, version 2.
///
/// Source: <https://docs.cohere.com/reference/chat>; recordings, collected 2026-11-23.
struct Cohere: Dialect {
  static let name = "cohere"
  static let parameters = Set(ChatParameter.allCases)
  static let highestTemperature: Double? = 1
  static let embeddings: EmbeddingAPI? = EmbeddingAPI(form: .cohere, maxTexts: 96)
  static let reranking: RerankAPI? = RerankAPI()

  private var turn = TurnKeeper<CohereTurn>()
  private var halves = HalfCharacters()
  private var end = ReplyEnd()
  private var isDone = false
  private var hasMessage = false

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

  mutating func receive(
    _ event: ServerSentEvent, into events: inout [StreamEvent]
  ) throws(ReplyFailure) {
    switch try event.payload() {
    case .nothing: return
    case .done: isDone = true
    case .json(let data):
      let piece = try ReportedChunk<CohereChunk>(data)
      try turn.take(data)
      try read(piece, into: &events)
    }
  }

  mutating func receive(
    whole body: [UInt8], into events: inout [StreamEvent]
  ) throws(ReplyFailure) {
    let piece = try ReportedChunk<CohereChunk>(body)
    try turn.take(body)
    guard piece.chunk.message != nil else { throw .broken("it has no message") }
    // A single event of a stream is not the whole of it.
    if piece.chunk.kind == nil { isDone = true }
    try read(piece, into: &events)
  }

  mutating func finish(into events: inout [StreamEvent]) throws(ReplyFailure) {
    halves.finish(into: &events)
    try end.check()
    if isComplete, !hasMessage { throw .broken("it has no message") }
    events += turn.finish()
  }

  var isComplete: Bool { isDone || end.isReached }

  private mutating func read(
    _ piece: ReportedChunk<CohereChunk>, into events: inout [StreamEvent]
  ) throws(ReplyFailure) {
    let chunk = piece.chunk
    if let id = chunk.id, !id.isEmpty { events.append(.replyID(id)) }
    if let message = chunk.message { read(message, at: chunk.index, into: &events) }
    if let usage = chunk.usage { events.append(.usage(usage)) }
    try piece.check()
    if let report = chunk.message?.report { throw .reported(report) }
    if chunk.kind == .messageEnd { isDone = true }
    end.take(chunk.finishReason, message: chunk.error, into: &events)
  }

  private mutating func read(
    _ message: CohereMessage, at index: Int?, into events: inout [StreamEvent]
  ) {
    hasMessage = true
    if let plan = message.toolPlan { add(reasoning: plan, into: &events) }
    for part in message.content {
      if let text = part.thinking { add(reasoning: text, into: &events) }
      if part.isImage { events.append(.media(.image)) }
      guard let piece = part.text else { continue }
      let text = halves.join(piece, of: .answer)
      if !text.isEmpty { events.append(.text(text)) }
    }
    for (place, call) in message.toolCalls.enumerated() {
      let place = index ?? place
      let arguments = call.function?.arguments.map { halves.join($0, of: .arguments(place)) }
      events.append(
        .toolCall(
          ToolCallPiece(
            index: place, id: call.id ?? "", name: call.function?.name ?? "",
            arguments: arguments ?? "")))
    }
  }

  private mutating func add(reasoning piece: TextPiece, into events: inout [StreamEvent]) {
    let text = halves.join(piece, of: .reasoning)
    if !text.isEmpty { events.append(.reasoning(text)) }
  }
}
