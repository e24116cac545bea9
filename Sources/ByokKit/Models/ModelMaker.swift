extension Catalogue {
  /// The provider that makes a model itself, of those that may have one of that bare id.
  ///
  /// - Parameter id: An id without a provider.
  /// - Returns: A provider's id; `nil` where it is not clear.
  static func maker(of id: String) -> String? {
    let name = id.lowercased()
    return makers.first { name.hasPrefix($0.beginning) }.map(\.provider)
  }

  /// Of several providers that have a model of that bare id: those with a key before others, then its
  /// maker before others.
  static func preferred(
    _ owners: [String], of id: String, holders: Set<String>
  ) -> [String] {
    let withKey = owners.filter(holders.contains)
    let candidates = withKey.isEmpty ? owners : withKey
    let maker = maker(of: id)
    return candidates.contains { $0 == maker } ? candidates.filter { $0 == maker } : candidates
  }

  /// How the names of a maker's models begin; only of makers whose ids others use as they are.
  private static let makers: [(beginning: String, provider: String)] = [
    ("claude-", "anthropic"), ("deepseek-", "deepseek"),
    ("gemini-", "gemini"), ("glm-", "zai"), ("gpt-", "openai"), ("grok-", "xai"),
    ("kimi-", "moonshot"), ("minimax-", "minimax"), ("mistral-", "mistral"),
    ("qwen", "dashscope"),
  ]
}
