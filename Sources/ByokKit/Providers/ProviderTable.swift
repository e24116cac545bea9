internal import ByokCore

extension Provider {
  /// Every provider byok knows by itself; adding one is adding a row.
  ///
  /// Where two rows read the same variable as early, it is the earlier row's (see ``owns(_:)``).
  package static let builtIn: [Provider] = [
    makers, clouds, hosts, moreHosts, regional, gateways, newer, retrieval, local, credentialLookup,
    retired,
  ].flatMap(\.self)

  /// Whether byok knows it by itself, and not from the user's configuration.
  package var isBuiltIn: Bool { Self.builtIn.contains { $0.id == id } }

  private static let retired: [Provider] = [
    Provider(
      id: "meta-llama", name: "Meta Llama API", baseURL: "https://api.llama.com/compat/v1",
      dialect: OpenAIChat.self, keyVariables: ["LLAMA_API_KEY"],
      modelList: nil, keyCheck: .none,
      retirement: Retirement(day: "2026-07-06", advice: "use meta"),
      documentation: "https://llama.developer.meta.com/docs (2026-11-23)"),
    Provider(
      id: "github-models", name: "GitHub Models", kind: .gateway,
      baseURL: "https://models.github.ai/inference", dialect: OpenAIChat.self,
      keyVariables: ["GITHUB_TOKEN"],
      keyPatterns: [
        KeyPattern("ghp_", .alphanumeric, 36...36), KeyPattern("github_pat_", .word, 82...82),
      ],
      modelList: nil, keyCheck: .none,
      retirement: Retirement(
        day: "2026-07-30", advice: "use the makers of the models, or openrouter or azure-openai"),
      documentation: "https://docs.github.com/en/github-models (2026-11-23)"),
  ]
}
