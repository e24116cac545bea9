/// Platforms of one company whose keys do not work at each other's addresses.
enum ProviderSiblings {
  /// Source: facts on region-scoped keys, collected 2026-11-23.
  static let families: [[String]] = [
    ["dashscope", "dashscope-us", "dashscope-cn"],
    ["minimax", "minimax-cn"],
    ["moonshot", "moonshot-cn", "kimi-coding"],
    ["zai", "zai-coding", "zhipu"],
  ]

  /// The ids of the platforms that a key for `provider` may really belong to.
  static func of(_ provider: String) -> [String] {
    let family = families.first { $0.contains(provider) } ?? []
    return family.filter { $0 != provider }
  }
}
