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
  private var hasError = false
  private var isError = false
  private var hasFailed = false

  var usage: Usage? { ownUsage ?? groqUsage }
  var mayBeError: Bool { hasError || isError || hasFailed || choices == nil }

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
  var message: OpenAIMessage?
  var finishReason: String?

  /// Whether it is the first alternative, the only one that is shown.
  var isFirst: Bool { (index ?? 0) == 0 }

  mutating func take(_ reader: inout JSONReader, _ bytes: Span<UInt8>) throws(JSONFlaw) {
    if reader.isNamed("index", bytes) {
      index = try reader.integer(bytes)
    } else if reader.isNamed("delta", bytes) {
      delta = try OpenAIMessage(&reader, bytes)
    } else if reader.isNamed("finish_reason", bytes) {
      finishReason = try reader.text(bytes)
    } else if reader.isNamed("message", bytes) {
      message = try OpenAIMessage(&reader, bytes)
    } else {
      try reader.skip(bytes)
    }
  }
}

/// What the assistant says, whole or in part.
struct OpenAIMessage: JSONReadable {
  var content: OpenAIContent?
  var refusal: String?
  var toolCalls: [OpenAIToolCall]?
  var functionCall: OpenAIToolCall.Function?
  private var reasoningContent: String?
  private var reasoning: String?
  private var reasoningDetails: JSONValue?

  mutating func take(_ reader: inout JSONReader, _ bytes: Span<UInt8>) throws(JSONFlaw) {
    if reader.isNamed("content", bytes) {
      content = try OpenAIContent.read(&reader, bytes)
    } else if reader.isNamed("refusal", bytes) {
      refusal = try reader.text(bytes)
    } else if reader.isNamed("reasoning_content", bytes) {
      reasoningContent = try reader.text(bytes)
    } else if reader.isNamed("reasoning", bytes) {
      reasoning = try reader.text(bytes)
    } else if reader.isNamed("reasoning_details", bytes) {
      reasoningDetails = try reader.valueIfAny(bytes)
    } else if reader.isNamed("tool_calls", bytes) {
      toolCalls = try OpenAIToolCall.list(&reader, bytes)
    } else if reader.isNamed("function_call", bytes) {
      functionCall = try OpenAIToolCall.Function(&reader, bytes)
    } else {
      try reader.skip(bytes)
    }
  }

  /// The thinking, by whichever of its names the provider uses; `nil` if there is none.
  var reasoningText: String? {
    if let reasoningContent, !reasoningContent.isEmpty { return reasoningContent }
    if let reasoning, !reasoning.isEmpty { return reasoning }
    // OpenRouter gives it in pieces alone; some of them are encrypted.
    guard let details = reasoningDetails?.elements else { return nil }
    let text = details.compactMap { $0["text"]?.text ?? $0["summary"]?.text }.joined()
    return text.isEmpty ? nil : text
  }
}

/// The content of a message: a text, or a list of parts, or (Cloudflare) the JSON that was asked for.
enum OpenAIContent {
  case text(String)
  case parts([Part])

  enum Part: Equatable {
    case text(String)
    case reasoning(String)
  }

  /// Reads it; `nil` for `null`.
  static func read(
    _ reader: inout JSONReader, _ bytes: Span<UInt8>
  ) throws(JSONFlaw) -> OpenAIContent? {
    if reader.peek(bytes) == UInt8(ascii: "\"") { return try reader.text(bytes).map(Self.text) }
    var ahead = reader
    guard let json = try? ahead.valueIfAny(bytes) else {
      // What is nested too deeply to be read is no text, and costs no other.
      try reader.skip(bytes)
      return nil
    }
    reader = ahead
    guard let elements = json.elements else { return .text(json.compactText) }
    return .parts(elements.compactMap(part))
  }

  private static func part(_ element: JSONValue) -> Part? {
    if let text = element.text ?? element["text"]?.text { return .text(text) }
    guard let thinking = element["thinking"] ?? element["summary"] else { return nil }
    let texts = thinking.text.map { [$0] } ?? thinking.elements?.compactMap { $0["text"]?.text }
    return texts.map { .reasoning($0.joined()) }
  }
}

/// A call of a tool, or a piece of one.
struct OpenAIToolCall: JSONReadable {
  struct Function: JSONReadable {
    var name: String?
    var arguments: JSONValue?

    /// Whether it is more than the empty form that some servers always send.
    var isCall: Bool { name?.isEmpty == false || arguments?.text != nil }

    mutating func take(_ reader: inout JSONReader, _ bytes: Span<UInt8>) throws(JSONFlaw) {
      if reader.isNamed("name", bytes) {
        name = try reader.text(bytes)
      } else if reader.isNamed("arguments", bytes) {
        arguments = try reader.valueIfAny(bytes)
      } else {
        try reader.skip(bytes)
      }
    }
  }

  var index: Int?
  var id: String?
  var function: Function?

  mutating func take(_ reader: inout JSONReader, _ bytes: Span<UInt8>) throws(JSONFlaw) {
    if reader.isNamed("index", bytes) {
      index = try reader.integer(bytes)
    } else if reader.isNamed("id", bytes) {
      id = try reader.text(bytes)
    } else if reader.isNamed("function", bytes) {
      function = try Function(&reader, bytes)
    } else {
      try reader.skip(bytes)
    }
  }

  /// The piece at a position among the reply's calls.
  func piece(at index: Int) -> ToolCallPiece {
    ToolCallPiece(
      index: index, id: id ?? "", name: function?.name ?? "",
      arguments: function?.arguments?.argumentsText ?? "")
  }
}

extension Usage {
  /// Token counts, wherever the provider puts them.
  package init(openAI usage: JSONValue) {
    let (prompt, completion) = (usage["prompt_tokens_details"], usage["completion_tokens_details"])
    let cost = usage["cost"]
    self.init(
      input: usage["prompt_tokens"]?.count,
      output: usage["completion_tokens"]?.count,
      cachedInput: prompt?["cached_tokens"]?.count ?? usage["prompt_cache_hit_tokens"]?.count
        ?? usage["cached_tokens"]?.count,
      reasoning: completion?["reasoning_tokens"]?.count ?? usage["reasoning_tokens"]?.count,
      cost: cost?.double ?? cost?["total_cost"]?.double)
  }
}
