/// A chunk of a streamed reply of Gemini, or a whole one: they are the same.
///
/// Every member is optional and read leniently.
struct GeminiChunk: ReplyChunk {
  var candidates: [GeminiCandidate]?
  var promptFeedback: GeminiPromptFeedback?
  var usageMetadata: GeminiUsage?
  var modelVersion: String?
  var responseId: String?
  var mayBeError: Bool

  private enum CodingKeys: String, CodingKey {
    case candidates, promptFeedback, usageMetadata, modelVersion, responseId, error
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    candidates = container.lenient([GeminiCandidate].self, .candidates)
    promptFeedback = container.lenient(GeminiPromptFeedback.self, .promptFeedback)
    usageMetadata = container.lenient(GeminiUsage.self, .usageMetadata)
    modelVersion = container.lenient(String.self, .modelVersion)
    responseId = container.lenient(String.self, .responseId)
    mayBeError = container.hasValue(.error) || (candidates == nil && promptFeedback == nil)
  }
}

/// One of the alternatives of a reply.
struct GeminiCandidate: Decodable {
  var index: Int?
  var content: GeminiContent?
  var finishReason: String?
  /// Why it ended, in words.
  var finishMessage: String?
  var safetyRatings: [GeminiSafetyRating]

  /// Whether it is the first alternative, the only one that is shown.
  var isFirst: Bool { (index ?? 0) == 0 }

  private enum CodingKeys: String, CodingKey {
    case index, content, finishReason, finishMessage, safetyRatings
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    index = container.lenient(Int.self, .index)
    content = container.lenient(GeminiContent.self, .content)
    finishReason = container.lenient(String.self, .finishReason)
    finishMessage = container.lenient(String.self, .finishMessage)
    safetyRatings = container.lenient([GeminiSafetyRating].self, .safetyRatings) ?? []
  }
}

/// What the model says; empty, or without parts, where it says nothing.
struct GeminiContent: Decodable {
  var parts: [GeminiPart]?

  private enum CodingKeys: String, CodingKey { case parts }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    parts = container.lenient([GeminiPart].self, .parts)
  }
}

/// A piece of content.
///
/// Pieces of other kinds, such as code that Google itself ran, are not of the answer's text.
struct GeminiPart: Decodable {
  var text: String?
  var isThought: Bool
  var functionCall: FunctionCall?

  /// A call of a tool.
  struct FunctionCall: Decodable {
    var id: String?
    var name: String?
    var args: JSONValue?

    private enum CodingKeys: String, CodingKey { case id, name, args }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      id = container.lenient(String.self, .id)
      name = container.lenient(String.self, .name)
      args = container.lenient(JSONValue.self, .args)
    }

    /// The arguments as the JSON text that they are in other dialects.
    var argumentsText: String { (args ?? .object([:])).compactText }
  }

  private enum CodingKeys: String, CodingKey { case text, thought, functionCall }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    text = container.lenient(String.self, .text)
    isThought = container.lenient(Bool.self, .thought) ?? false
    functionCall = container.lenient(FunctionCall.self, .functionCall)
  }
}

/// Token counts.
///
/// Those of thinking are not among those of the candidates.
struct GeminiUsage: Decodable {
  /// `nil` where it tells of other things only, such as the kind of traffic.
  var value: Usage?

  private enum CodingKeys: String, CodingKey {
    case promptTokenCount, candidatesTokenCount, thoughtsTokenCount, cachedContentTokenCount
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let candidates = container.count(.candidatesTokenCount)
    let thoughts = container.count(.thoughtsTokenCount)
    let usage = Usage(
      input: container.count(.promptTokenCount),
      output: candidates == nil && thoughts == nil ? nil : (candidates ?? 0) + (thoughts ?? 0),
      cachedInput: container.count(.cachedContentTokenCount), reasoning: thoughts)
    value = usage == Usage() ? nil : usage
  }
}
