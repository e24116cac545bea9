internal import FoundationEssentials

/// Ollama's own chat, a JSON document on each line when streamed.
///
/// Source: <https://github.com/ollama/ollama/blob/main/docs/api.md>; recordings, collected
/// 2026-11-23.
struct OllamaChat: WireFormat {
  static let dialect = "ollama"
  static let framing = StreamFraming.lines
  static let parameters = Set(ChatParameter.allCases)

  private let decoder = JSONDecoder()
  private var thinking = ThinkTags()
  private var calls = 0
  private var isDone = false

  init() {}

  static func path(for request: ChatRequest) -> String { "/api/chat" }

  static func body(for request: ChatRequest) throws(ByokError) -> [UInt8] {
    var messages: [JSONValue] = []
    if let system = request.system {
      messages.append(.object(["role": .string("system"), "content": .string(system)]))
    }
    for message in request.messages { messages.append(try Self.message(message)) }
    // To stream is what it does if nothing is said.
    var body: [String: JSONValue] = [
      "model": .string(request.model), "messages": .array(messages),
      "stream": .bool(request.streams),
    ]
    let options = options(request.settings)
    if !options.isEmpty { body["options"] = .object(options) }
    body["format"] = request.schema?.schema
    body["think"] = request.settings.reasoning.map { think($0, model: request.model) }
    return try JSONValue.object(body).json()
  }

  private static func message(_ message: ChatMessage) throws(ByokError) -> JSONValue {
    var text = ""
    var images: [JSONValue] = []
    for part in message.parts {
      switch part {
      case .text(let piece): text += piece
      case .file(let file):
        guard file.kind == .image, let base64 = file.base64 else {
          throw file.refused(by: dialect)
        }
        images.append(.string(base64))
      }
    }
    var fields: [String: JSONValue] = [
      "role": .string(message.role.rawValue), "content": .string(text),
    ]
    if !images.isEmpty { fields["images"] = .array(images) }
    return .object(fields)
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
    return read(try decoder.chunk(data))
  }

  mutating func receive(whole body: [UInt8]) throws(ReplyFailure) -> [StreamEvent] {
    let reply: OllamaChunk = try decoder.chunk(body)
    guard reply.message != nil else { throw .broken("it has no message") }
    return read(reply)
  }

  mutating func finish() -> [StreamEvent] { thinking.finish() }

  var isComplete: Bool { isDone }

  private mutating func read(_ chunk: OllamaChunk) -> [StreamEvent] {
    var events: [StreamEvent] = []
    if let model = chunk.model, !model.isEmpty { events.append(.model(model)) }
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
