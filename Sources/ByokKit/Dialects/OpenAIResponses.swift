internal import ByokCore

/// OpenAI's Responses API, and what the servers that speak it make of it.
///
/// Source: <https://platform.openai.com/docs/api-reference/responses>, with `responses-streaming`
/// beside it; deviations from recordings of some ten providers, collected 2026-11-23.
struct OpenAIResponses: Dialect {
  static let name = "openai-responses"
  static let parameters = Set(ChatParameter.allCases).subtracting([.seed, .stop])
  static let embeddings: EmbeddingAPI? = EmbeddingAPI()
  static let reranking: RerankAPI? = RerankAPI()
  static let api: String? = "responses"
  static let highestTemperature: Double? = 2
  static let leastReplyTokens = 16
  /// Source: <https://github.com/anomalyco/opencode/issues/1814>.
  static let toolLimit: Int? = 128

  private var thinking = ThinkTags()
  /// The calls so far, by the place of their items in the reply.
  private var calls: [Int: Call] = [:]
  private var callCount = 0
  private var lastPlace = 0
  /// The items that have begun and not ended.
  private var openItems = 0
  /// The texts that came.
  private var streamed: Set<Place> = []
  private var hasReasoning = false
  private var hasOutput = false
  private var endsInMessage = false
  private var isDone = false
  private var halves = HalfCharacters()
  private var end = ReplyEnd()
  private var turn = TurnKeeper<OpenAIResponsesTurn>()

  /// The place of a text.
  private struct Place: Hashable {
    /// The place of its item in the reply; -1 if it is not given.
    let item: Int
    /// Its own in the item.
    let part: Int

    init(item: Int?, part: Int) {
      (self.item, self.part) = (item ?? -1, part)
    }
  }

  private struct Call {
    var position: Int
    var hasArguments: Bool
  }

  init() {}

  var keepsTurn: Bool {
    get { turn.isOn }
    set { turn.isOn = newValue }
  }

  static func path(for request: ChatRequest) -> String { "/responses" }

  static func fetches(_ kind: Attachment.Kind, _ quirks: Quirks) -> Bool { true }

  mutating func receive(
    _ event: ServerSentEvent, into events: inout [StreamEvent]
  ) throws(ReplyFailure) {
    switch try event.payload() {
    case .nothing: return
    case .done: isDone = true
    case .json(let data):
      let piece = try ReportedChunk<OpenAIResponseEvent>(data)
      guard piece.chunk.kind != nil || !piece.chunk.hasOutput else {
        return try receive(whole: data, into: &events)
      }
      try turn.take(data)
      try read(piece.chunk, into: &events)
      try piece.check()
    }
  }

  mutating func receive(
    whole body: [UInt8], into events: inout [StreamEvent]
  ) throws(ReplyFailure) {
    let piece = try ReportedChunk<OpenAIResponse>(body)
    try turn.take(body)
    let response = piece.chunk
    guard response.output != nil || response.isFailed else { throw .broken("it has no output") }
    try end(response, into: &events)
    try piece.check()
  }

  mutating func finish(into events: inout [StreamEvent]) throws(ReplyFailure) {
    halves.finish(into: &events)
    events += thinking.finish()
    try end.check()
    if isDone, !hasOutput { throw .broken("it has no output") }
    events += turn.finish()
  }

  /// Some servers leave out the last event; then an answer that has ended is taken for complete.
  var isComplete: Bool { isDone || endsInMessage && openItems == 0 }

  private mutating func read(
    _ event: OpenAIResponseEvent, into events: inout [StreamEvent]
  ) throws(ReplyFailure) {
    let place = Place(item: event.outputIndex, part: event.contentIndex)
    switch event.kind {
    case .textDelta: add(event.delta, of: .answer, at: place, into: &events)
    case .refusalDelta: add(event.delta, of: .refusal, at: place, into: &events)
    case .reasoningDelta:
      let text = halves.join(event.delta, of: .reasoning)
      hasReasoning = hasReasoning || !text.isEmpty
      if !text.isEmpty { events.append(.reasoning(text)) }
    case .textDone: add(.text(event.text), at: place, into: &events)
    case .refusalDone: add(.refusal(event.text), at: place, into: &events)
    case .partDone: if let part = event.part { add(part, at: place, into: &events) }
    case .summaryPart: if event.summaryIndex > 0 { events.append(.reasoning("\n\n")) }
    case .argumentsDelta: add(event.delta, to: event.outputIndex, into: &events)
    case .itemAdded: if let item = event.item { begin(item, of: event, into: &events) }
    case .itemDone: if let item = event.item { end(item, of: event, into: &events) }
    case .created: if let response = event.response { describe(response, into: &events) }
    case .failed:
      if let response = event.response { try end(response, into: &events) }
      throw .unexplained
    case .ended: try end(event.response ?? OpenAIResponse(), into: &events)
    case .error: throw .unexplained
    case .other, nil: break
    }
  }

  private mutating func add(
    _ delta: TextPiece, of text: HalfCharacters.Text, at place: Place,
    into events: inout [StreamEvent]
  ) {
    guard !delta.isEmpty else { return }
    streamed.insert(place)
    hasOutput = true
    let words = halves.join(delta, of: text)
    guard !words.isEmpty else { return }
    if text == .refusal { events.append(.refusal(words)) } else { events += thinking.split(words) }
  }

  /// Adds a text that comes as a whole, unless it came in pieces.
  private mutating func add(
    _ part: OpenAIResponseItem.Part, at place: Place, into events: inout [StreamEvent]
  ) {
    hasOutput = true
    let hasIt = streamed.contains(place) || streamed.contains(Place(item: nil, part: place.part))
    switch part {
    case .text(let text) where !hasIt && !text.isEmpty: events += thinking.split(text)
    case .refusal(let text) where !hasIt && !text.isEmpty: events.append(.refusal(text))
    case .reasoning(let text) where !hasReasoning: events.append(.reasoning(text))
    default: return
    }
    if case .reasoning = part { return }
    streamed.insert(place)
  }

  // MARK: Items

  private mutating func begin(
    _ item: OpenAIResponseItem, of event: OpenAIResponseEvent, into events: inout [StreamEvent]
  ) {
    openItems += 1
    endsInMessage = false
    hasOutput = true
    if item.isCall { start(item, at: event.outputIndex, into: &events) }
  }

  private mutating func end(
    _ item: OpenAIResponseItem, of event: OpenAIResponseEvent, into events: inout [StreamEvent]
  ) {
    openItems = max(0, openItems - 1)
    endsInMessage = item.type == "message" && item.status == "completed"
    hasOutput = true
    guard item.isCall else {
      if item.type != "reasoning" { read(item, at: event.outputIndex, into: &events) }
      return
    }
    let place = event.outputIndex ?? lastPlace
    // The whole item says again what its pieces said, if there were any.
    guard let call = calls[place] else { return start(item, at: place, into: &events) }
    if !call.hasArguments { add(TextPiece(item.arguments), to: place, into: &events) }
  }

  private mutating func start(
    _ item: OpenAIResponseItem, at place: Int?, into events: inout [StreamEvent]
  ) {
    lastPlace = place ?? lastPlace + 1
    calls[lastPlace] = Call(position: callCount, hasArguments: !item.arguments.isEmpty)
    events.append(
      .toolCall(
        ToolCallPiece(
          index: callCount, id: item.callID ?? item.id ?? "", name: item.name ?? "",
          arguments: item.arguments)))
    callCount += 1
  }

  private mutating func add(
    _ arguments: TextPiece, to place: Int?, into events: inout [StreamEvent]
  ) {
    let place = place ?? lastPlace
    guard let call = calls[place], !arguments.isEmpty else { return }
    calls[place]?.hasArguments = true
    let text = halves.join(arguments, of: .arguments(call.position))
    if !text.isEmpty {
      events.append(.toolCall(ToolCallPiece(index: call.position, arguments: text)))
    }
  }

  // MARK: The reply

  private func describe(_ response: OpenAIResponse, into events: inout [StreamEvent]) {
    if let model = response.model, !model.isEmpty { events.append(.model(model)) }
    if let id = response.id, !id.isEmpty { events.append(.replyID(id)) }
    if let usage = response.usage { events.append(.usage(usage)) }
  }

  private mutating func end(
    _ response: OpenAIResponse, into events: inout [StreamEvent]
  ) throws(ReplyFailure) {
    describe(response, into: &events)
    let output = response.output ?? []
    // What was not streamed is here; places differ between the two.
    let (hasText, hasCalls) = (!streamed.isEmpty, !calls.isEmpty)
    for (place, item) in output.enumerated() where item.isCall ? !hasCalls : !hasText {
      read(item, at: place, into: &events)
    }
    if let report = response.report { throw .reported(report) }
    if response.isFailed { throw .unexplained }
    (isDone, hasOutput) = (true, true)
    end.take(reason(of: response), hasCalls: !calls.isEmpty, into: &events)
  }

  private mutating func read(
    _ item: OpenAIResponseItem, at place: Int?, into events: inout [StreamEvent]
  ) {
    if item.isCall { return start(item, at: place, into: &events) }
    if item.isImage { events.append(.media(.image)) }
    for (number, part) in item.parts.enumerated() {
      add(part, at: Place(item: place, part: number), into: &events)
    }
  }

  /// Why it ended, as a word of the one table.
  private func reason(of response: OpenAIResponse) -> String {
    if let reason = response.incompleteReason {
      // Whatever it says, the reply is not complete.
      guard case .finished(.other) = ReplyEnding(reason) else { return reason }
      return "incomplete: \(reason)"
    }
    return response.status ?? "completed"
  }
}
