internal import ByokCore

extension ReasoningLevel {
  /// Tokens to think with, for models that take a number in place of a level.
  var thinkingTokens: Int {
    switch self {
    case .none: 0
    case .minimal: 1024
    case .low: 2048
    case .medium: 8192
    case .high: 16_384
    case .xhigh: 24_576
    case .max: 32_768
    }
  }

  /// Tokens to think with, within what a model takes.
  func thinkingTokens(within budget: ReasoningOptions.Budget?) -> Int {
    let least = Swift.max(thinkingTokens, budget?.least ?? 0)
    return Swift.min(least, budget?.most ?? least)
  }
}
