internal import ByokCore

/// Anthropic's Messages API.
///
/// Source: <https://docs.anthropic.com/en/api/messages>, with `messages-streaming` and
/// `handling-stop-reasons` beside it; recordings, collected 2026-11-23.
struct AnthropicMessages: Dialect {
  static let name = "anthropic"
  static let keyHeader = KeyHeader.xAPIKey
  static let headers = [(name: "anthropic-version", value: "2023-06-01")]
  static let parameters = Set(ChatParameter.allCases).subtracting([.seed])
  static let highestTemperature: Double? = 1
  static let thinksOnRequest = true

  private var counts = AnthropicUsage()
  /// The calls whose blocks are open, by the number of the block.
  private var calls: [Int: OpenCall] = [:]
  private var callCount = 0
  private var turn = TurnKeeper<AnthropicTurn>()
  private var isDone = false
  /// What the reply ends in, once all of it is read.
  private var failure: ReplyFailure?

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

  mutating func receive(_ event: ServerSentEvent) throws(ReplyFailure) -> [StreamEvent] {
    guard case .json(let data) = event.payload else { return [] }
    let event = try AnthropicEvent(data)
    try turn.take(data)
    switch event.kind {
    case .messageStart: return event.message.map { describe($0) } ?? []
    case .blockStart: return start(event)
    case .blockDelta: return event.delta.map { read($0, of: event.index ?? 0) } ?? []
    case .blockStop: return stop(event.index ?? 0)
    case .messageDelta:
      let usage = event.usage.map { [take($0)] } ?? []
      guard let end = event.delta?.end else { return usage }
      return usage + self.end(end)
    case .messageStop:
      isDone = true
      return []
    case .error: throw .unexplained
    case .other, nil: return []
    }
  }

  mutating func receive(whole body: [UInt8]) throws(ReplyFailure) -> [StreamEvent] {
    let message = try AnthropicMessage(body)
    try turn.take(body)
    guard let content = message.content else { throw .broken("it has no content") }
    isDone = true
    var events = describe(message)
    for block in content {
      events += begin(block)
      guard block.type == "tool_use" else { continue }
      events.append(.toolCall(call(block, arguments: block.input?.argumentsText ?? "{}")))
    }
    return events + end(message.end)
  }

  mutating func finish() throws(ReplyFailure) -> [StreamEvent] {
    if let failure { throw failure }
    // What is cut off has no more arguments than came.
    let calls = isDone ? calls.keys.sorted().flatMap { stop($0) } : []
    return calls + turn.finish()
  }

  var isComplete: Bool { isDone }

  /// What a message says of itself; a gateway may send it twice.
  private mutating func describe(_ message: AnthropicMessage) -> [StreamEvent] {
    var events: [StreamEvent] = []
    if let model = message.model, !model.isEmpty { events.append(.model(model)) }
    if let id = message.id, !id.isEmpty { events.append(.replyID(id)) }
    if let usage = message.usage { events.append(take(usage)) }
    return events
  }

  private mutating func take(_ usage: AnthropicUsage) -> StreamEvent {
    counts = usage.filled(from: counts)
    return .usage(counts.total)
  }

  private mutating func start(_ event: AnthropicEvent) -> [StreamEvent] {
    guard let block = event.block else { return [] }
    // What runs at the provider, such as its web search, is no call for the user.
    guard block.type == "tool_use" else { return begin(block) }
    let index = event.index ?? 0
    let left = stop(index)
    calls[index] = OpenCall(position: callCount, input: block.input)
    return left + [.toolCall(call(block, arguments: ""))]
  }

  private func begin(_ block: AnthropicBlock) -> [StreamEvent] {
    switch block.type {
    case "text": block.text.flatMap { $0.isEmpty ? nil : [.text($0)] } ?? []
    case "thinking": block.thinking.flatMap { $0.isEmpty ? nil : [.reasoning($0)] } ?? []
    default: []
    }
  }

  private mutating func call(_ block: AnthropicBlock, arguments: String) -> ToolCallPiece {
    defer { callCount += 1 }
    return ToolCallPiece(
      index: callCount, id: block.id ?? "", name: block.name ?? "", arguments: arguments)
  }

  private mutating func read(_ delta: AnthropicDelta, of index: Int) -> [StreamEvent] {
    switch delta.kind {
    case .text: return delta.text.flatMap { $0.isEmpty ? nil : [.text($0)] } ?? []
    case .thinking:
      return delta.thinking.flatMap { $0.isEmpty ? nil : [.reasoning($0)] } ?? []
    case .input:
      guard let json = delta.partialJSON, !json.isEmpty, let call = calls[index] else { return [] }
      calls[index]?.hasArguments = true
      return [.toolCall(ToolCallPiece(index: call.position, arguments: json))]
    case .other: return []
    }
  }

  /// Ends a block, and with it a call that has no arguments of its own.
  private mutating func stop(_ index: Int) -> [StreamEvent] {
    guard let call = calls.removeValue(forKey: index), !call.hasArguments else { return [] }
    let arguments = call.input?.argumentsText ?? "{}"
    return [.toolCall(ToolCallPiece(index: call.position, arguments: arguments))]
  }

  private mutating func end(_ end: AnthropicEnd) -> [StreamEvent] {
    guard let word = end.reason, !word.isEmpty else { return [] }
    isDone = true
    switch word {
    case "end_turn", "stop_sequence": return [.finished(.stop)]
    case "max_tokens": return [.finished(.length)]
    case "tool_use": return [.finished(.toolCalls)]
    case "refusal":
      let words = end.explanation.map { [StreamEvent.refusal($0)] } ?? []
      return words + [.finished(.contentFilter)]
    case "model_context_window_exceeded":
      failure = .contextExceeded
      return []
    default: return [.finished(.other(word))]
    }
  }
}
