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
  private var alternatives = Alternatives()
  private var halves = HalfCharacters()
  private var end = ReplyEnd()
  private var isDone = false
  private var hasChoice = false
  /// Whether the answer has begun.
  private var hasAnswer = false

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
    let choices = chunk.choices ?? []
    hasChoice = hasChoice || !choices.isEmpty
    let numbered = Self.numbered(choices)
    for (number, choice) in numbered { read(choice, at: number, into: &events) }
    try piece.check()
    for (_, choice) in numbered { if let report = choice.report { throw .reported(report) } }
    for (number, choice) in numbered where alternatives.isAnswer(number) || !end.isReached {
      end.take(choice.finishReason, into: &events)
    }
    return choices
  }

  /// The choices by their numbers, the lowest first.
  private static func numbered(_ choices: [OpenAIChoice]) -> [(number: Int, OpenAIChoice)] {
    let numbered = choices.enumerated().map { ($1.index ?? $0, $1) }
    return choices.count < 2 ? numbered : numbered.sorted { $0.0 < $1.0 }
  }

  private mutating func read(
    _ choice: OpenAIChoice, at number: Int, into events: inout [StreamEvent]
  ) {
    var message = choice.delta ?? choice.message
    if let whole = choice.message, message?.isEmpty ?? true, !hasAnswer {
      // A whole reply as an event; else it repeats what was streamed.
      (message, isDone) = (whole, true)
    }
    let isAnswer = alternatives.isAnswer(number, hasText: message?.hasText ?? false)
    if isAnswer || message?.hasText == false, let message { read(message, into: &events) }
  }

  private mutating func read(_ message: OpenAIMessage, into events: inout [StreamEvent]) {
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
    for call in message.toolCalls ?? [] { read(call, into: &events) }
    if let function = message.functionCall, function.isCall {
      var call = ToolCallChunk()
      (call.index, call.function) = (0, function)
      read(call, into: &events)
    }
    if message.hasImages { events.append(.media(.image)) }
    if message.hasAudio { events.append(.media(.audio)) }
    hasAnswer = hasAnswer || message.hasText || message.toolCalls?.isEmpty == false
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
