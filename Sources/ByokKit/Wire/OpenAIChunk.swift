/// A chunk of a streamed reply, or a whole one: they differ in `delta` and `message` only.
///
/// Every member is optional and read leniently, for providers leave out, rename and retype them.
struct OpenAIChunk: ReplyChunk, Equatable {
  var id: String?
  var model: String?
  var choices: [OpenAIChoice]?
  var usage: OpenAIUsage?
  var mayBeError = false

  private enum CodingKeys: String, CodingKey {
    case id, model, choices, usage, error, type
    case groq = "x_groq"
    case baseResponse = "base_resp"
  }

  private struct Groq: Decodable { var usage: OpenAIUsage? }

  init() {}

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    id = container.lenient(String.self, .id)
    model = container.lenient(String.self, .model)
    choices = container.lenient([OpenAIChoice].self, .choices)
    usage =
      container.lenient(OpenAIUsage.self, .usage)
      ?? container.lenient(Groq.self, .groq)?.usage
    mayBeError =
      container.hasValue(.error) || choices == nil
      || container.lenient(String.self, .type) == "error"
      // MiniMax says so of every reply.
      || container.lenient(JSONValue.self, .baseResponse)?["status_code"]?.integer ?? 0 != 0
  }
}

/// One of the alternatives of a reply.
struct OpenAIChoice: Decodable, Equatable {
  var index: Int?
  var delta: OpenAIMessage?
  var message: OpenAIMessage?
  var finishReason: String?

  /// Whether it is the first alternative, the only one that is shown.
  var isFirst: Bool { (index ?? 0) == 0 }

  private enum CodingKeys: String, CodingKey {
    case index, delta, message
    case finishReason = "finish_reason"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    index = container.lenient(Int.self, .index)
    delta = container.lenient(OpenAIMessage.self, .delta)
    message = container.lenient(OpenAIMessage.self, .message)
    finishReason = container.lenient(String.self, .finishReason)
  }
}

/// What the assistant says, whole or in part.
struct OpenAIMessage: Decodable, Equatable {
  var content: OpenAIContent?
  var refusal: String?
  /// The thinking, by whichever of its names the provider uses.
  var reasoningText: String?
  var toolCalls: [OpenAIToolCall]?
  var functionCall: OpenAIToolCall.Function?

  private enum CodingKeys: String, CodingKey {
    case content, refusal, reasoning
    case reasoningContent = "reasoning_content"
    case reasoningDetails = "reasoning_details"
    case toolCalls = "tool_calls"
    case functionCall = "function_call"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    content = container.lenient(OpenAIContent.self, .content)
    refusal = container.lenient(String.self, .refusal)
    let texts = [CodingKeys.reasoningContent, .reasoning].lazy.compactMap {
      container.lenient(String.self, $0)
    }
    reasoningText = texts.first { !$0.isEmpty } ?? Self.details(in: container)
    toolCalls = container.lenient([OpenAIToolCall].self, .toolCalls)
    functionCall = container.lenient(OpenAIToolCall.Function.self, .functionCall)
  }

  /// The thinking where OpenRouter gives it in pieces alone; some of them are encrypted.
  private static func details(in container: KeyedDecodingContainer<CodingKeys>) -> String? {
    let details = container.lenient(JSONValue.self, .reasoningDetails)?.elements ?? []
    let text = details.compactMap { $0["text"]?.text ?? $0["summary"]?.text }.joined()
    return text.isEmpty ? nil : text
  }
}

/// The content of a message: a text, or a list of parts, or (Cloudflare) the JSON that was asked for.
struct OpenAIContent: Decodable, Equatable {
  enum Part: Equatable {
    case text(String)
    case reasoning(String)
  }

  var parts: [Part]

  init(_ text: String) { parts = text.isEmpty ? [] : [.text(text)] }

  init(from decoder: any Decoder) throws {
    let value = try? decoder.singleValueContainer().decode(String.self)
    if let value {
      parts = Self(value).parts
      return
    }
    let json = try JSONValue(from: decoder)
    if let elements = json.elements {
      parts = elements.compactMap(Self.part)
    } else {
      parts = [.text(String(decoding: try json.json(), as: UTF8.self))]
    }
  }

  private static func part(_ element: JSONValue) -> Part? {
    if let text = element.text ?? element["text"]?.text { return .text(text) }
    guard let thinking = element["thinking"] ?? element["summary"] else { return nil }
    let texts = thinking.text.map { [$0] } ?? thinking.elements?.compactMap { $0["text"]?.text }
    return texts.map { .reasoning($0.joined()) }
  }
}

/// A call of a tool, or a piece of one.
struct OpenAIToolCall: Decodable, Equatable {
  struct Function: Decodable, Equatable {
    var name: String?
    var arguments: JSONValue?

    /// Whether it is more than the empty form that some servers always send.
    var isCall: Bool { name?.isEmpty == false || arguments?.text != nil }
  }

  var index: Int?
  var id: String?
  var function: Function?

  private enum CodingKeys: String, CodingKey { case index, id, function }

  init(index: Int, function: Function) {
    (self.index, self.function) = (index, function)
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    index = container.lenient(Int.self, .index)
    id = container.lenient(String.self, .id)
    function = container.lenient(Function.self, .function)
  }

  /// The piece at a position among the reply's calls.
  func piece(at index: Int) -> ToolCallPiece {
    ToolCallPiece(
      index: index, id: id ?? "", name: function?.name ?? "",
      arguments: function?.arguments?.argumentsText ?? "")
  }
}

/// Token counts, wherever the provider puts them.
struct OpenAIUsage: Decodable, Equatable {
  var value: Usage

  init(from decoder: any Decoder) throws {
    self.init(try JSONValue(from: decoder))
  }

  init(_ usage: JSONValue) {
    let (prompt, completion) = (usage["prompt_tokens_details"], usage["completion_tokens_details"])
    let cost = usage["cost"]
    value = Usage(
      input: usage["prompt_tokens"]?.count,
      output: usage["completion_tokens"]?.count,
      cachedInput: prompt?["cached_tokens"]?.count ?? usage["prompt_cache_hit_tokens"]?.count
        ?? usage["cached_tokens"]?.count,
      reasoning: completion?["reasoning_tokens"]?.count ?? usage["reasoning_tokens"]?.count,
      cost: cost?.double ?? cost?["total_cost"]?.double)
  }
}
