package import ByokCore

/// A chunk of a streamed reply, or a whole one: they differ in `delta` and `message` only.
///
/// Every member is optional and read leniently, for providers leave out, rename and retype them.
struct OpenAIChunk: ReplyChunk {
  var id: String?
  var model: String?
  var choices: [OpenAIChoice]?
  private var ownUsage: Usage?
  private var groqUsage: Usage?
  private var serviceTier: String?
  private var hasError = false
  private var isError = false
  private var hasFailed = false

  var usage: Usage? { (ownUsage ?? groqUsage).served(serviceTier) }
  var mayBeError: Bool { hasError || isError || hasFailed || choices == nil }
  var isAnswer: Bool { choices != nil && !isError }

  mutating func take(_ reader: inout JSONReader, _ bytes: Span<UInt8>) throws(JSONFlaw) {
    if reader.isNamed("id", bytes) {
      id = try reader.text(bytes)
    } else if reader.isNamed("model", bytes) {
      model = try reader.text(bytes)
    } else if reader.isNamed("choices", bytes) {
      choices = try OpenAIChoice.list(&reader, bytes)
    } else if reader.isNamed("usage", bytes) {
      ownUsage = try reader.valueIfAny(bytes).map { Usage(openAI: $0) }
    } else if reader.isNamed("x_groq", bytes) {
      groqUsage = try reader.value(bytes)["usage"].map { Usage(openAI: $0) }
    } else if reader.isNamed("service_tier", bytes) {
      serviceTier = try reader.text(bytes)
    } else if reader.isNamed("error", bytes) {
      hasError = try reader.hasValue(bytes)
    } else if reader.isNamed("type", bytes) {
      isError = try reader.stringIfAny(bytes).map { bytes.holds("error", in: $0) } ?? false
    } else if reader.isNamed("base_resp", bytes) {
      // MiniMax says so of every reply.
      hasFailed = try reader.value(bytes)["status_code"]?.integer ?? 0 != 0
    } else {
      try reader.skip(bytes)
    }
  }
}

/// One of the alternatives of a reply.
struct OpenAIChoice: JSONReadable {
  var index: Int?
  var delta: OpenAIMessage?
  var finishReason: String?
  /// The whole message, if any.
  ///
  /// Few choices have one: in an array it takes little space in the others, which are copied for each
  /// piece of a reply.
  private var messages: [OpenAIMessage] = []
  private var error: JSONValue?

  var message: OpenAIMessage? { messages.first }

  /// What went wrong behind a gateway, beside what came before it.
  var report: ErrorReport? {
    ErrorReport(ofPart: error) ?? ErrorReport(ofPart: (delta ?? message)?.error)
  }

  /// Whether it has anything that a choice is made of.
  var isOne: Bool { delta != nil || message != nil || finishReason != nil }

  mutating func take(_ reader: inout JSONReader, _ bytes: Span<UInt8>) throws(JSONFlaw) {
    if reader.isNamed("index", bytes) {
      index = try reader.integer(bytes)
    } else if reader.isNamed("delta", bytes) {
      delta = try OpenAIMessage(&reader, bytes)
    } else if reader.isNamed("finish_reason", bytes) {
      finishReason = try reader.text(bytes)
    } else if reader.isNamed("message", bytes) {
      messages = try OpenAIMessage(&reader, bytes).map { [$0] } ?? []
    } else if reader.isNamed("error", bytes) {
      error = try reader.valueIfAny(bytes)
    } else {
      try reader.skip(bytes)
    }
  }
}

/// What the assistant says, whole or in part.
struct OpenAIMessage: JSONReadable {
  var content: OpenAIContent?
  var refusal: TextPiece?
  var toolCalls: [ToolCallChunk]?
  /// The call of an older form; in an array for the same reason.
  private var functionCalls: [ToolCallChunk.Function] = []
  /// Whether it has images beside its text.
  var hasImages = false
  var hasAudio = false
  /// What went wrong, where a server says so in the message.
  fileprivate var error: JSONValue?
  private var reasoningContent: TextPiece?
  private var reasoning: TextPiece?
  private var reasoningDetails: JSONValue?

  mutating func take(_ reader: inout JSONReader, _ bytes: Span<UInt8>) throws(JSONFlaw) {
    if reader.isNamed("content", bytes) {
      content = try OpenAIContent.read(&reader, bytes)
    } else if reader.isNamed("refusal", bytes) {
      refusal = try reader.piece(bytes)
    } else if reader.isNamed("reasoning_content", bytes) {
      reasoningContent = try reader.piece(bytes)
    } else if reader.isNamed("reasoning", bytes) {
      reasoning = try reader.piece(bytes)
    } else if reader.isNamed("reasoning_details", bytes) {
      reasoningDetails = try reader.valueIfAny(bytes)
    } else if reader.isNamed("tool_calls", bytes) {
      toolCalls = try ToolCallChunk.list(&reader, bytes)
    } else if reader.isNamed("function_call", bytes) {
      functionCalls = try ToolCallChunk.Function(&reader, bytes).map { [$0] } ?? []
    } else if reader.isNamed("images", bytes) {
      if try reader.openArray(bytes) { hasImages = try reader.hasElements(bytes) }
    } else if reader.isNamed("audio", bytes) {
      hasAudio = try reader.value(bytes)["data"] != nil
    } else if reader.isNamed("error", bytes) {
      error = try reader.valueIfAny(bytes)
    } else {
      try reader.skip(bytes)
    }
  }

  var functionCall: ToolCallChunk.Function? { functionCalls.first }

  /// The thinking, by whichever of its names the provider uses; `nil` if there is none.
  var reasoningText: TextPiece? {
    if let reasoningContent, !reasoningContent.isEmpty { return reasoningContent }
    if let reasoning, !reasoning.isEmpty { return reasoning }
    // OpenRouter gives it in pieces alone; some of them are encrypted.
    guard let details = reasoningDetails?.elements else { return nil }
    let text = details.compactMap { $0["text"]?.text ?? $0["summary"]?.text }.joined()
    return text.isEmpty ? nil : TextPiece(text)
  }

  /// Whether it has text or a refusal.
  var hasText: Bool {
    if refusal?.isEmpty == false { return true }
    return switch content {
    case .text(let text): !text.isEmpty
    case .parts(let parts): parts.contains { if case .text = $0 { true } else { false } }
    case nil: false
    }
  }

  /// Whether it says anything.
  var isEmpty: Bool {
    if case .parts(let parts) = content, !parts.isEmpty { return false }
    return !hasText && reasoningText == nil && toolCalls?.isEmpty ?? true
      && functionCall == nil && !hasImages && !hasAudio
  }
}

/// The content of a message: a text, or a list of parts, or (Cloudflare) the JSON that was asked for.
enum OpenAIContent: Equatable {
  case text(TextPiece)
  case parts([Part])

  enum Part: Equatable {
    case text(String)
    case reasoning(String)
    case image
  }

  /// Reads it; `nil` for `null`.
  static func read(
    _ reader: inout JSONReader, _ bytes: Span<UInt8>
  ) throws(JSONFlaw) -> OpenAIContent? {
    if reader.peek(bytes) == UInt8(ascii: "\"") { return try reader.piece(bytes).map(Self.text) }
    var ahead = reader
    guard let json = try? ahead.valueIfAny(bytes) else {
      // What is nested too deeply to be read is no text, and costs no other.
      try reader.skip(bytes)
      return nil
    }
    reader = ahead
    guard let elements = json.elements else { return .text(TextPiece(json.compactText)) }
    return .parts(elements.compactMap(part))
  }

  private static func part(_ element: JSONValue) -> Part? {
    if let text = element.text ?? element["text"]?.text { return .text(text) }
    if element["type"]?.text == "image_url" || element["type"]?.text == "output_image" {
      return .image
    }
    guard let thinking = element["thinking"] ?? element["summary"] else { return nil }
    let texts = thinking.text.map { [$0] } ?? thinking.elements?.compactMap { $0["text"]?.text }
    return texts.map { .reasoning($0.joined()) }
  }
}

extension Usage {
  /// Token counts, wherever the provider puts them.
  package init(openAI usage: JSONValue) {
    let (prompt, completion) = (usage["prompt_tokens_details"], usage["completion_tokens_details"])
    let (input, output) = (usage["prompt_tokens"]?.count, usage["completion_tokens"]?.count)
    self.init(
      input: input, output: output,
      cachedInput: prompt?["cached_tokens"]?.count ?? usage["prompt_cache_hit_tokens"]?.count
        ?? usage["cached_tokens"]?.count,
      reasoning: completion?["reasoning_tokens"]?.count ?? usage["reasoning_tokens"]?.count)
    takeCost(of: usage)
    billing.cacheWrites = CacheWrites(openAI: prompt)
    billing.audioInput = prompt?["audio_tokens"]?.count.flatMap { $0 > 0 ? $0 : nil }
    billing.imageInput = prompt?["image_tokens"]?.count.flatMap { $0 > 0 ? $0 : nil }
    // xAI's counts have thinking in the total alone, and so have Gemini's, without any details.
    let rest = (usage["total_tokens"]?.count ?? 0) - (input ?? 0) - (output ?? 0)
    if rest > 0, rest == reasoning ?? (prompt == nil && completion == nil ? rest : 0) {
      billing.reasoningApart = rest
    }
  }
}
