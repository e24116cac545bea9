internal import ByokCore

/// OpenAI's Chat Completions, and what the many servers that speak it make of it.
///
/// Source: <https://platform.openai.com/docs/api-reference/chat>; deviations from recordings of some
/// forty providers, collected 2026-11-23.
struct OpenAIChat: Dialect {
  static let name = "openai-chat"
  static let parameters = Set(ChatParameter.allCases)
  static let embeddings: EmbeddingAPI? = EmbeddingAPI()
  static let reranking: RerankAPI? = RerankAPI()
  static let api: String? = "chat"
  static let highestTemperature: Double? = 2

  private var thinking = ThinkTags()
  private var identity = ReplyIdentity()
  private var calls = ToolCallIndex()
  private var turn = TurnKeeper<OpenAITurn>()
  private var alternatives = Alternatives()
  private var halves = HalfCharacters()
  private var end = ReplyEnd()
  private var isDone = false
  private var hasChoice = false
  /// Whether pieces of the answer came.
  private var isStreamed = false

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

  mutating func receive(
    _ event: ServerSentEvent, into events: inout [StreamEvent]
  ) throws(ReplyFailure) {
    switch try event.payload() {
    case .nothing: return
    case .done: isDone = true
    case .json(let data): try take(data, into: &events)
    }
  }

  mutating func receive(
    whole body: [UInt8], into events: inout [StreamEvent]
  ) throws(ReplyFailure) {
    let choices = try take(body, into: &events)
    guard !choices.isEmpty else { throw .broken("it has no choices") }
    // A single event of a stream is not the whole of it.
    if choices.contains(where: { $0.message != nil }) { isDone = true }
  }

  mutating func finish(into events: inout [StreamEvent]) throws(ReplyFailure) {
    halves.finish(into: &events)
    events += thinking.finish()
    try end.check()
    if isDone, !hasChoice { throw .broken("it has no choices") }
    events += turn.finish()
  }

  var isComplete: Bool { isDone || end.isReached }

  @discardableResult
  private mutating func take(
    _ data: [UInt8], into events: inout [StreamEvent]
  ) throws(ReplyFailure) -> [OpenAIChoice] {
    let piece = try ReportedChunk<OpenAIChunk>(data)
    try turn.take(data)
    let chunk = piece.chunk
    identity.note(model: chunk.model, id: chunk.id, in: &events)
    if let usage = chunk.usage { events.append(.usage(usage)) }
    var choices = chunk.choices ?? []
    if choices.count > 1 { Self.sort(&choices) }
    // A span hands out its elements without a copy.
    let span = choices.span
    for index in span.indices {
      hasChoice = hasChoice || span[index].isOne
      read(span[index], into: &events)
    }
    try piece.check()
    for index in span.indices {
      if let report = span[index].report { throw .reported(report) }
    }
    for index in span.indices
    where alternatives.isAnswer(span[index].index ?? 0) || !end.isReached {
      end.take(span[index].finishReason, into: &events)
    }
    return choices
  }

  /// Puts the choices in the order of their numbers; those without one are numbered by their places.
  private static func sort(_ choices: inout [OpenAIChoice]) {
    for place in choices.indices { choices[place].index = choices[place].index ?? place }
    choices.sort { $0.index ?? 0 < $1.index ?? 0 }
  }

  private mutating func read(_ choice: OpenAIChoice, into events: inout [StreamEvent]) {
    let number = choice.index ?? 0
    if choice.message != nil, !isStreamed, choice.delta?.isEmpty ?? true {
      // A whole reply, also as an event; behind pieces it repeats them.
      guard let whole = choice.message else { return }
      read(whole, of: number, into: &events)
      isDone = isDone || !whole.isEmpty
    } else if let delta = choice.delta {
      read(delta, of: number, into: &events)
      isStreamed = isStreamed || !delta.isEmpty
    }
  }

  private mutating func read(
    _ message: OpenAIMessage, of number: Int, into events: inout [StreamEvent]
  ) {
    let hasText = message.hasText
    guard alternatives.isAnswer(number, hasText: hasText) || !hasText else { return }
    if let piece = message.reasoningText {
      let text = halves.join(piece, of: .reasoning)
      if !text.isEmpty { events.append(.reasoning(text)) }
    }
    switch message.content {
    case .text(let piece):
      let text = halves.join(piece, of: .answer)
      if !text.isEmpty { events += thinking.split(text) }
    case .parts(let parts): for part in parts { read(part, into: &events) }
    case nil: break
    }
    if let piece = message.refusal {
      let text = halves.join(piece, of: .refusal)
      if !text.isEmpty { events.append(.refusal(text)) }
    }
    if let calls = message.toolCalls, !calls.isEmpty, alternatives.isCaller(number) {
      for call in calls { read(call, into: &events) }
    }
    if let function = message.functionCall, function.isCall {
      var call = ToolCallChunk()
      (call.index, call.function) = (0, function)
      read(call, into: &events)
    }
    if message.hasImages { events.append(.media(.image)) }
    if message.hasAudio { events.append(.media(.audio)) }
  }

  private mutating func read(_ part: OpenAIContent.Part, into events: inout [StreamEvent]) {
    switch part {
    case .text(let text): events += thinking.split(text)
    case .reasoning(let text): events.append(.reasoning(text))
    case .image: events.append(.media(.image))
    }
  }

  private mutating func read(_ call: ToolCallChunk, into events: inout [StreamEvent]) {
    let place = calls.place(of: call)
    let arguments = call.function?.arguments.map { halves.join($0, of: .arguments(place)) }
    events.append(
      .toolCall(
        ToolCallPiece(
          index: place, id: call.id ?? "", name: call.function?.name ?? "",
          arguments: arguments ?? "")))
  }
}
