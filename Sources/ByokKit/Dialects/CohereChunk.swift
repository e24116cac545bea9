internal import ByokCore

/// An event of a streamed reply of Cohere, or a whole reply: an event has in `delta` what the whole
/// has at its top.
///
/// Every member is optional and read leniently.
struct CohereChunk: ReplyChunk {
  /// What it is about.
  enum Kind {
    case messageEnd, error, other
  }

  /// `nil` where it says no type.
  var kind: Kind?
  var id: String?
  /// The place of the content or the call that it goes on with.
  var index: Int?
  private var delta: CohereDelta?
  private var top = CohereDelta()

  private var content: CohereDelta { delta ?? top }
  var message: CohereMessage? { content.message }
  var finishReason: String? { content.finishReason }
  var usage: Usage? { content.usage?.value }
  /// What went wrong, where it ended in an error.
  var error: String? { delta?.error }

  var mayBeError: Bool { top.hasError || !isAnswer }
  var isAnswer: Bool { kind.map { $0 != .error } ?? (message != nil) }

  mutating func take(_ reader: inout JSONReader, _ bytes: Span<UInt8>) throws(JSONFlaw) {
    if reader.isNamed("type", bytes) {
      kind = try reader.stringIfAny(bytes).map { Kind($0, bytes) }
    } else if reader.isNamed("id", bytes) {
      id = try reader.text(bytes)
    } else if reader.isNamed("index", bytes) {
      index = try reader.integer(bytes)
    } else if reader.isNamed("delta", bytes) {
      delta = try CohereDelta(&reader, bytes)
    } else {
      try top.take(&reader, bytes)
    }
  }
}

extension CohereChunk.Kind {
  fileprivate init(_ word: JSONString, _ bytes: Span<UInt8>) {
    if bytes.holds("message-end", in: word) {
      self = .messageEnd
    } else {
      self = bytes.holds("error", in: word) ? .error : .other
    }
  }
}

/// What an event adds to the reply.
struct CohereDelta: JSONReadable {
  var message: CohereMessage?
  var finishReason: String?
  var usage: CohereUsage?
  var error: String?
  var hasError = false

  mutating func take(_ reader: inout JSONReader, _ bytes: Span<UInt8>) throws(JSONFlaw) {
    if reader.isNamed("message", bytes) {
      message = try CohereMessage(&reader, bytes)
    } else if reader.isNamed("finish_reason", bytes) {
      finishReason = try reader.text(bytes)
    } else if reader.isNamed("usage", bytes) {
      usage = try CohereUsage(&reader, bytes)
    } else if reader.isNamed("error", bytes) {
      let value = try reader.value(bytes)
      hasError = value != .null
      if case .string(let text) = value { error = text } else { error = nil }
    } else {
      try reader.skip(bytes)
    }
  }
}

/// What the assistant says, whole or in part.
struct CohereMessage: JSONReadable {
  var content: [Part] = []
  /// What the model wants to do with tools, in words.
  var toolPlan: TextPiece?
  var toolCalls: [ToolCallChunk] = []
  private var error: JSONValue?

  /// What went wrong behind a gateway, beside what came before it.
  var report: ErrorReport? { ErrorReport(ofPart: error) }

  mutating func take(_ reader: inout JSONReader, _ bytes: Span<UInt8>) throws(JSONFlaw) {
    if reader.isNamed("content", bytes) {
      content = try Part.oneOrMore(&reader, bytes)
    } else if reader.isNamed("tool_plan", bytes) {
      toolPlan = try reader.piece(bytes)
    } else if reader.isNamed("tool_calls", bytes) {
      toolCalls = try ToolCallChunk.oneOrMore(&reader, bytes)
    } else if reader.isNamed("error", bytes) {
      error = try reader.valueIfAny(bytes)
    } else {
      try reader.skip(bytes)
    }
  }

  /// A piece of text or of thinking.
  struct Part: JSONReadable {
    var text: TextPiece?
    var thinking: TextPiece?
    var isImage = false

    mutating func take(_ reader: inout JSONReader, _ bytes: Span<UInt8>) throws(JSONFlaw) {
      if reader.isNamed("text", bytes) {
        text = try reader.piece(bytes)
      } else if reader.isNamed("thinking", bytes) {
        thinking = try reader.piece(bytes)
      } else if reader.isNamed("image_url", bytes) {
        isImage = try reader.hasValue(bytes)
      } else {
        try reader.skip(bytes)
      }
    }
  }
}

extension JSONReadable {
  /// Reads a list, as a whole reply has it, or the one thing that an event is about.
  fileprivate static func oneOrMore(
    _ reader: inout JSONReader, _ bytes: Span<UInt8>
  ) throws(JSONFlaw) -> [Self] {
    guard reader.peek(bytes) == UInt8(ascii: "[") else {
      return try Self(&reader, bytes).map { [$0] } ?? []
    }
    return try list(&reader, bytes) ?? []
  }
}

/// Token counts: those of the model, or where they lack those that are charged for.
struct CohereUsage: JSONReadable {
  private var tokens: JSONValue?
  private var billed: JSONValue?
  private var cached: Double?
  /// What a gateway says that it charges.
  private var charge = Usage()

  mutating func take(_ reader: inout JSONReader, _ bytes: Span<UInt8>) throws(JSONFlaw) {
    if reader.isNamed("tokens", bytes) {
      tokens = try reader.valueIfAny(bytes)
    } else if reader.isNamed("billed_units", bytes) {
      billed = try reader.valueIfAny(bytes)
    } else if reader.isNamed("cached_tokens", bytes) {
      cached = try reader.double(bytes)
    } else if reader.isNamed("cost", bytes) {
      charge.take(cost: try reader.value(bytes).double)
    } else {
      try reader.skip(bytes)
    }
  }

  var value: Usage {
    var usage = charge
    usage.input = tokens?["input_tokens"]?.count ?? billed?["input_tokens"]?.count
    usage.output = tokens?["output_tokens"]?.count ?? billed?["output_tokens"]?.count
    usage.cachedInput = cached.flatMap { Int(exactly: $0) }?.asCount
    usage.reasoning = tokens?["reasoning_tokens"]?.count
    return usage
  }
}
