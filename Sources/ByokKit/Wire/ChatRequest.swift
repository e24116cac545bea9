/// What is asked of a model, the same for every dialect.
struct ChatRequest: Sendable {
  /// The model's id as the provider knows it.
  var model: String
  /// The instructions that stand before the conversation; `nil` for none.
  var system: String?
  /// What the user says.
  var prompt: String
  /// Whether the reply is to be streamed.
  var streams = true
  /// Whether a streamed reply is to end with its token counts; a few old servers refuse the wish.
  var wantsUsage = true
  /// Sent only if the user gave it.
  var temperature: Double?
  /// The most tokens of the reply; sent only if the user gave it.
  var maxTokens: Int?
  /// The provider's own way of saying some of this.
  var quirks = Quirks()
}

/// Where providers that speak the same dialect differ.
struct Quirks: Equatable, Sendable {
  /// The name of the field that limits the reply's tokens.
  var tokenLimitField = "max_tokens"
}
