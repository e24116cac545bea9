/// An event of a stream; which members it has depends on its type.
///
/// Every member is optional and read leniently, for gateways leave out, add and retype them.
struct AnthropicEvent: ReplyChunk {
  var type: String?
  var index: Int?
  var message: AnthropicMessage?
  var block: AnthropicBlock?
  var delta: AnthropicDelta?
  var usage: AnthropicUsage?
  var mayBeError: Bool

  private enum CodingKeys: String, CodingKey {
    case type, index, message, delta, usage, error
    case block = "content_block"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    type = container.lenient(String.self, .type)
    index = container.lenient(Int.self, .index)
    message = container.lenient(AnthropicMessage.self, .message)
    block = container.lenient(AnthropicBlock.self, .block)
    delta = container.lenient(AnthropicDelta.self, .delta)
    usage = container.lenient(AnthropicUsage.self, .usage)
    mayBeError = type == nil || type == "error" || container.hasValue(.error)
  }
}

/// A reply, whole or at its start.
struct AnthropicMessage: ReplyChunk {
  var id: String?
  var model: String?
  var content: [AnthropicBlock]?
  var usage: AnthropicUsage?
  var end: AnthropicEnd
  var mayBeError: Bool

  private enum CodingKeys: String, CodingKey { case id, model, content, usage, error, type }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    id = container.lenient(String.self, .id)
    model = container.lenient(String.self, .model)
    content = container.lenient([AnthropicBlock].self, .content)
    usage = container.lenient(AnthropicUsage.self, .usage)
    end = try AnthropicEnd(from: decoder)
    mayBeError =
      content == nil || container.lenient(String.self, .type) == "error"
      || container.hasValue(.error)
  }
}

/// A piece of a message: a text, thinking, a call.
struct AnthropicBlock: Decodable {
  var type: String
  var text: String?
  var thinking: String?
  var id: String?
  var name: String?
  var input: JSONValue?

  private enum CodingKeys: String, CodingKey { case type, text, thinking, id, name, input }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    type = container.lenient(String.self, .type) ?? ""
    text = container.lenient(String.self, .text)
    thinking = container.lenient(String.self, .thinking)
    id = container.lenient(String.self, .id)
    name = container.lenient(String.self, .name)
    input = type == "tool_use" ? container.lenient(JSONValue.self, .input) : nil
  }
}

/// More of a block, or of the message.
struct AnthropicDelta: Decodable {
  var type: String?
  var text: String?
  var thinking: String?
  var partialJSON: String?
  var end: AnthropicEnd

  private enum CodingKeys: String, CodingKey {
    case type, text, thinking
    case partialJSON = "partial_json"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    type = container.lenient(String.self, .type)
    text = container.lenient(String.self, .text)
    thinking = container.lenient(String.self, .thinking)
    partialJSON = container.lenient(String.self, .partialJSON)
    end = try AnthropicEnd(from: decoder)
  }
}

/// Why a message ended.
struct AnthropicEnd: Decodable {
  var reason: String?
  /// Why the model declined: a sentence, or else the word for what it is about.
  var explanation: String?

  private enum CodingKeys: String, CodingKey {
    case reason = "stop_reason"
    case details = "stop_details"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    reason = container.lenient(String.self, .reason)
    let details = container.lenient(JSONValue.self, .details)
    explanation = details?["explanation"]?.text ?? details?["category"]?.text
  }
}

/// Token counts; those of a stream's later events stand for the whole reply so far.
struct AnthropicUsage: Decodable {
  var input: Int?
  var cacheWrites: Int?
  var cacheReads: Int?
  var output: Int?
  var reasoning: Int?
  var cost: Double?

  private enum CodingKeys: String, CodingKey {
    case cost
    case input = "input_tokens"
    case cacheWrites = "cache_creation_input_tokens"
    case cacheReads = "cache_read_input_tokens"
    case output = "output_tokens"
    case outputDetails = "output_tokens_details"
  }

  init() {}

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    input = container.count(.input)
    cacheWrites = container.count(.cacheWrites)
    cacheReads = container.count(.cacheReads)
    output = container.count(.output)
    reasoning = container.lenient(JSONValue.self, .outputDetails)?["thinking_tokens"]?.count
    cost = container.lenient(JSONValue.self, .cost)?.double
  }

  /// These counts, with `older` ones where these have none.
  ///
  /// Counts only grow, so a zero behind a number is a number left out.
  func filled(from older: Self) -> Self {
    func newest(_ count: Int?, _ older: Int?) -> Int? { count == 0 ? older ?? 0 : count ?? older }
    var filled = self
    filled.input = newest(input, older.input)
    filled.cacheWrites = newest(cacheWrites, older.cacheWrites)
    filled.cacheReads = newest(cacheReads, older.cacheReads)
    filled.output = newest(output, older.output)
    filled.reasoning = newest(reasoning, older.reasoning)
    filled.cost = cost ?? older.cost
    return filled
  }

  /// The counts as every dialect gives them: the prompt with what came from or went into a cache.
  var total: Usage {
    Usage(
      input: input.map { $0 + (cacheWrites ?? 0) + (cacheReads ?? 0) }, output: output,
      cachedInput: cacheReads, reasoning: reasoning, cost: cost)
  }
}
