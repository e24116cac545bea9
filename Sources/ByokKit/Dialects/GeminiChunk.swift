internal import ByokCore

/// A chunk of a streamed reply of Gemini, or a whole one: they are the same.
///
/// Every member is optional and read leniently.
struct GeminiChunk: ReplyChunk {
  var candidates: [GeminiCandidate]?
  var promptFeedback: GeminiPromptFeedback?
  var usageMetadata: GeminiUsage?
  var modelVersion: String?
  var responseId: String?
  var modelStatus: GeminiModelStatus?
  private var hasError = false

  var mayBeError: Bool { hasError || !isAnswer }
  var isAnswer: Bool { candidates != nil || promptFeedback != nil }

  mutating func take(_ reader: inout JSONReader, _ bytes: Span<UInt8>) throws(JSONFlaw) {
    if reader.isNamed("candidates", bytes) {
      candidates = try GeminiCandidate.list(&reader, bytes)
    } else if reader.isNamed("usageMetadata", bytes) {
      usageMetadata = try GeminiUsage(&reader, bytes)
    } else if reader.isNamed("modelVersion", bytes) {
      modelVersion = try reader.text(bytes)
    } else if reader.isNamed("responseId", bytes) {
      responseId = try reader.text(bytes)
    } else if reader.isNamed("modelStatus", bytes) {
      modelStatus = try GeminiModelStatus(&reader, bytes)
    } else if reader.isNamed("promptFeedback", bytes) {
      promptFeedback = try GeminiPromptFeedback(&reader, bytes)
    } else if reader.isNamed("error", bytes) {
      hasError = try reader.hasValue(bytes)
    } else {
      try reader.skip(bytes)
    }
  }
}

/// One of the alternatives of a reply.
struct GeminiCandidate: JSONReadable {
  var index: Int?
  var content: GeminiContent?
  var finishReason: String?
  /// Why it ended, in words.
  var finishMessage: String?
  var safetyRatings: [GeminiSafetyRating] = []
  private var error: JSONValue?

  /// What went wrong behind a gateway, beside what came before it.
  var report: ErrorReport? { ErrorReport(ofPart: error) }

  mutating func take(_ reader: inout JSONReader, _ bytes: Span<UInt8>) throws(JSONFlaw) {
    if reader.isNamed("content", bytes) {
      content = try GeminiContent(&reader, bytes)
    } else if reader.isNamed("index", bytes) {
      index = try reader.integer(bytes)
    } else if reader.isNamed("finishReason", bytes) {
      finishReason = try reader.text(bytes)
    } else if reader.isNamed("finishMessage", bytes) {
      finishMessage = try reader.text(bytes)
    } else if reader.isNamed("safetyRatings", bytes) {
      safetyRatings = try GeminiSafetyRating.list(&reader, bytes) ?? []
    } else if reader.isNamed("error", bytes) {
      error = try reader.valueIfAny(bytes)
    } else {
      try reader.skip(bytes)
    }
  }
}

/// What the model says; empty, or without parts, where it says nothing.
struct GeminiContent: JSONReadable {
  var parts: [GeminiPart]?

  mutating func take(_ reader: inout JSONReader, _ bytes: Span<UInt8>) throws(JSONFlaw) {
    if reader.isNamed("parts", bytes) {
      parts = try GeminiPart.list(&reader, bytes)
    } else {
      try reader.skip(bytes)
    }
  }
}

/// A piece of content.
///
/// Pieces of other kinds, such as code that Google itself ran, are not of the answer's text.
struct GeminiPart: JSONReadable {
  var text: TextPiece?
  var isThought = false
  var functionCall: FunctionCall?
  /// What it holds instead of text.
  var media: Media?

  /// A call of a tool.
  struct FunctionCall: JSONReadable {
    var id: String?
    var name: String?
    var args: JSONValue?

    mutating func take(_ reader: inout JSONReader, _ bytes: Span<UInt8>) throws(JSONFlaw) {
      if reader.isNamed("id", bytes) {
        id = try reader.text(bytes)
      } else if reader.isNamed("name", bytes) {
        name = try reader.text(bytes)
      } else if reader.isNamed("args", bytes) {
        args = try reader.valueIfAny(bytes)
      } else {
        try reader.skip(bytes)
      }
    }

    /// The arguments as the JSON text that they are in other dialects.
    var argumentsText: String { (args ?? .object([:])).compactText }
  }

  mutating func take(_ reader: inout JSONReader, _ bytes: Span<UInt8>) throws(JSONFlaw) {
    if reader.isNamed("text", bytes) {
      text = try reader.piece(bytes)
    } else if reader.isNamed("inlineData", bytes) || reader.isNamed("fileData", bytes)
      || reader.isNamed("inline_data", bytes)
    {
      media = try GeminiMedia(&reader, bytes)?.kind
    } else if reader.isNamed("thought", bytes) {
      isThought = try reader.bool(bytes) ?? false
    } else if reader.isNamed("functionCall", bytes) {
      functionCall = try FunctionCall(&reader, bytes)
    } else {
      try reader.skip(bytes)
    }
  }
}

/// An image, or what else is no text.
private struct GeminiMedia: JSONReadable {
  var kind = Media.file

  mutating func take(_ reader: inout JSONReader, _ bytes: Span<UInt8>) throws(JSONFlaw) {
    if reader.isNamed("mimeType", bytes) || reader.isNamed("mime_type", bytes) {
      kind = Media(type: try reader.text(bytes) ?? "")
    } else {
      try reader.skip(bytes)
    }
  }
}

/// Token counts.
///
/// Those of thinking are not among those of the candidates, and those of what tools at Google found
/// not among those of the prompt.
struct GeminiUsage: JSONReadable {
  private var prompt: Int?
  private var candidates: Int?
  private var thoughts: Int?
  private var cached: Int?
  private var toolUse: Int?
  /// What a gateway says that it charges.
  private var charge = Usage()
  private var kinds: [String: Int] = [:]
  private var cachedKinds: [String: Int] = [:]

  mutating func take(_ reader: inout JSONReader, _ bytes: Span<UInt8>) throws(JSONFlaw) {
    if reader.isNamed("promptTokenCount", bytes) {
      prompt = try reader.count(bytes)
    } else if reader.isNamed("candidatesTokenCount", bytes) {
      candidates = try reader.count(bytes)
    } else if reader.isNamed("thoughtsTokenCount", bytes) {
      thoughts = try reader.count(bytes)
    } else if reader.isNamed("cachedContentTokenCount", bytes) {
      cached = try reader.count(bytes)
    } else if reader.isNamed("toolUsePromptTokenCount", bytes) {
      toolUse = try reader.count(bytes)
    } else if reader.isNamed("cost", bytes) {
      charge.take(cost: try reader.value(bytes).double)
    } else if reader.isNamed("promptTokensDetails", bytes) {
      kinds = try Self.kinds(&reader, bytes)
    } else if reader.isNamed("cacheTokensDetails", bytes) {
      cachedKinds = try Self.kinds(&reader, bytes)
    } else {
      try reader.skip(bytes)
    }
  }

  /// Tokens by what they are of, such as `AUDIO`.
  private static func kinds(
    _ reader: inout JSONReader, _ bytes: Span<UInt8>
  ) throws(JSONFlaw) -> [String: Int] {
    var kinds: [String: Int] = [:]
    for row in try reader.valueIfAny(bytes)?.elements ?? [] {
      if let kind = row["modality"]?.text, let count = row["tokenCount"]?.count {
        kinds[kind] = count
      }
    }
    return kinds
  }

  /// The tokens of a kind that did not come from the cache; `nil` where there are none.
  private func fresh(_ kind: String) -> Int? {
    kinds[kind].map { max(0, $0 - (cachedKinds[kind] ?? 0)) }.flatMap { $0 > 0 ? $0 : nil }
  }

  /// `nil` where it has other facts only, such as the kind of traffic.
  var value: Usage? {
    var usage = charge
    usage.input = prompt.map { $0 + (toolUse ?? 0) } ?? toolUse
    if candidates != nil || thoughts != nil { usage.output = (candidates ?? 0) + (thoughts ?? 0) }
    (usage.cachedInput, usage.reasoning) = (cached, thoughts)
    guard usage != Usage() else { return nil }
    (usage.billing.audioInput, usage.billing.imageInput) = (fresh("AUDIO"), fresh("IMAGE"))
    return usage
  }
}
