internal import ByokCore

extension Provider {
  /// Companies that make models and serve them themselves.
  static let makers: [Provider] = [
    Provider(
      id: "openai", name: "OpenAI", baseURL: "https://api.openai.com/v1", dialect: OpenAIChat.self,
      otherDialects: [OpenAIResponses.self],
      quirks: Quirks(
        tokenLimitField: "max_completion_tokens", toolLimit: 128, stopLimit: 4,
        hidesReasoning: true,
        promptCache: .key),
      keyVariables: ["OPENAI_API_KEY"],
      addressVariables: [AddressVariable(name: "OPENAI_API_BASE_URL", isForPrograms: true)],
      keyURL: "https://platform.openai.com/api-keys",
      keyPatterns: [
        KeyPattern("sk-proj-", .name, 20...), KeyPattern("sk-svcacct-", .name, 20...),
        KeyPattern("sk-service-", .name, 20...), KeyPattern("sk-None-", .name, 20...),
        // The keys of before the projects: the seven letters in the middle are "OpenAI" in Base64.
        KeyPattern(
          "sk-", [.init(.alphanumeric, 20...20), .init(.alphanumeric, 20...20)],
          separator: "T3BlbkFJ"),
      ],
      embeddings: EmbeddingAPI(
        maxTexts: 2048, maxTokens: 300_000, sendsBase64: true,
        defaultModel: "text-embedding-3-small"),
      modelList: ModelList(
        isPublic: false,
        otherWords: [
          "image", "sora", "realtime", "audio", "instruct", "search-api", "babbage", "davinci",
          "computer-use",
        ],
        beginnings: ["gpt-", "o1", "o3", "o4", "chatgpt-", "ft:"]),
      keyCheck: .models(
        "a restricted key that may not list models is refused with 'Missing scopes', but works"),
      defaultModel: "gpt-5.4-mini",
      makes: ["gpt-"],
      notes: ["keys that begin with sk-admin- manage accounts and cannot chat"],
      evidence: .recorded,
      documentation: "https://platform.openai.com/docs/api-reference/chat (2026-11-23)",
      batch: BatchTerms(shape: .files)),
    Provider(
      id: "anthropic", name: "Anthropic", baseURL: "https://api.anthropic.com/v1",
      dialect: AnthropicMessages.self,
      quirks: Quirks(hidesReasoning: true, promptCache: .mark),
      keyVariables: ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"],
      bearerVariables: ["ANTHROPIC_AUTH_TOKEN"],
      addressVariables: [
        AddressVariable(name: "ANTHROPIC_BASE_URL", leavesOut: "/v1"),
        AddressVariable(name: "ANTHROPIC_API_URL", leavesOut: "/v1", isForPrograms: true),
        AddressVariable(name: "ANTHROPIC_API_BASE", leavesOut: "/v1", isForPrograms: true),
      ],
      keyURL: "https://platform.claude.com/settings/keys",
      keyPatterns: [KeyPattern("sk-ant-", .name, 20..., not: ["admin", "oat", "ort", "sid"])],
      modelList: ModelList(path: "/models?limit=1000", shape: .anthropic, isPublic: false),
      keyCheck: .get("/models?limit=1", "an empty balance shows only in a chat"),
      defaultModel: "claude-haiku-4-5",
      makes: ["claude-"], otherNames: ["claude"],
      notes: ["keys that begin with sk-ant-admin or sk-ant-oat are not API keys"],
      evidence: .recorded, documentation: "https://platform.claude.com/docs/en/api (2026-11-23)",
      batch: BatchTerms(
        shape: .messages, maxRequests: 100_000, maxBytes: 256_000_000, retention: "29 days")),
    // v1beta, although the vendor's SDK asks v1 since its version 3: the names that end in -latest
    // and some previews are there alone.
    Provider(
      id: "gemini", name: "Google Gemini (AI Studio)",
      baseURL: "https://generativelanguage.googleapis.com/v1beta", dialect: Gemini.self,
      keyVariables: ["GEMINI_API_KEY", "GOOGLE_API_KEY", "GOOGLE_GENERATIVE_AI_API_KEY"],
      addressVariables: [AddressVariable(name: "GOOGLE_GEMINI_BASE_URL", leavesOut: "/v1beta")],
      keyURL: "https://aistudio.google.com/apikey",
      keyPatterns: [KeyPattern("AIza", .name, 35...35), KeyPattern("AQ.", .dotted, 20...)],
      embeddings: EmbeddingAPI(
        form: .gemini, maxTexts: 100, defaultModel: "gemini-embedding-001"),
      modelList: ModelList(
        path: "/models?pageSize=1000", shape: .gemini, isPublic: false,
        otherWords: ["image", "live", "aqa", "robotics"]),
      keyCheck: .get(
        "/models?pageSize=1", bad: [400, 401], "403 is a key that is restricted, or its project"),
      defaultModel: "gemini-3.8-flash",
      makes: ["gemini-"], otherNames: ["google"],
      notes: ["older keys, which begin with AIza, are refused since autumn 2026, some report"],
      evidence: .recorded, documentation: "https://ai.google.dev/api (2026-11-23)",
      batch: BatchTerms(
        shape: .operations, maxRequests: 100_000, maxBytes: 2_000_000_000,
        retention: "48 hours")),
    Provider(
      id: "cohere", name: "Cohere", baseURL: "https://api.cohere.com/v2", dialect: Cohere.self,
      keyVariables: ["COHERE_API_KEY", "CO_API_KEY"],
      addressVariables: [AddressVariable(name: "CO_API_URL", leavesOut: "/v2")],
      keyURL: "https://dashboard.cohere.com/api-keys",
      keyPatterns: [KeyPattern("", .alphanumeric, 40...40)],
      embeddings: EmbeddingAPI(form: .cohere, maxTexts: 96, defaultModel: "embed-v4.0"),
      reranking: RerankAPI(defaultModel: "rerank-v3.5"),
      modelList: ModelList(
        path: "../v1/models?endpoint=chat&page_size=1000", shape: .cohere, isPublic: false),
      keyCheck: KeyCheck(
        probe: .post("../v1/check-api-key", body: "{}"), note: "the answer says \"valid\": true",
        facts: [AccountFact("valid", "valid", meaning: .worksIfTrue)]),
      defaultModel: "command-a-03-2025", evidence: .recorded,
      documentation: "https://docs.cohere.com/reference/chat (2026-11-23)"),
    Provider(
      id: "mistral", name: "Mistral AI", baseURL: "https://api.mistral.ai/v1",
      dialect: OpenAIChat.self,
      quirks: Quirks(
        seedField: "random_seed", pdf: .documentURL, tools: .mistral, echoesReasoning: .none,
        promptCache: .key),
      keyVariables: ["MISTRAL_API_KEY"],
      keyURL: "https://console.mistral.ai/api-keys",
      keyPatterns: [KeyPattern("", .alphanumeric, 32...32)],
      embeddings: EmbeddingAPI(
        form: .mistral, maxTokens: 16_000, defaultModel: "mistral-embed"),
      modelList: ModelList(isPublic: false),
      keyCheck: .models("401 also means a good key whose plan is used up"),
      defaultModel: "mistral-small-latest",
      makes: ["mistral-"],
      notes: ["Codestral keys work only on codestral.mistral.ai"], evidence: .recorded,
      documentation: "https://docs.mistral.ai/api (2026-11-23)",
      batch: BatchTerms(
        shape: .jobs, maxRequests: 100_000, maxBytes: 512_000_000,
        windows: ["24h", "48h", "72h", "7d"], retention: "24 hours after the end")),
    Provider(
      id: "deepseek", name: "DeepSeek", baseURL: "https://api.deepseek.com",
      dialect: OpenAIChat.self, otherDialects: [OpenAIResponses.self],
      quirks: Quirks(
        reasoning: .thinking, schema: .jsonObject, echoesReasoning: .always(filler: "")),
      keyVariables: ["DEEPSEEK_API_KEY"],
      keyURL: "https://platform.deepseek.com/api_keys",
      keyPatterns: [KeyPattern("sk-", .lowerAlphanumeric, 32...32)],
      modelList: ModelList(isPublic: false),
      keyCheck: KeyCheck(
        probe: .models,
        account: .init(
          path: "/user/balance",
          facts: [
            AccountFact("balance", "balance_infos", "0", "total_balance"),
            AccountFact("currency", "balance_infos", "0", "currency"),
            AccountFact("available", "is_available", meaning: .creditIfTrue),
          ])),
      defaultModel: "deepseek-flash",
      makes: ["deepseek-"],
      evidence: .recorded, documentation: "https://api-docs.deepseek.com (2026-11-23)"),
    Provider(
      id: "xai", name: "xAI", baseURL: "https://api.x.ai/v1", dialect: OpenAIChat.self,
      otherDialects: [OpenAIResponses.self],
      quirks: Quirks(tokenLimitField: "max_completion_tokens", toolLimit: 200),
      keyVariables: ["XAI_API_KEY"],
      keyURL: "https://console.x.ai", keyPatterns: [KeyPattern("xai-", .word, 80...80)],
      modelList: ModelList(isPublic: false),
      keyCheck: .get(
        "/api-key", bad: [400, 401], "403 is a good key of a team without credit or licence",
        facts: [
          AccountFact("name", "name"),
          AccountFact("team_blocked", "team_blocked", meaning: .refusedIfTrue),
          AccountFact("blocked", "api_key_blocked", meaning: .refusedIfTrue),
          AccountFact("disabled", "api_key_disabled", meaning: .refusedIfTrue),
        ]),
      defaultModel: "grok-4.3", makes: ["grok-"], otherNames: ["grok"],
      notes: ["the list of models leaves out some that still answer"],
      evidence: .probed, documentation: "https://docs.x.ai/docs/api-reference (2026-11-23)"),
    Provider(
      id: "perplexity", name: "Perplexity", baseURL: "https://api.perplexity.ai/v1",
      dialect: OpenAIResponses.self, keyVariables: ["PERPLEXITY_API_KEY", "PPLX_API_KEY"],
      keyURL: "https://www.perplexity.ai/settings/api",
      keyPatterns: [KeyPattern("pplx-", .alphanumeric, 48...48)],
      keyCheck: .models(isProof: false), defaultModel: "perplexity/sonar",
      notes: ["Sonar by Chat Completions ended on 2026-09-27: this is the Agent API"],
      evidence: .thirdParty,
      documentation: "https://docs.perplexity.ai/docs/agent-api/quickstart (2026-11-29)"),
    Provider(
      id: "ai21", name: "AI21", baseURL: "https://api.ai21.com/studio/v1", dialect: OpenAIChat.self,
      keyVariables: ["AI21_API_KEY"], keyURL: "https://studio.ai21.com/account/api-key",
      modelList: ModelList(isPublic: true),
      keyCheck: .get(
        "/library/files", bad: [400, 401], isProof: false,
        "the list of models is returned, empty, without any key"),
      defaultModel: "jamba-mini", evidence: .probed,
      documentation: "https://docs.ai21.com/reference (2026-11-23)"),
    Provider(
      id: "upstage", name: "Upstage Solar", baseURL: "https://api.upstage.ai/v1",
      dialect: OpenAIChat.self, keyVariables: ["UPSTAGE_API_KEY"],
      keyURL: "https://console.upstage.ai/api-keys",
      keyPatterns: [KeyPattern("up_", .alphanumeric, 1...)],
      modelList: ModelList(isPublic: false), defaultModel: "solar-pro3",
      evidence: .probed, documentation: "https://console.upstage.ai/api/chat (2026-11-23)"),
    Provider(
      id: "inception", name: "Inception (Mercury)", baseURL: "https://api.inceptionlabs.ai/v1",
      dialect: OpenAIChat.self, keyVariables: ["INCEPTION_API_KEY"],
      keyURL: "https://platform.inceptionlabs.ai", modelList: ModelList(isPublic: false),
      defaultModel: "mercury-2", evidence: .probed,
      documentation: "https://docs.inceptionlabs.ai (2026-11-23)"),
    Provider(
      id: "meta", name: "Meta", baseURL: "https://api.meta.ai/v1", dialect: OpenAIChat.self,
      otherDialects: [OpenAIResponses.self], keyVariables: ["META_MODEL_API_KEY", "MODEL_API_KEY"],
      keyURL: "https://dev.meta.ai", keyCheck: .models(isProof: false),
      defaultModel: "muse-spark-1.3", makes: ["muse-"], evidence: .thirdParty,
      documentation: "https://dev.meta.ai/docs (2026-11-29)"),
  ]
}
