/// What a family of models refuses, so that it is refused before anything is sent.
///
/// Source: the makers' pages, collected 2026-11-23, such as
/// <https://platform.openai.com/docs/guides/latest-model>,
/// <https://platform.claude.com/docs/en/api/messages>, <https://docs.x.ai/docs/guides/reasoning>.
struct ParameterRule: Sendable {
  /// When the parameters are refused.
  enum Occasion: Sendable {
    case always
    /// When thinking is asked for.
    case whenThinking
    /// When all of them are given.
    case together
  }

  let family: ModelFamily
  let parameters: [ChatParameter]
  var occasion = Occasion.always
  /// The models of the family that take them with `--reasoning none`.
  var unlessUnthinking: ModelFamily?
  /// Whether a model that the catalogue knows not to think is exempt.
  var isOfThinking = false

  static let all = [
    Self(
      family: .openAIThinking, parameters: [.temperature, .topP],
      unlessUnthinking: .openAISwitchable),
    Self(family: .openAIUnstoppable, parameters: [.stop], unlessUnthinking: .openAISwitchable),
    Self(family: .openAISearch, parameters: [.temperature]),
    Self(family: .claudeUnsampled, parameters: [.temperature, .topP]),
    Self(family: .claude4, parameters: [.temperature, .topP], occasion: .together),
    Self(family: .claude, parameters: [.temperature, .topP], occasion: .whenThinking),
    Self(family: .grokThinking, parameters: [.stop], isOfThinking: true),
    Self(family: .grokFixed, parameters: [.reasoning]),
  ]

  /// The gateways that turn any level of thinking into the nearest that a model has.
  static let levelGateways: Set<String> = ["openrouter"]

  /// The dialects in which a model thinks only if it is asked to.
  static let unthinkingDialects: Set<String> = ["anthropic"]

  /// The most stop texts that a provider takes.
  static let stopLimits = ["openai": 4, "azure-openai": 4]
}

/// The numbers that a parameter may have.
struct ParameterRange: Sendable {
  let parameter: ChatParameter
  let range: ClosedRange<Double>
  /// The dialects it is for; empty for all.
  var dialects: Set<String> = []
  /// The providers it is for; empty for all.
  var providers: Set<String> = []

  /// Whether servers on the user's own machine are exempt, which take what they like.
  var sparesLocal = false

  /// The first that is for a model counts.
  static let all = [
    Self(parameter: .temperature, range: 0...1, dialects: ["anthropic", "cohere"]),
    Self(parameter: .temperature, range: 0...1, providers: ["moonshot", "moonshot-cn"]),
    Self(
      parameter: .temperature, range: 0...2,
      dialects: ["openai-chat", "openai-responses", "gemini"], sparesLocal: true),
    Self(parameter: .topP, range: 0...1),
    Self(parameter: .maxTokens, range: 16...1e9, dialects: ["openai-responses"]),
    Self(parameter: .maxTokens, range: 1...1e9),
  ]
}
