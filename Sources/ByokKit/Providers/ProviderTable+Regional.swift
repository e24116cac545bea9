internal import ByokCore

extension Provider {
  /// Makers of China, most of which have one platform there and another for the rest of the world:
  /// the key of one does not work at the other.
  static let regional: [Provider] = [
    Provider(
      id: "moonshot", name: "Moonshot AI / Kimi (global)", baseURL: "https://api.moonshot.ai/v1",
      dialect: OpenAIChat.self,
      quirks: Quirks(
        reasoning: .thinking, echoesReasoning: .always(filler: " "),
        highestTemperature: 1),
      keyVariables: ["MOONSHOT_API_KEY", "KIMI_API_KEY"],
      keyURL: "https://platform.moonshot.ai/console/api-keys",
      keyPatterns: [KeyPattern("sk-", .alphanumeric, 40...)],
      modelList: ModelList(isPublic: false), keyCheck: moonshotCheck, defaultModel: "kimi-k2.6",
      makes: ["kimi-"], otherNames: ["kimi"], keyFamily: "moonshot",
      notes: ["keys of platform.moonshot.cn do not work here; that is moonshot-cn"],
      documentation: "https://platform.moonshot.ai/docs/api/chat (2026-11-23)",
      batch: BatchTerms(
        shape: .files, maxBytes: 100_000_000, windows: ["24h", "12h", "3d", "7d"])),
    Provider(
      id: "moonshot-cn", name: "Moonshot AI (China)", baseURL: "https://api.moonshot.cn/v1",
      dialect: OpenAIChat.self,
      quirks: Quirks(
        reasoning: .thinking, echoesReasoning: .always(filler: " "),
        highestTemperature: 1),
      keyVariables: ["MOONSHOT_CN_API_KEY", "MOONSHOT_API_KEY"],
      keyURL: "https://platform.moonshot.cn/console/api-keys", keyCheck: moonshotCheck,
      defaultModel: "kimi-k2.6",
      keyFamily: "moonshot",
      notes: ["keys of platform.moonshot.ai do not work here; that is moonshot"],
      evidence: .thirdParty,
      documentation: "https://platform.moonshot.cn/docs/api/chat (2026-11-23)",
      batch: BatchTerms(
        shape: .files, maxBytes: 100_000_000, windows: ["24h", "12h", "3d", "7d"])),
    Provider(
      id: "kimi-coding", name: "Kimi Coding Plan", baseURL: "https://api.kimi.com/coding/v1",
      dialect: AnthropicMessages.self, otherDialects: [OpenAIChat.self],
      quirks: Quirks(echoesReasoning: .always(filler: " ")),
      keyVariables: ["KIMI_API_KEY", "KIMI_CODING_API_KEY"],
      keyURL: "https://www.kimi.com/code", keyPatterns: [KeyPattern("sk-kimi-", .name, 16...)],
      defaultModel: "kimi-for-coding", keyFamily: "moonshot",
      notes: ["programs other than coding agents may be refused (403)"],
      documentation: "https://www.kimi.com/code/docs (2026-11-23)"),
    Provider(
      id: "zai", name: "Z.ai (GLM, global)", baseURL: "https://api.z.ai/api/paas/v4",
      dialect: OpenAIChat.self, quirks: Quirks(reasoning: .thinking, schema: .jsonObject),
      keyVariables: ["ZAI_API_KEY", "ZHIPU_API_KEY", "Z_AI_API_KEY"],
      keyURL: "https://z.ai/manage-apikey/apikey-list",
      keyPatterns: [
        KeyPattern(
          "", [.init(.hexadecimal, 32...32), .init(.alphanumeric, 16...16)], separator: ".")
      ],
      modelList: ModelList(isPublic: false),
      keyCheck: .models("other statuses than 401 occur with good keys"), defaultModel: "glm-4.7",
      makes: ["glm-"], keyFamily: "zhipu",
      notes: [
        "a key of the coding plan belongs to zai-coding: here it has no balance (code 1113)",
        "keys of bigmodel.cn do not work here; that is zhipu",
      ],
      evidence: .recorded, documentation: "https://docs.z.ai/api-reference (2026-11-23)",
      batch: BatchTerms(
        shape: .files, maxBytes: 100_000_000, endpointPrefix: "/v4")),
    Provider(
      id: "zai-coding", name: "Z.ai Coding Plan",
      baseURL: "https://api.z.ai/api/coding/paas/v4", dialect: OpenAIChat.self,
      quirks: Quirks(reasoning: .thinking, schema: .jsonObject),
      keyVariables: ["ZAI_API_KEY", "ZHIPU_API_KEY"],
      keyURL: "https://z.ai/manage-apikey/apikey-list", defaultModel: "glm-4.7",
      keyFamily: "zhipu",
      notes: ["a pay-as-you-go key belongs to zai: here it has no balance (code 1113)"],
      evidence: .thirdParty, documentation: "https://docs.z.ai/devpack/overview (2026-11-23)"),
    Provider(
      id: "zhipu", name: "Zhipu BigModel (China)",
      baseURL: "https://open.bigmodel.cn/api/paas/v4", dialect: OpenAIChat.self,
      quirks: Quirks(reasoning: .thinking, schema: .jsonObject),
      keyVariables: ["ZHIPU_API_KEY", "ZHIPUAI_API_KEY"],
      keyURL: "https://bigmodel.cn/console/usercenter/apikeys", defaultModel: "glm-4.7",
      keyFamily: "zhipu",
      notes: ["keys of z.ai do not work here; that is zai"], evidence: .thirdParty,
      documentation: "https://docs.bigmodel.cn (2026-11-23)",
      batch: BatchTerms(
        shape: .files, maxBytes: 100_000_000, endpointPrefix: "/v4")),
    Provider(
      id: "dashscope", name: "Alibaba Model Studio / Qwen (Singapore)",
      baseURL: "https://dashscope-intl.aliyuncs.com/compatible-mode/v1", dialect: OpenAIChat.self,
      quirks: Quirks(reasoning: .enableThinking),
      keyVariables: ["DASHSCOPE_API_KEY", "ALIBABA_API_KEY", "QWEN_API_KEY"],
      keyURL: "https://modelstudio.console.alibabacloud.com/?tab=api#/api",
      keyPatterns: [KeyPattern("sk-", .hexadecimal, 32...32)],
      embeddings: EmbeddingAPI(maxTexts: 10, defaultModel: "text-embedding-v4"),
      modelList: ModelList(path: "../../api/v1/models?page_size=100", shape: .dashScope),
      keyCheck: .get("../../api/v1/models?page_size=1", isProof: false),
      defaultModel: "qwen3.7-plus",
      makes: ["qwen"], keyFamily: "alibaba",
      notes: [
        "a key is for one region; the others are dashscope-us and dashscope-cn",
        "some models that reason only answer in a stream",
      ],
      documentation: "https://www.alibabacloud.com/help/en/model-studio (2026-11-23)",
      batch: BatchTerms(
        shape: .files, maxBytes: 500_000_000, windows: ["24h", "48h", "72h", "336h"])),
    Provider(
      id: "dashscope-us", name: "Alibaba Model Studio (US Virginia)",
      baseURL: "https://dashscope-us.aliyuncs.com/compatible-mode/v1", dialect: OpenAIChat.self,
      quirks: Quirks(reasoning: .enableThinking),
      keyVariables: ["DASHSCOPE_US_API_KEY", "DASHSCOPE_API_KEY"],
      keyURL: "https://modelstudio.console.alibabacloud.com",
      embeddings: EmbeddingAPI(maxTexts: 10, defaultModel: "text-embedding-v4"),
      keyCheck: .completion(),
      defaultModel: "qwen3.7-plus",
      keyFamily: "alibaba",
      notes: ["a key is for one region; the others are dashscope and dashscope-cn"],
      evidence: .probed,
      documentation: "https://www.alibabacloud.com/help/en/model-studio (2026-11-23)"),
    Provider(
      id: "dashscope-cn", name: "Alibaba Bailian (Beijing)",
      baseURL: "https://dashscope.aliyuncs.com/compatible-mode/v1", dialect: OpenAIChat.self,
      quirks: Quirks(reasoning: .enableThinking),
      keyVariables: ["DASHSCOPE_CN_API_KEY", "DASHSCOPE_API_KEY"],
      keyURL: "https://bailian.console.aliyun.com/?tab=model#/api-key",
      embeddings: EmbeddingAPI(maxTexts: 10, defaultModel: "text-embedding-v4"),
      keyCheck: .completion(),
      defaultModel: "qwen3.7-plus",
      keyFamily: "alibaba",
      notes: ["a key is for one region; the others are dashscope and dashscope-us"],
      evidence: .thirdParty, documentation: "https://help.aliyun.com/zh/model-studio (2026-11-23)",
      batch: BatchTerms(
        shape: .files, maxBytes: 500_000_000, windows: ["24h", "48h", "72h", "336h"])),
    Provider(
      id: "minimax", name: "MiniMax (global)", baseURL: "https://api.minimax.io/v1",
      dialect: OpenAIChat.self, keyVariables: ["MINIMAX_API_KEY"],
      keyURL: "https://platform.minimax.io/user-center/basic-information/interface-key",
      keyPatterns: [
        .shared, KeyPattern("sk-cp-", .name, 16...), KeyPattern("sk-api-", .name, 16...),
      ],
      modelList: ModelList(isPublic: false),
      defaultModel: "MiniMax-M3",
      makes: ["minimax-"], keyFamily: "minimax",
      notes: ["keys of platform.minimaxi.com do not work here; that is minimax-cn"],
      documentation: "https://platform.minimax.io/docs/api-reference (2026-11-23)"),
    Provider(
      id: "minimax-cn", name: "MiniMax (China)", baseURL: "https://api.minimaxi.com/v1",
      dialect: OpenAIChat.self, keyVariables: ["MINIMAX_CN_API_KEY", "MINIMAX_API_KEY"],
      keyURL: "https://platform.minimaxi.com", modelList: ModelList(isPublic: false),
      defaultModel: "MiniMax-M3",
      keyFamily: "minimax",
      notes: ["keys of platform.minimax.io do not work here; that is minimax"],
      documentation: "https://platform.minimaxi.com/docs/api-reference (2026-11-23)"),
    Provider(
      id: "siliconflow", name: "SiliconFlow (global)", baseURL: "https://api.siliconflow.com/v1",
      dialect: OpenAIChat.self, quirks: Quirks(reasoning: .enableThinking),
      keyVariables: ["SILICONFLOW_API_KEY"],
      keyURL: "https://cloud.siliconflow.com/account/ak", keyPatterns: [.shared],
      modelList: ModelList(isPublic: false), defaultModel: "deepseek-ai/DeepSeek-V4-Flash",
      notes: ["keys of https://api.siliconflow.cn/v1 are different"], evidence: .probed,
      documentation: "https://docs.siliconflow.com (2026-11-23)",
      batch: BatchTerms(
        shape: .files, maxRequests: 5000, maxBytes: 1_000_000_000,
        windows: ["24h", "48h", "72h", "336h"])),
    Provider(
      id: "stepfun", name: "StepFun (global)", baseURL: "https://api.stepfun.ai/v1",
      dialect: OpenAIChat.self, keyVariables: ["STEPFUN_API_KEY"],
      keyURL: "https://platform.stepfun.ai", modelList: ModelList(isPublic: false),
      defaultModel: "step-3.5-flash", notes: ["the address in China is https://api.stepfun.com/v1"],
      evidence: .probed, documentation: "https://platform.stepfun.ai/docs (2026-11-23)"),
    Provider(
      id: "xiaomi", name: "Xiaomi MiMo", baseURL: "https://api.xiaomimimo.com/v1",
      dialect: OpenAIChat.self,
      keyVariables: ["XIAOMI_API_KEY", "MIMO_API_KEY", "XIAOMI_MIMO_API_KEY"],
      keyURL: "https://platform.xiaomimimo.com", keyCheck: .models(isProof: false),
      defaultModel: "mimo-v2.6-flash", evidence: .thirdParty,
      documentation: "https://platform.xiaomimimo.com/#/docs (2026-11-23)"),
    Provider(
      id: "volcengine", name: "Volcengine Ark (Doubao)",
      baseURL: "https://ark.cn-beijing.volces.com/api/v3", dialect: OpenAIChat.self,
      keyVariables: ["ARK_API_KEY", "VOLCENGINE_API_KEY"],
      keyURL: "https://console.volcengine.com/ark/region:ark+cn-beijing/apikey",
      keyCheck: .completion("the list also contains models for images and embeddings"),
      defaultModel: "doubao-seed-2-0-mini-260428",
      notes: ["keys of the coding plan are for /api/coding/v3, and not for general use"],
      evidence: .thirdParty,
      documentation: "https://www.volcengine.com/docs/82379 (2026-11-23)"),
  ]

  private static let moonshotCheck = KeyCheck(
    probe: .models,
    account: .init(
      path: "/users/me/balance",
      facts: [AccountFact("balance", "data", "available_balance", meaning: .creditIfPositive)]))
}
