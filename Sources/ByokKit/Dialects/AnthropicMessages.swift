internal import ByokCore

/// Anthropic's Messages API.
///
/// Source: <https://docs.anthropic.com/en/api/messages>, with `messages-streaming` and
/// `handling-stop-reasons` beside it; recordings, collected 2026-11-23.
struct AnthropicMessages: Dialect {
  static let name = "anthropic"
  // Kept although the vendor's SDK sends a bearer token since its version 2: the service takes both,
  // gateways may know this one alone, and the other kind of key is an OAuth token.
  static let keyHeader = KeyHeader.xAPIKey
  // Kept although there is a version 2026-10-21: that one refuses temperature and top-p also of models
  // that take them, replies are the same in both, and no end of this one is announced.
  static let headers = [(name: "anthropic-version", value: "2023-06-01")]
  static let parameters = Set(ChatParameter.allCases).subtracting([.seed])
  static let highestTemperature: Double? = 1
  static let thinksOnRequest = true

  private var counts = AnthropicUsage()
  /// The calls whose blocks are open, by the number of the block.
  private var calls: [Int: OpenCall] = [:]
  private var callCount = 0
  private var turn = TurnKeeper<AnthropicTurn>()
  private var halves = HalfCharacters()
  private var end = ReplyEnd()
  private var isDone = false
  private var hasContent = false

  /// A call of a tool of which more may come.
  private struct OpenCall {
    var position: Int
    /// What its start says of the arguments; counts if nothing follows.
    var input: JSONValue?
    var hasArguments = false
  }

  init() {}

  var keepsTurn: Bool {
    get { turn.isOn }
    set { turn.isOn = newValue }
  }

  static func path(for request: ChatRequest) -> String { "/messages" }

  static func fetches(_ kind: Attachment.Kind, _ quirks: Quirks) -> Bool { true }

  static func hasField(for schema: ReplySchema, in request: ChatRequest) -> Bool {
    request.facts?.hasStructuredOutput != false && schema.isPlain
  }

  mutating func receive(
    _ event: ServerSentEvent, into events: inout [StreamEvent]
  ) throws(ReplyFailure) {
    guard case .json(let data) = try event.payload() else { return }
    let piece = try ReportedChunk<AnthropicEvent>(data)
    let event = piece.chunk
    guard event.kind != .message, event.kind != nil || !event.hasContent else {
      return try receive(whole: data, into: &events)
    }
    try turn.take(data)
    switch event.kind {
    case .messageStart: if let message = event.message { describe(message, into: &events) }
    case .blockStart: start(event, into: &events)
    case .blockDelta:
      if let delta = event.delta { read(delta, of: event.index ?? 0, into: &events) }
    case .blockStop: stop(event.index ?? 0, into: &events)
    case .messageDelta:
      if let usage = event.usage { take(usage, into: &events) }
      if let end = event.delta?.end { take(end, into: &events) }
    case .messageStop: isDone = true
    case .error: throw .unexplained
    case .message, .other, nil: break
    }
    try piece.check()
  }

  mutating func receive(
    whole body: [UInt8], into events: inout [StreamEvent]
  ) throws(ReplyFailure) {
    let piece = try ReportedChunk<AnthropicMessage>(body)
    let message = piece.chunk
    try turn.take(body)
    guard let content = message.content else { throw .broken("it has no content") }
    (isDone, hasContent) = (true, true)
    describe(message, into: &events)
    for (place, block) in content.enumerated() {
      if block.type == "tool_use" {
        add(block, arguments: block.input?.argumentsText ?? "{}", into: &events)
      } else {
        read(block, at: place, into: &events)
      }
    }
    take(message.end, into: &events)
    try piece.check()
  }

  mutating func finish(into events: inout [StreamEvent]) throws(ReplyFailure) {
    halves.finish(into: &events)
    try end.check()
    if isDone, !hasContent, !end.isReached { throw .broken("it has no content") }
    // What is cut off has no more arguments than came.
    if isComplete { for index in calls.keys.sorted() { stop(index, into: &events) } }
    events += turn.finish()
  }

  var isComplete: Bool { isDone || end.isReached }

  /// What a message says of itself; a gateway may send it twice.
  private mutating func describe(_ message: AnthropicMessage, into events: inout [StreamEvent]) {
    if let model = message.model, !model.isEmpty { events.append(.model(model)) }
    if let id = message.id, !id.isEmpty { events.append(.replyID(id)) }
    if let usage = message.usage { take(usage, into: &events) }
  }

  private mutating func take(_ usage: AnthropicUsage, into events: inout [StreamEvent]) {
    counts = usage.filled(from: counts)
    events.append(.usage(counts.total))
  }

  private mutating func start(_ event: AnthropicEvent, into events: inout [StreamEvent]) {
    guard let block = event.block else { return }
    hasContent = true
    let index = event.index ?? 0
    // What runs at the provider, such as its web search, is no call for the user.
    guard block.type == "tool_use" else { return read(block, at: index, into: &events) }
    stop(index, into: &events)
    calls[index] = OpenCall(position: callCount, input: block.input)
    add(block, arguments: "", into: &events)
  }

  private mutating func read(
    _ block: AnthropicBlock, at index: Int, into events: inout [StreamEvent]
  ) {
    switch block.type {
    case "text": add(block.text, into: &events)
    case "thinking": add(thinking: block.thinking, into: &events)
    case "image": events.append(.media(.image))
    default: break
    }
  }

  private mutating func add(_ text: TextPiece?, into events: inout [StreamEvent]) {
    guard let text = text.map({ halves.join($0, of: .answer) }), !text.isEmpty else { return }
    events.append(.text(text))
  }

  private mutating func add(thinking: TextPiece?, into events: inout [StreamEvent]) {
    guard let text = thinking.map({ halves.join($0, of: .reasoning) }), !text.isEmpty else {
      return
    }
    events.append(.reasoning(text))
  }

  private mutating func add(
    _ block: AnthropicBlock, arguments: String, into events: inout [StreamEvent]
  ) {
    events.append(
      .toolCall(
        ToolCallPiece(
          index: callCount, id: block.id ?? "", name: block.name ?? "", arguments: arguments)))
    callCount += 1
  }

  private mutating func read(
    _ delta: AnthropicDelta, of index: Int, into events: inout [StreamEvent]
  ) {
    hasContent = true
    switch delta.kind {
    case .text: add(delta.text, into: &events)
    case .thinking: add(thinking: delta.thinking, into: &events)
    case .input:
      guard let piece = delta.partialJSON, let call = calls[index] else { return }
      let json = halves.join(piece, of: .arguments(call.position))
      guard !json.isEmpty else { return }
      calls[index]?.hasArguments = true
      events.append(.toolCall(ToolCallPiece(index: call.position, arguments: json)))
    case nil:
      add(delta.text, into: &events)
      add(thinking: delta.thinking, into: &events)
    case .other: break
    }
  }

  /// Ends a block, and with it a call that has no arguments of its own.
  private mutating func stop(_ index: Int, into events: inout [StreamEvent]) {
    guard let call = calls.removeValue(forKey: index), !call.hasArguments else { return }
    let arguments = call.input?.argumentsText ?? "{}"
    events.append(.toolCall(ToolCallPiece(index: call.position, arguments: arguments)))
  }

  private mutating func take(_ end: AnthropicEnd, into events: inout [StreamEvent]) {
    if end.reason == "refusal", let words = end.explanation { events.append(.refusal(words)) }
    self.end.take(end.reason, into: &events)
  }
}
