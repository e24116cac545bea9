internal import FoundationEssentials

/// Cohere's chat, version 2.
///
/// Source: <https://docs.cohere.com/reference/chat>; recordings, collected 2026-11-23.
struct Cohere: WireFormat {
  static let dialect = "cohere"
  static let parameters = Set(ChatParameter.allCases)

  private let decoder = JSONDecoder()
  private var isEnded = false
  private var failure: ReplyFailure?

  init() {}

  static func path(for request: ChatRequest) -> String { "/chat" }

  static func body(for request: ChatRequest) throws(ByokError) -> [UInt8] {
    var messages: [JSONValue] = []
    if let system = request.system {
      messages.append(.object(["role": .string("system"), "content": .string(system)]))
    }
    for message in request.messages { messages.append(try Self.message(message)) }
    let settings = request.settings
    var body: [String: JSONValue] = [
      "model": .string(request.model), "messages": .array(messages),
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
    return try JSONValue.object(body).json()
  }

  private static func message(_ message: ChatMessage) throws(ByokError) -> JSONValue {
    let role = JSONValue.string(message.role.rawValue)
    if let text = message.text { return .object(["role": role, "content": .string(text)]) }
    var parts: [JSONValue] = []
    for part in message.parts {
      switch part {
      case .text(let text):
        parts.append(.object(["type": .string("text"), "text": .string(text)]))
      case .file(let file):
        guard file.kind == .image else { throw file.refused(by: dialect) }
        parts.append(
          .object([
            "type": .string("image_url"), "image_url": .object(["url": .string(file.address)]),
          ]))
      }
    }
    return .object(["role": role, "content": .array(parts)])
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
      let chunk: CohereChunk = try decoder.chunk(data)
      return read(chunk)
    }
  }

  mutating func receive(whole body: [UInt8]) throws(ReplyFailure) -> [StreamEvent] {
    let reply: CohereChunk = try decoder.chunk(body)
    guard reply.message != nil else { throw .broken("it has no message") }
    isEnded = true
    return read(reply)
  }

  mutating func finish() throws(ReplyFailure) -> [StreamEvent] {
    if let failure { throw failure }
    return []
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
    if let usage = chunk.usage?.value { events.append(.usage(usage)) }
    return events + end(chunk)
  }

  private mutating func end(_ chunk: CohereChunk) -> [StreamEvent] {
    if chunk.type == "message-end" { isEnded = true }
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
