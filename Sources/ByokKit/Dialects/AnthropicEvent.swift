internal import ByokCore

/// An event of a stream; which members it has depends on its type.
///
/// Every member is optional and read leniently, for gateways leave out, add and retype them.
struct AnthropicEvent: ReplyChunk {
  /// What an event is about.
  enum Kind {
    case messageStart, blockStart, blockDelta, blockStop, messageDelta, messageStop, error, other
    /// A whole reply, which is no event.
    case message
  }

  /// `nil` where it says no type.
  var kind: Kind?
  var index: Int?
  var message: AnthropicMessage?
  var block: AnthropicBlock?
  var delta: AnthropicDelta?
  var usage: AnthropicUsage?
  /// Whether it has what only a whole reply has.
  private(set) var hasContent = false
  private var hasError = false

  var mayBeError: Bool { kind == nil || kind == .error || hasError }
  var isAnswer: Bool { kind == nil ? hasContent : kind != .error }

  mutating func take(_ reader: inout JSONReader, _ bytes: Span<UInt8>) throws(JSONFlaw) {
    if reader.isNamed("type", bytes) {
      kind = try reader.stringIfAny(bytes).map { Kind($0, bytes) }
    } else if reader.isNamed("index", bytes) {
      index = try reader.integer(bytes)
    } else if reader.isNamed("delta", bytes) {
      delta = try AnthropicDelta(&reader, bytes)
    } else if reader.isNamed("message", bytes) {
      message = try AnthropicMessage(&reader, bytes)
    } else if reader.isNamed("content_block", bytes) {
      block = try AnthropicBlock(&reader, bytes)
    } else if reader.isNamed("usage", bytes) {
      usage = try AnthropicUsage(&reader, bytes)
    } else if reader.isNamed("error", bytes) {
      hasError = try reader.hasValue(bytes)
    } else if reader.isNamed("content", bytes) {
      hasContent = try reader.hasValue(bytes)
    } else {
      try reader.skip(bytes)
    }
  }
}

extension AnthropicEvent.Kind {
  fileprivate init(_ word: JSONString, _ bytes: Span<UInt8>) {
    if bytes.holds("content_block_delta", in: word) {
      self = .blockDelta
    } else if bytes.holds("content_block_start", in: word) {
      self = .blockStart
    } else if bytes.holds("content_block_stop", in: word) {
      self = .blockStop
    } else if bytes.holds("message_start", in: word) {
      self = .messageStart
    } else if bytes.holds("message_delta", in: word) {
      self = .messageDelta
    } else if bytes.holds("message_stop", in: word) {
      self = .messageStop
    } else if bytes.holds("message", in: word) {
      self = .message
    } else {
      self = bytes.holds("error", in: word) ? .error : .other
    }
  }
}

/// A reply, whole or at its start.
struct AnthropicMessage: ReplyChunk {
  var id: String?
  var model: String?
  var content: [AnthropicBlock]?
  var usage: AnthropicUsage?
  var end = AnthropicEnd()
  private var isError = false
  private var hasError = false

  var mayBeError: Bool { content == nil || isError || hasError }
  var isAnswer: Bool { content != nil && !isError }

  mutating func take(_ reader: inout JSONReader, _ bytes: Span<UInt8>) throws(JSONFlaw) {
    if reader.isNamed("id", bytes) {
      id = try reader.text(bytes)
    } else if reader.isNamed("model", bytes) {
      model = try reader.text(bytes)
    } else if reader.isNamed("content", bytes) {
      content = try AnthropicBlock.list(&reader, bytes)
    } else if reader.isNamed("usage", bytes) {
      usage = try AnthropicUsage(&reader, bytes)
    } else if reader.isNamed("type", bytes) {
      isError = try reader.stringIfAny(bytes).map { bytes.holds("error", in: $0) } ?? false
    } else if reader.isNamed("error", bytes) {
      hasError = try reader.hasValue(bytes)
    } else {
      try end.take(&reader, bytes)
    }
  }
}

/// A piece of a message: a text, thinking, a call.
struct AnthropicBlock: JSONReadable {
  var type = ""
  var text: TextPiece?
  var thinking: TextPiece?
  var id: String?
  var name: String?
  /// Read of every block, for its type may follow.
  var input: JSONValue?

  mutating func take(_ reader: inout JSONReader, _ bytes: Span<UInt8>) throws(JSONFlaw) {
    if reader.isNamed("type", bytes) {
      type = try reader.text(bytes) ?? ""
    } else if reader.isNamed("text", bytes) {
      text = try reader.piece(bytes)
    } else if reader.isNamed("thinking", bytes) {
      thinking = try reader.piece(bytes)
    } else if reader.isNamed("id", bytes) {
      id = try reader.text(bytes)
    } else if reader.isNamed("name", bytes) {
      name = try reader.text(bytes)
    } else if reader.isNamed("input", bytes) {
      input = try reader.valueIfAny(bytes)
    } else {
      try reader.skip(bytes)
    }
  }
}

/// More of a block, or of the message.
struct AnthropicDelta: JSONReadable {
  /// What it adds to.
  enum Kind {
    case text, thinking, input, other
  }

  /// `nil` where it says no type.
  var kind: Kind?
  var text: TextPiece?
  var thinking: TextPiece?
  var partialJSON: TextPiece?
  var end = AnthropicEnd()

  mutating func take(_ reader: inout JSONReader, _ bytes: Span<UInt8>) throws(JSONFlaw) {
    if reader.isNamed("type", bytes) {
      kind = try reader.stringIfAny(bytes).map { Kind($0, bytes) }
    } else if reader.isNamed("text", bytes) {
      text = try reader.piece(bytes)
    } else if reader.isNamed("thinking", bytes) {
      thinking = try reader.piece(bytes)
    } else if reader.isNamed("partial_json", bytes) {
      partialJSON = try reader.piece(bytes)
    } else {
      try end.take(&reader, bytes)
    }
  }
}

extension AnthropicDelta.Kind {
  fileprivate init(_ word: JSONString, _ bytes: Span<UInt8>) {
    if bytes.holds("text_delta", in: word) {
      self = .text
    } else if bytes.holds("thinking_delta", in: word) {
      self = .thinking
    } else {
      self = bytes.holds("input_json_delta", in: word) ? .input : .other
    }
  }
}

/// Why a message ended.
struct AnthropicEnd: JSONReadable {
  var reason: String?
  /// Why the model declined: a sentence, or else the word for what it is about.
  var explanation: String?

  mutating func take(_ reader: inout JSONReader, _ bytes: Span<UInt8>) throws(JSONFlaw) {
    if reader.isNamed("stop_reason", bytes) {
      reason = try reader.text(bytes)
    } else if reader.isNamed("stop_details", bytes) {
      let details = try reader.value(bytes)
      explanation = details["explanation"]?.text ?? details["category"]?.text
    } else {
      try reader.skip(bytes)
    }
  }
}

/// Token counts; those of a stream's later events stand for the whole reply so far.
struct AnthropicUsage: JSONReadable {
  var input: Int?
  var cacheWrites: Int?
  var cacheReads: Int?
  var output: Int?
  var reasoning: Int?
  /// Of the writes, those that stay for an hour.
  private var hourWrites: Int?
  /// What else there is to pay for, without any counts.
  private var charge = Usage()

  /// What a search of the web costs, in USD.
  ///
  /// Source: Anthropic's price list as read by litellm 1.110.2, 2026-11-29: $10 for a thousand.
  private static let searchPrice = 0.01

  mutating func take(_ reader: inout JSONReader, _ bytes: Span<UInt8>) throws(JSONFlaw) {
    if reader.isNamed("input_tokens", bytes) {
      input = try reader.count(bytes)
    } else if reader.isNamed("cache_creation_input_tokens", bytes) {
      cacheWrites = try reader.count(bytes)
    } else if reader.isNamed("cache_read_input_tokens", bytes) {
      cacheReads = try reader.count(bytes)
    } else if reader.isNamed("output_tokens", bytes) {
      output = try reader.count(bytes)
    } else if reader.isNamed("output_tokens_details", bytes) {
      reasoning = try reader.value(bytes)["thinking_tokens"]?.count
    } else if reader.isNamed("cache_creation", bytes) {
      takeWrites(try reader.value(bytes))
    } else if reader.isNamed("server_tool_use", bytes) {
      let searches = try reader.value(bytes)["web_search_requests"]?.count
      charge.billing.fees = searches.map { Double($0) * Self.searchPrice }
    } else if reader.isNamed("cost", bytes) {
      charge.take(cost: try reader.value(bytes).double)
    } else if reader.isNamed("inference_geo", bytes) || reader.isNamed("speed", bytes) {
      charge.billing.add(term: try reader.text(bytes))
    } else {
      try reader.skip(bytes)
    }
  }

  private mutating func takeWrites(_ split: JSONValue) {
    hourWrites = split["ephemeral_1h_input_tokens"]?.count
    let brief = split["ephemeral_5m_input_tokens"]?.count
    guard cacheWrites == nil, hourWrites != nil || brief != nil else { return }
    cacheWrites = (hourWrites ?? 0) + (brief ?? 0)
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
    filled.hourWrites = newest(hourWrites, older.hourWrites)
    filled.charge = charge.filled(from: older.charge)
    return filled
  }

  /// The counts as every dialect gives them: the prompt with what came from or went into a cache.
  var total: Usage {
    var total = charge
    total.input = input.map { $0 + (cacheWrites ?? 0) + (cacheReads ?? 0) }
    (total.output, total.cachedInput, total.reasoning) = (output, cacheReads, reasoning)
    total.billing.cacheWrites = cacheWrites.map { CacheWrites(all: $0, hour: hourWrites ?? 0) }
    return total
  }
}
