internal import ByokCore

/// A line of a streamed reply of Ollama, or a whole reply: they are the same.
///
/// Every member is optional and read leniently.
struct OllamaChunk: ReplyChunk {
  var model: String?
  var message: OllamaMessage?
  var isDone = false
  var doneReason: String?
  private var promptTokens: Int?
  private var replyTokens: Int?
  private var hasError = false

  var mayBeError: Bool { hasError || !isAnswer }
  var isAnswer: Bool { message != nil || isDone }

  var usage: Usage? {
    let counts = Usage(input: promptTokens, output: replyTokens)
    return counts == Usage() ? nil : counts
  }

  mutating func take(_ reader: inout JSONReader, _ bytes: Span<UInt8>) throws(JSONFlaw) {
    if reader.isNamed("model", bytes) {
      model = try reader.text(bytes)
    } else if reader.isNamed("message", bytes) {
      message = try OllamaMessage(&reader, bytes)
    } else if reader.isNamed("done", bytes) {
      isDone = try reader.bool(bytes) ?? false
    } else if reader.isNamed("done_reason", bytes) {
      doneReason = try reader.text(bytes)
    } else if reader.isNamed("prompt_eval_count", bytes) {
      promptTokens = try reader.count(bytes)
    } else if reader.isNamed("eval_count", bytes) {
      replyTokens = try reader.count(bytes)
    } else if reader.isNamed("error", bytes) {
      hasError = try reader.hasValue(bytes)
    } else {
      try reader.skip(bytes)
    }
  }
}

/// What the assistant says, whole or in part.
struct OllamaMessage: JSONReadable {
  var content: TextPiece?
  var thinking: TextPiece?
  var toolCalls: [ToolCallChunk]?
  var hasImages = false
  private var error: JSONValue?

  /// What went wrong behind a gateway, beside what came before it.
  var report: ErrorReport? { ErrorReport(ofPart: error) }

  mutating func take(_ reader: inout JSONReader, _ bytes: Span<UInt8>) throws(JSONFlaw) {
    if reader.isNamed("content", bytes) {
      content = try reader.piece(bytes)
    } else if reader.isNamed("thinking", bytes) {
      thinking = try reader.piece(bytes)
    } else if reader.isNamed("tool_calls", bytes) {
      toolCalls = try ToolCallChunk.list(&reader, bytes)
    } else if reader.isNamed("images", bytes) {
      if try reader.openArray(bytes) { hasImages = try reader.hasElements(bytes) }
    } else if reader.isNamed("error", bytes) {
      error = try reader.valueIfAny(bytes)
    } else {
      try reader.skip(bytes)
    }
  }
}
