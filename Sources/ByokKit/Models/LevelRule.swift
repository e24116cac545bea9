internal import ByokCore

/// A level of thinking that a family of models refuses, so that it is refused before anything is
/// sent.
///
/// Source: litellm 1.110.2 and pydantic-ai 2.68.0, `profiles/`, read 2026-11-29.
struct LevelRule: Sendable {
  let family: ModelFamily
  let level: ReasoningLevel
  /// What to do in its place.
  let hint: String

  static let all = [
    Self(
      family: .claudeAlwaysThinking, level: .none, hint: "it always reasons: use --reasoning low"),
    Self(
      family: .openAIAlwaysThinking, level: .none, hint: "it always reasons: use --reasoning low"),
    Self(family: .openAIWithoutMinimal, level: .minimal, hint: "use --reasoning low"),
  ]
}
