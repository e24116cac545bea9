internal import ByokCore

/// OpenAI's Responses API, and what the servers that speak it make of it.
///
/// Source: <https://platform.openai.com/docs/api-reference/responses>, with `responses-streaming`
/// beside it; deviations from recordings of some ten providers, collected 2026-11-23.
struct OpenAIResponses: Dialect {
  static let name = "openai-responses"
  static let parameters = Set(ChatParameter.allCases).subtracting([.seed, .stop])
  static let api: String? = "responses"
  static let highestTemperature: Double? = 2
  static let leastReplyTokens = 16

  private var thinking = ThinkTags()
  /// The calls so far, by the place of their items in the reply.
  private var calls: [Int: Call] = [:]
  private var callCount = 0
  private var lastPlace = 0
  /// The items that have begun and not ended.
  private var openItems = 0
  /// The places of the messages of which text came; -1 stands for a place that is not told.
  private var streamed: Set<Int> = []
  private var hasReasoning = false
  private var endsInMessage = false
  private var isDone = false
  private var turn = TurnKeeper<OpenAIResponsesTurn>()

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

  mutating func receive(_ event: ServerSentEvent) throws(ReplyFailure) -> [StreamEvent] {
    switch event.payload {
    case .nothing: return []
    case .done:
      isDone = true
      return []
    case .json(let data):
      try turn.take(data)
      return try read(try OpenAIResponseEvent(data))
    }
  }

  mutating func receive(whole body: [UInt8]) throws(ReplyFailure) -> [StreamEvent] {
    let response = try OpenAIResponse(body)
    try turn.take(body)
    guard response.output != nil || response.isFailed else { throw .broken("it has no output") }
    return try end(response)
  }

  mutating func finish() -> [StreamEvent] { thinking.finish() + turn.finish() }

  /// Some servers leave out the last event; then an answer that has ended is taken for complete.
  var isComplete: Bool { isDone || endsInMessage && openItems == 0 }

  private mutating func read(_ event: OpenAIResponseEvent) throws(ReplyFailure) -> [StreamEvent] {
    switch event.kind {
    case .textDelta, .refusalDelta, .reasoningDelta:
      return event.delta.isEmpty ? [] : read(delta: event)
    case .summaryPart: return event.summaryIndex > 0 ? [.reasoning("\n\n")] : []
    case .argumentsDelta: return add(event.delta, to: event.outputIndex)
    case .itemAdded: return event.item.map { begin($0, of: event) } ?? []
    case .itemDone: return event.item.map { end($0, of: event) } ?? []
    case .created: return event.response.map { describe($0) } ?? []
    case .failed:
      _ = try event.response.map { (response) throws(ReplyFailure) in try end(response) }
      throw .unexplained
    case .ended: return try end(event.response ?? OpenAIResponse())
    case .error: throw .unexplained
    case .other, nil: return []
    }
  }

  private mutating func read(delta event: OpenAIResponseEvent) -> [StreamEvent] {
    switch event.kind {
    case .textDelta:
      streamed.insert(event.outputIndex ?? -1)
      return thinking.split(event.delta)
    case .refusalDelta:
      streamed.insert(event.outputIndex ?? -1)
      return [.refusal(event.delta)]
    default:
      hasReasoning = true
      return [.reasoning(event.delta)]
    }
  }

  // MARK: Items

  private mutating func begin(
    _ item: OpenAIResponseItem, of event: OpenAIResponseEvent
  ) -> [StreamEvent] {
    openItems += 1
    endsInMessage = false
    guard item.isCall else { return [] }
    return [start(item, at: event.outputIndex)]
  }

  private mutating func end(
    _ item: OpenAIResponseItem, of event: OpenAIResponseEvent
  ) -> [StreamEvent] {
    openItems = max(0, openItems - 1)
    endsInMessage = item.type == "message" && item.status == "completed"
    guard item.isCall else {
      let isUnread =
        item.type == "message" && streamed.isDisjoint(with: [event.outputIndex ?? -1, -1])
      return isUnread ? read(item, at: event.outputIndex) : []
    }
    let place = event.outputIndex ?? lastPlace
    // The whole item says again what its pieces said, if there were any.
    guard let call = calls[place] else { return [start(item, at: place)] }
    return call.hasArguments ? [] : add(item.arguments, to: place)
  }

  private mutating func start(_ item: OpenAIResponseItem, at place: Int?) -> StreamEvent {
    defer { callCount += 1 }
    lastPlace = place ?? lastPlace + 1
    calls[lastPlace] = Call(position: callCount, hasArguments: !item.arguments.isEmpty)
    return .toolCall(
      ToolCallPiece(
        index: callCount, id: item.callID ?? item.id ?? "", name: item.name ?? "",
        arguments: item.arguments))
  }

  private mutating func add(_ arguments: String, to place: Int?) -> [StreamEvent] {
    let place = place ?? lastPlace
    guard let call = calls[place], !arguments.isEmpty else { return [] }
    calls[place]?.hasArguments = true
    return [.toolCall(ToolCallPiece(index: call.position, arguments: arguments))]
  }

  // MARK: The reply

  private func describe(_ response: OpenAIResponse) -> [StreamEvent] {
    var events: [StreamEvent] = []
    if let model = response.model, !model.isEmpty { events.append(.model(model)) }
    if let id = response.id, !id.isEmpty { events.append(.replyID(id)) }
    if let usage = response.usage { events.append(.usage(usage)) }
    return events
  }

  private mutating func end(_ response: OpenAIResponse) throws(ReplyFailure) -> [StreamEvent] {
    if response.isFailed {
      let error = response.error.map { JSONValue.object(["error": $0]) }
      throw error.flatMap { ErrorReport(status: 200, json: $0) }.map(ReplyFailure.reported)
        ?? .unexplained
    }
    isDone = true
    var events = describe(response)
    // Where no answer was streamed, it stands here.
    if streamed.isEmpty, calls.isEmpty {
      for (place, item) in (response.output ?? []).enumerated() { events += read(item, at: place) }
    }
    events.append(.finished(reason(of: response)))
    return events
  }

  private mutating func read(_ item: OpenAIResponseItem, at place: Int?) -> [StreamEvent] {
    if item.isCall { return [start(item, at: place)] }
    var events: [StreamEvent] = []
    for part in item.parts {
      switch part {
      case .text(let text): events += thinking.split(text)
      case .reasoning(let text): events += hasReasoning ? [] : [.reasoning(text)]
      case .refusal(let text): events.append(.refusal(text))
      }
    }
    if !item.parts.isEmpty, item.type == "message" { streamed.insert(place ?? -1) }
    return events
  }

  private func reason(of response: OpenAIResponse) -> FinishReason {
    switch (response.status, response.incompleteReason) {
    case (_, "max_output_tokens"): .length
    case (_, "content_filter"): .contentFilter
    case (_, .some(let word)): .other(word)
    case ("completed", nil), (nil, nil): calls.isEmpty ? .stop : .toolCalls
    case (.some(let word), nil): .other(word)
    }
  }
}
