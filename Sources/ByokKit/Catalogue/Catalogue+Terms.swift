internal import ByokCore

/// A service tier with a price of its own, as reported in a reply.
struct PriceTerm: Sendable {
  /// Whose word it is.
  let provider: String
  /// The word of the service tier, region or speed.
  let word: String
  /// Which models; all, unless it says otherwise.
  var family = ModelFamily()
  /// How many times the usual price it costs.
  let factor: Double
}

extension Catalogue {
  /// What differs from the prices of the rows; the first that fits a word counts.
  ///
  /// A word that is not here costs the usual price: other providers have the same words for what
  /// costs nothing more, and a reply must not get out of a budget by a word that byok does not know.
  ///
  /// Source: the vendors' price lists as read by litellm 1.110.2 and genai-prices 0.2.3, 2026-11-29.
  private static let terms: [PriceTerm] = [
    PriceTerm(provider: "openai", word: "flex", factor: 0.5),
    PriceTerm(
      provider: "openai", word: "priority", family: ModelFamily(beginnings: ["gpt-5.5"]),
      factor: 2.5),
    PriceTerm(provider: "openai", word: "priority", factor: 2),
    PriceTerm(provider: "anthropic", word: "us", factor: 1.1),
    PriceTerm(
      provider: "anthropic", word: "fast", family: ModelFamily(parts: ["opus"]), factor: 2),
  ]

  /// How many times the usual price a reply costs that was served in a way which the model's own row
  /// does not price.
  static func factor(of word: String, for model: Model) -> Double {
    let term = terms.first {
      $0.provider == model.provider && $0.word == word && $0.family.contains(model.id)
    }
    return term?.factor ?? 1
  }
}
