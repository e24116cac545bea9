internal import ByokCore

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
}
