internal import ByokCore

extension Provider {
  /// Services that pass requests on to many others.
  static let gateways: [Provider] = [
    Provider(
      id: "openrouter", name: "OpenRouter", kind: .gateway,
      baseURL: "https://openrouter.ai/api/v1", dialect: OpenAIChat.self,
      otherDialects: [OpenAIResponses.self],
      quirks: Quirks(reasoning: .object, pdf: .fileOrAddress, takesAnyLevel: true),
      keyVariables: ["OPENROUTER_API_KEY"],
      keyURL: "https://openrouter.ai/keys",
      keyPatterns: [KeyPattern("sk-or-v1-", .hexadecimal, 64...64)],
      embeddings: EmbeddingAPI(), modelList: ModelList(isPublic: true),
      keyCheck: .get(
        "/key",
        facts: [
          AccountFact("limit_usd", "data", "limit"), AccountFact("used_usd", "data", "usage"),
          AccountFact("remaining_usd", "data", "limit_remaining", meaning: .creditIfPositive),
          AccountFact("free_tier", "data", "is_free_tier"),
        ]),
      defaultModel: "openai/gpt-5.4-mini",
      notes: ["a large --max-tokens must be affordable, or the request is refused (402)"],
      evidence: .recorded,
      documentation: "https://openrouter.ai/docs/api-reference/overview (2026-11-23)",
      batch: BatchTerms(shape: .requests, maxRequests: 5000)),
    Provider(
      id: "huggingface", name: "Hugging Face Inference Providers", kind: .gateway,
      baseURL: "https://router.huggingface.co/v1", dialect: OpenAIChat.self,
      otherDialects: [OpenAIResponses.self],
      keyVariables: ["HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "HUGGINGFACE_API_KEY"],
      keyURL: "https://huggingface.co/settings/tokens",
      keyPatterns: [
        KeyPattern("hf_", .alphanumeric, 34...), KeyPattern("api_org_", .alphanumeric, 34...),
      ],
      modelList: ModelList(isPublic: true),
      keyCheck: .completion("whoami-v2 is on another host, to which the key is not sent"),
      defaultModel: "openai/gpt-oss-120b:cerebras",
      otherNames: ["hf"],
      notes: [
        "a model may end in :PROVIDER, :fastest, :cheapest or :preferred",
        "a fine-grained token needs the permission to call Inference Providers",
      ],
      documentation: "https://huggingface.co/docs/inference-providers (2026-11-23)"),
    Provider(
      id: "vercel", name: "Vercel AI Gateway", kind: .gateway,
      baseURL: "https://ai-gateway.vercel.sh/v1", dialect: OpenAIChat.self,
      keyVariables: ["AI_GATEWAY_API_KEY", "VERCEL_OIDC_TOKEN"],
      keyURL: "https://vercel.com/d?to=%2F%5Bteam%5D%2F%7E%2Fai%2Fapi-keys",
      keyPatterns: [KeyPattern("vck_", .alphanumeric, 20...)],
      modelList: ModelList(isPublic: true),
      keyCheck: .get(
        "/credits", isProof: false,
        facts: [
          AccountFact("balance_usd", "balance", meaning: .creditIfPositive),
          AccountFact("used_usd", "total_used"),
        ]),
      defaultModel: "openai/gpt-5.4-mini", evidence: .probed,
      documentation: "https://vercel.com/docs/ai-gateway (2026-11-23)"),
    Provider(
      id: "opencode-zen", name: "OpenCode Zen", kind: .gateway,
      baseURL: "https://opencode.ai/zen/v1", dialect: OpenAIChat.self,
      keyVariables: ["OPENCODE_API_KEY"], keyURL: "https://opencode.ai/auth",
      keyPatterns: [.shared], modelList: ModelList(isPublic: true),
      keyCheck: .completion("401 is a bad key only with the type AuthError"),
      defaultModel: "deepseek-v4-flash", evidence: .probed,
      documentation: "https://opencode.ai/docs/zen (2026-11-23)"),
    Provider(
      id: "poe", name: "Poe", kind: .gateway, baseURL: "https://api.poe.com/v1",
      dialect: OpenAIChat.self, keyVariables: ["POE_API_KEY"], keyURL: "https://poe.com/api_key",
      keyCheck: .completion(), evidence: .thirdParty,
      documentation: "https://creator.poe.com/docs/external-applications (2026-11-23)"),
    Provider(
      id: "requesty", name: "Requesty", kind: .gateway, baseURL: "https://router.requesty.ai/v1",
      dialect: OpenAIChat.self, keyVariables: ["REQUESTY_API_KEY"],
      keyURL: "https://app.requesty.ai/api-keys", keyCheck: .completion(),
      defaultModel: "deepseek-v4-flash-0731", evidence: .thirdParty,
      documentation: "https://docs.requesty.ai (2026-11-23)"),
  ]
}
