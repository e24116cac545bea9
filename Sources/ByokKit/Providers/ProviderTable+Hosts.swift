internal import ByokCore

extension Provider {
  /// Companies that serve the open models of others.
  static let hosts: [Provider] = [
    Provider(
      id: "groq", name: "Groq", baseURL: "https://api.groq.com/openai/v1", dialect: OpenAIChat.self,
      quirks: Quirks(
        tokenLimitField: "max_completion_tokens", toolLimit: 128, echoesReasoning: .none),
      keyVariables: ["GROQ_API_KEY"],
      addressVariables: [
        AddressVariable(name: "GROQ_BASE_URL", leavesOut: "/openai/v1", isForPrograms: true)
      ],
      keyURL: "https://console.groq.com/keys",
      keyPatterns: [KeyPattern("gsk_", .alphanumeric, 52...52)],
      modelList: ModelList(isPublic: false, otherWords: ["guard", "orpheus"]),
      defaultModel: "openai/gpt-oss-120b",
      notes: ["--max-tokens counts against the tokens of a minute; a large one is refused"],
      evidence: .recorded,
      documentation: "https://console.groq.com/docs/api-reference (2026-11-23)",
      batch: BatchTerms(
        shape: .files, maxBytes: 100_000_000,
        windows: ["24h", "48h", "72h", "7d"])),
    Provider(
      id: "together", name: "Together AI", baseURL: "https://api.together.xyz/v1",
      dialect: OpenAIChat.self, keyVariables: ["TOGETHER_API_KEY", "TOGETHERAI_API_KEY"],
      keyURL: "https://api.together.ai/settings/api-keys",
      keyPatterns: [
        KeyPattern("tgp_v1_", .name, 1...), KeyPattern("", .hexadecimal, 64...64),
      ],
      embeddings: EmbeddingAPI(), reranking: RerankAPI(),
      modelList: ModelList(shape: .array, chatMark: .init(path: ["type"], word: "chat")),
      defaultModel: "openai/gpt-oss-120b",
      documentation: "https://docs.together.ai/reference/chat-completions-1 (2026-11-23)",
      batch: BatchTerms(shape: .files, maxBytes: 100_000_000)),
    Provider(
      id: "fireworks", name: "Fireworks AI", baseURL: "https://api.fireworks.ai/inference/v1",
      dialect: OpenAIChat.self, keyVariables: ["FIREWORKS_API_KEY", "FIREWORKS_AI_API_KEY"],
      keyURL: "https://fireworks.ai/account/api-keys",
      keyPatterns: [KeyPattern("fw_", .alphanumeric, 20...)],
      embeddings: EmbeddingAPI(), modelList: ModelList(otherWords: ["flux"]),
      defaultModel: "accounts/fireworks/models/glm-5p3-flash",
      notes: [
        "ids of models look like accounts/fireworks/models/NAME; a listed one may not be deployed"
      ],
      evidence: .probed, documentation: "https://docs.fireworks.ai/api-reference (2026-11-23)"),
    Provider(
      id: "cerebras", name: "Cerebras", baseURL: "https://api.cerebras.ai/v1",
      dialect: OpenAIChat.self, quirks: Quirks(tokenLimitField: "max_completion_tokens"),
      keyVariables: ["CEREBRAS_API_KEY"], keyURL: "https://cloud.cerebras.ai",
      keyPatterns: [KeyPattern("csk-", .lowerAlphanumeric, 40...)],
      modelList: ModelList(isPublic: false), defaultModel: "gpt-oss-120b", evidence: .recorded,
      documentation: "https://inference-docs.cerebras.ai/api-reference (2026-11-23)"),
    Provider(
      id: "deepinfra", name: "DeepInfra", baseURL: "https://api.deepinfra.com/v1/openai",
      dialect: OpenAIChat.self, keyVariables: ["DEEPINFRA_API_KEY", "DEEPINFRA_TOKEN"],
      keyURL: "https://deepinfra.com/dash/api_keys",
      embeddings: EmbeddingAPI(),
      modelList: ModelList(
        isPublic: true, chatMark: .init(path: ["metadata", "tags"], word: "chat")),
      keyCheck: .completion(), defaultModel: "deepseek-ai/DeepSeek-V4-Flash", evidence: .probed,
      documentation: "https://deepinfra.com/docs/openai_api (2026-11-23)",
      batch: BatchTerms(shape: .files, priceFactor: 0.8)),
    Provider(
      id: "sambanova", name: "SambaNova Cloud", baseURL: "https://api.sambanova.ai/v1",
      dialect: OpenAIChat.self, keyVariables: ["SAMBANOVA_API_KEY"],
      keyURL: "https://cloud.sambanova.ai/apis", modelList: ModelList(isPublic: true),
      keyCheck: .completion(), defaultModel: "gpt-oss-120b", evidence: .thirdParty,
      documentation: "https://docs.sambanova.ai/cloud (2026-11-23)"),
    Provider(
      id: "hyperbolic", name: "Hyperbolic", baseURL: "https://api.hyperbolic.xyz/v1",
      dialect: OpenAIChat.self, keyVariables: ["HYPERBOLIC_API_KEY"],
      keyURL: "https://app.hyperbolic.ai", keyCheck: .models(isProof: false),
      defaultModel: "meta-llama/Llama-3.3-70B-Instruct", evidence: .thirdParty,
      documentation: "https://docs.hyperbolic.xyz (2026-11-23)"),
    Provider(
      id: "novita", name: "Novita AI", baseURL: "https://api.novita.ai/openai/v1",
      dialect: OpenAIChat.self, keyVariables: ["NOVITA_API_KEY"],
      keyURL: "https://novita.ai/settings/key-management",
      modelList: ModelList(path: "/models?model_type=chat", isPublic: true),
      keyCheck: .completion(bad: [401, 403]), defaultModel: "deepseek/deepseek-v4-flash",
      notes: ["the older address is https://api.novita.ai/v3/openai"], evidence: .thirdParty,
      documentation: "https://novita.ai/docs/guides/llm-api (2026-11-23)"),
    Provider(
      id: "baseten", name: "Baseten Model APIs", baseURL: "https://inference.baseten.co/v1",
      dialect: OpenAIChat.self, keyVariables: ["BASETEN_API_KEY"],
      keyURL: "https://app.baseten.co/settings/api_keys", modelList: ModelList(isPublic: false),
      keyCheck: .models(bad: [401, 403]), defaultModel: "zai-org/GLM-5.3-Flash",
      evidence: .probed,
      documentation: "https://docs.baseten.co/development/model-apis (2026-11-23)"),
  ]

  /// More of them.
  static let moreHosts: [Provider] = [
    Provider(
      id: "friendli", name: "Friendli Serverless",
      baseURL: "https://api.friendli.ai/serverless/v1", dialect: OpenAIChat.self,
      keyVariables: ["FRIENDLI_TOKEN"], keyURL: "https://friendli.ai/suite",
      modelList: ModelList(isPublic: true), keyCheck: .completion(),
      defaultModel: "zai-org/GLM-5.3-Flash", evidence: .probed,
      documentation: "https://friendli.ai/docs/openapi/serverless (2026-11-23)"),
    Provider(
      id: "venice", name: "Venice AI", baseURL: "https://api.venice.ai/api/v1",
      dialect: OpenAIChat.self, keyVariables: ["VENICE_API_KEY", "VENICE_AI_API_KEY"],
      keyURL: "https://venice.ai/settings/api",
      modelList: ModelList(path: "/models?type=text", isPublic: true), keyCheck: .completion(),
      defaultModel: "zai-org-glm-5-2", evidence: .probed,
      documentation: "https://docs.venice.ai/api-reference (2026-11-23)"),
    Provider(
      id: "chutes", name: "Chutes", baseURL: "https://llm.chutes.ai/v1", dialect: OpenAIChat.self,
      keyVariables: ["CHUTES_API_KEY"], keyURL: "https://chutes.ai/auth/start",
      keyPatterns: [KeyPattern("cpk_", .dotted, 1...)], modelList: ModelList(isPublic: true),
      keyCheck: .completion(), defaultModel: "deepseek-ai/DeepSeek-V4-Flash-0731-TEE",
      evidence: .thirdParty,
      documentation: "https://chutes.ai/docs (2026-11-23)"),
    Provider(
      id: "featherless", name: "Featherless AI", baseURL: "https://api.featherless.ai/v1",
      dialect: OpenAIChat.self, keyVariables: ["FEATHERLESS_API_KEY", "FEATHERLESS_AI_API_KEY"],
      keyURL: "https://featherless.ai/account/api-keys",
      keyPatterns: [KeyPattern("rc_", .hexadecimal, 64...64)],
      modelList: ModelList(isPublic: true), keyCheck: .completion(),
      notes: ["tens of thousands of models are listed"], evidence: .thirdParty,
      documentation: "https://featherless.ai/docs (2026-11-23)"),
    Provider(
      id: "synthetic", name: "Synthetic", baseURL: "https://api.synthetic.new/openai/v1",
      dialect: OpenAIChat.self, keyVariables: ["SYNTHETIC_API_KEY"],
      keyURL: "https://synthetic.new",
      modelList: ModelList(isPublic: true), keyCheck: .completion(),
      defaultModel: "hf:openai/gpt-oss-120b", evidence: .probed,
      documentation: "https://dev.synthetic.new/docs (2026-11-23)"),
    Provider(
      id: "ollama-cloud", name: "Ollama Cloud", baseURL: "https://ollama.com/v1",
      dialect: OpenAIChat.self, keyVariables: ["OLLAMA_API_KEY"],
      keyURL: "https://ollama.com/settings/keys", modelList: ModelList(isPublic: true),
      keyCheck: KeyCheck(probe: .completion(model: "gpt-oss:20b")),
      defaultModel: "deepseek-v4-flash", notes: ["--schema is not enforced in the cloud"],
      evidence: .recorded, documentation: "https://docs.ollama.com/cloud (2026-11-23)"),
  ]
}
