internal import ByokCore

/// An event of a stream; which members it has depends on its type.
struct OpenAIResponseEvent: ReplyChunk {
  /// What an event is about.
  enum Kind {
    case textDelta, refusalDelta, reasoningDelta, summaryPart, argumentsDelta, itemAdded, itemDone
    /// What was streamed, once more as a whole; some servers send nothing else.
    case textDone, refusalDone, partDone
    case created, failed, ended, error, other
  }

  /// `nil` where it says no type.
  var kind: Kind?
  var delta = TextPiece()
  /// The whole text, at its end.
  var text = ""
  var part: OpenAIResponseItem.Part?
  /// The place of the item in the reply.
  var outputIndex: Int?
  /// The place of the text in the item.
  var contentIndex = 0
  var summaryIndex = 0
  var item: OpenAIResponseItem?
  var response: OpenAIResponse?
  /// Whether it has what only a whole reply has.
  private(set) var hasOutput = false
  private var hasError = false

  var mayBeError: Bool { kind == nil || kind == .error || hasError }
  var isAnswer: Bool { kind == nil ? hasOutput : kind != .error }

  mutating func take(_ reader: inout JSONReader, _ bytes: Span<UInt8>) throws(JSONFlaw) {
    if reader.isNamed("type", bytes) {
      kind = try reader.stringIfAny(bytes).map { Kind($0, bytes) }
    } else if reader.isNamed("delta", bytes) {
      delta = try reader.piece(bytes) ?? TextPiece()
    } else if reader.isNamed("text", bytes) || reader.isNamed("refusal", bytes) {
      text = try reader.text(bytes) ?? ""
    } else if reader.isNamed("part", bytes) {
      part = OpenAIResponseItem.part(try reader.value(bytes))
    } else if reader.isNamed("content_index", bytes) {
      contentIndex = try reader.count(bytes) ?? 0
    } else if reader.isNamed("output", bytes) {
      hasOutput = try reader.hasValue(bytes)
    } else if reader.isNamed("output_index", bytes) {
      outputIndex = try reader.count(bytes)
    } else if reader.isNamed("summary_index", bytes) {
      summaryIndex = try reader.integer(bytes) ?? 0
    } else if reader.isNamed("item", bytes) {
      item = try OpenAIResponseItem(&reader, bytes)
    } else if reader.isNamed("response", bytes) {
      response = try OpenAIResponse(&reader, bytes)
    } else if reader.isNamed("error", bytes) {
      hasError = try reader.hasValue(bytes)
    } else {
      try reader.skip(bytes)
    }
  }
}

extension OpenAIResponseEvent.Kind {
  private static let words: [(word: StaticString, kind: Self)] = [
    ("response.output_text.delta", .textDelta),
    ("response.reasoning_summary_text.delta", .reasoningDelta),
    ("response.reasoning_text.delta", .reasoningDelta),
    ("response.function_call_arguments.delta", .argumentsDelta),
    ("response.custom_tool_call_input.delta", .argumentsDelta),
    ("response.refusal.delta", .refusalDelta),
    ("response.output_text.done", .textDone), ("response.refusal.done", .refusalDone),
    ("response.content_part.done", .partDone),
    ("response.reasoning_summary_part.added", .summaryPart),
    ("response.output_item.added", .itemAdded), ("response.output_item.done", .itemDone),
    ("response.created", .created), ("response.failed", .failed),
    ("response.completed", .ended), ("response.incomplete", .ended),
    ("response.cancelled", .ended), ("response.done", .ended), ("error", .error),
  ]

  fileprivate init(_ word: JSONString, _ bytes: Span<UInt8>) {
    for known in Self.words where bytes.holds(known.word, in: word) {
      self = known.kind
      return
    }
    self = .other
  }
}

/// A reply, whole or at its start.
struct OpenAIResponse: ReplyChunk {
  var id: String?
  var model: String?
  var status: String?
  var output: [OpenAIResponseItem]?
  private var ownUsage: Usage?
  private var serviceTier: String?
  var error: JSONValue?
  /// Why it is incomplete.
  var incompleteReason: String?
  private var isError = false

  var usage: Usage? { ownUsage.served(serviceTier) }
  var isFailed: Bool { status == "failed" }
  var mayBeError: Bool { error != nil || output == nil || isError }
  var isAnswer: Bool { (output != nil || isFailed) && !isError }

  /// What the provider reports beside what came.
  var report: ErrorReport? { ErrorReport(ofPart: error) }

  mutating func take(_ reader: inout JSONReader, _ bytes: Span<UInt8>) throws(JSONFlaw) {
    if reader.isNamed("id", bytes) {
      id = try reader.text(bytes)
    } else if reader.isNamed("model", bytes) {
      model = try reader.text(bytes)
    } else if reader.isNamed("status", bytes) {
      status = try reader.text(bytes)
    } else if reader.isNamed("output", bytes) {
      output = try OpenAIResponseItem.list(&reader, bytes)
    } else if reader.isNamed("usage", bytes) {
      let usage = try reader.value(bytes)
      ownUsage = usage.isObject ? Usage(openAIResponse: usage) : nil
    } else if reader.isNamed("service_tier", bytes) {
      serviceTier = try reader.text(bytes)
    } else if reader.isNamed("error", bytes) {
      error = try reader.valueIfAny(bytes)
    } else if reader.isNamed("incomplete_details", bytes) {
      incompleteReason = try reader.value(bytes)["reason"]?.text
    } else if reader.isNamed("type", bytes) {
      isError = try reader.stringIfAny(bytes).map { bytes.holds("error", in: $0) } ?? false
    } else {
      try reader.skip(bytes)
    }
  }
}

/// One of the things a reply is made of: a message, thinking, a call, a search of the provider.
struct OpenAIResponseItem: JSONReadable {
  enum Part: Equatable {
    case text(String)
    case reasoning(String)
    case refusal(String)
  }

  var type = ""
  var id: String?
  var status: String?
  var callID: String?
  var name: String?
  private var argumentsJSON: JSONValue?
  private var input: JSONValue?
  private var content: JSONValue?
  private var summary: JSONValue?
  private var hasResult = false

  /// Whether it calls a tool of the user's, as `web_search_call` and its like do not.
  var isCall: Bool { type == "function_call" || type == "custom_tool_call" }

  /// Whether it is a picture that the provider made.
  var isImage: Bool { type == "image_generation_call" && hasResult }

  var arguments: String { isCall ? (argumentsJSON ?? input)?.argumentsText ?? "" : "" }

  mutating func take(_ reader: inout JSONReader, _ bytes: Span<UInt8>) throws(JSONFlaw) {
    if reader.isNamed("type", bytes) {
      type = try reader.text(bytes) ?? ""
    } else if reader.isNamed("id", bytes) {
      id = try reader.text(bytes)
    } else if reader.isNamed("status", bytes) {
      status = try reader.text(bytes)
    } else if reader.isNamed("call_id", bytes) {
      callID = try reader.text(bytes)
    } else if reader.isNamed("name", bytes) {
      name = try reader.text(bytes)
    } else if reader.isNamed("arguments", bytes) {
      argumentsJSON = try reader.valueIfAny(bytes)
    } else if reader.isNamed("input", bytes) {
      input = try reader.valueIfAny(bytes)
    } else if reader.isNamed("content", bytes) {
      content = try reader.valueIfAny(bytes)
    } else if reader.isNamed("summary", bytes) {
      summary = try reader.valueIfAny(bytes)
    } else if reader.isNamed("result", bytes) {
      hasResult = try reader.hasValue(bytes)
    } else {
      try reader.skip(bytes)
    }
  }

  /// What a message or thinking says.
  var parts: [Part] {
    switch type {
    case "message":
      return content?.text.map { [.text($0)] } ?? content?.elements?.compactMap(Self.part) ?? []
    case "reasoning":
      let texts = [summary, content].map { ($0?.elements ?? []).compactMap { $0["text"]?.text } }
      let text = texts[0].joined(separator: "\n\n") + texts[1].joined()
      return text.isEmpty ? [] : [.reasoning(text)]
    default: return []
    }
  }

  static func part(_ element: JSONValue) -> Part? {
    if let refusal = element["refusal"]?.text { return .refusal(refusal) }
    let isReasoning = ["reasoning_text", "summary_text"].contains(element["type"]?.text)
    return element["text"]?.text.map { isReasoning ? .reasoning($0) : .text($0) }
  }
}

extension Usage {
  /// Token counts of a reply of the Responses API.
  fileprivate init(openAIResponse usage: JSONValue) {
    self.init(
      input: usage["input_tokens"]?.count, output: usage["output_tokens"]?.count,
      cachedInput: usage["input_tokens_details"]?["cached_tokens"]?.count,
      reasoning: usage["output_tokens_details"]?["reasoning_tokens"]?.count)
    takeCost(of: usage)
    billing.cacheWrites = CacheWrites(openAI: usage["input_tokens_details"])
  }
}
