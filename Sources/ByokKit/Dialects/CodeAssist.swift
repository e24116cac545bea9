internal import ByokCore

/// Google's Code Assist: Gemini's `generateContent`, wrapped once more in both directions.
///
/// It is no public API. Requests go out under byok's own name.
///
/// Source: google-gemini/gemini-cli, `packages/core/src/code_assist/server.ts` and `converter.ts`,
/// read 2026-11-23.
struct CodeAssist: Dialect {
  static let name = "code-assist"
  static let parameters = Gemini.parameters
  static let toolLimit = Gemini.toolLimit

  private var inner = Gemini()
  private var turn = TurnKeeper<GeminiTurn>()

  init() {}

  var keepsTurn: Bool {
    get { turn.isOn }
    set { turn.isOn = newValue }
  }

  static func path(for request: ChatRequest) -> String {
    path(request.streams ? "streamGenerateContent?alt=sse" : "generateContent")
  }

  /// The path of a method.
  static func path(_ method: String) -> String { "/v1internal:\(method)" }

  static func body(for request: ChatRequest) throws(ByokError) -> [UInt8] {
    var body: [String: JSONValue] = [
      "model": .string(request.model), "request": .object(Gemini.members(for: request)),
      "user_prompt_id": .string(promptID()),
    ]
    body["project"] = request.project.map(JSONValue.string)
    return try JSONValue.object(body).json()
  }

  /// A name of its own for each request.
  private static func promptID() -> String {
    [UInt64.random(in: 0...UInt64.max), UInt64.random(in: 0...UInt64.max)]
      .map { String($0, radix: 16) }.joined(separator: "-")
  }

  mutating func receive(
    _ event: ServerSentEvent, into events: inout [StreamEvent]
  ) throws(ReplyFailure) {
    guard case .json(let data) = try event.payload() else { return }
    let piece = try ReportedChunk<CodeAssistChunk>(data)
    try turn.take(data)
    if let response = piece.chunk.response { try inner.read(response, into: &events) }
    try piece.check()
  }

  mutating func receive(
    whole body: [UInt8], into events: inout [StreamEvent]
  ) throws(ReplyFailure) {
    let piece = try ReportedChunk<CodeAssistChunk>(body)
    try turn.take(body)
    guard let response = piece.chunk.response else { throw .broken("it has no response") }
    try inner.read(whole: response, into: &events)
    try piece.check()
  }

  mutating func finish(into events: inout [StreamEvent]) throws(ReplyFailure) {
    try inner.finish(into: &events)
    events += turn.finish()
  }

  var isComplete: Bool { inner.isComplete }
}

/// A chunk of a streamed reply, or a whole one.
private struct CodeAssistChunk: ReplyChunk {
  var response: GeminiChunk?
  var hasError = false

  var mayBeError: Bool { response?.mayBeError ?? true || hasError }
  var isAnswer: Bool { response?.isAnswer ?? false }

  mutating func take(_ reader: inout JSONReader, _ bytes: Span<UInt8>) throws(JSONFlaw) {
    if reader.isNamed("response", bytes) {
      response = try GeminiChunk(&reader, bytes)
    } else if reader.isNamed("error", bytes) {
      hasError = try reader.hasValue(bytes)
    } else {
      try reader.skip(bytes)
    }
  }
}
