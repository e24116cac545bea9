internal import ByokCore

extension Provider {
  /// Servers on the user's own machine, and byok's own answer.
  package static let local: [Provider] = [
    Provider(
      id: "ollama", name: "Ollama", kind: .local, baseURL: "http://localhost:11434",
      dialect: OllamaChat.self, keyVariables: ["OLLAMA_API_KEY"],
      addressVariables: [AddressVariable(name: "OLLAMA_HOST", bareHostPort: 11434)],
      embeddings: EmbeddingAPI(form: .ollama),
      modelList: ModelList(path: "/api/tags", shape: .ollama, isPublic: true),
      keyCheck: .get("/api/version", isProof: false), worksWithoutKey: true,
      documentation: "https://docs.ollama.com/api (2026-11-23)"),
    Provider(
      id: "lmstudio", name: "LM Studio", kind: .local, baseURL: "http://localhost:1234/v1",
      dialect: OpenAIChat.self, otherDialects: [OpenAIResponses.self],
      keyVariables: ["LM_API_TOKEN", "LMSTUDIO_API_KEY"],
      keyPatterns: [KeyPattern("sk-lm-", .coloned, 1...)], embeddings: EmbeddingAPI(),
      modelList: ModelList(isPublic: true),
      keyCheck: .models(isProof: false), worksWithoutKey: true,
      documentation: "https://lmstudio.ai/docs/app/api/endpoints/openai (2026-11-23)"),
    Provider(
      id: "llamacpp", name: "llama.cpp server", kind: .local,
      baseURL: "http://localhost:8080/v1", dialect: OpenAIChat.self,
      otherDialects: [OpenAIResponses.self],
      keyVariables: ["LLAMA_API_KEY"],
      embeddings: EmbeddingAPI(), reranking: RerankAPI(),
      keyCheck: .get("../health", isProof: false, "503 while the model is loaded"),
      worksWithoutKey: true,
      documentation:
        "https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md (2026-11-23)"),
    Provider(
      id: "vllm", name: "vLLM", kind: .local, baseURL: "http://localhost:8000/v1",
      dialect: OpenAIChat.self, otherDialects: [OpenAIResponses.self],
      keyVariables: ["VLLM_API_KEY"],
      embeddings: EmbeddingAPI(), reranking: RerankAPI(),
      keyCheck: .models("proves nothing where the server was started without a key"),
      worksWithoutKey: true, evidence: .thirdParty,
      documentation:
        "https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html (2026-11-23)"),
    Provider(
      id: "litellm", name: "LiteLLM proxy", kind: .local, baseURL: "http://localhost:4000/v1",
      dialect: OpenAIChat.self, otherDialects: [OpenAIResponses.self],
      keyVariables: ["LITELLM_API_KEY", "LITELLM_PROXY_API_KEY", "LITELLM_MASTER_KEY"],
      keyPatterns: [.shared], embeddings: EmbeddingAPI(), reranking: RerankAPI(),
      modelList: ModelList(isPublic: false), worksWithoutKey: true,
      evidence: .thirdParty, documentation: "https://docs.litellm.ai/docs/simple_proxy (2026-11-23)"
    ),
    Provider(
      id: "echo", name: "Echo (offline, answers with the prompt)", kind: .local,
      baseURL: "https://echo.invalid", dialect: OpenAIChat.self,
      embeddings: EmbeddingAPI(defaultModel: "echo"), reranking: RerankAPI(defaultModel: "echo"),
      modelList: nil, keyCheck: .none,
      defaultModel: "echo", worksWithoutKey: true, isOffline: true,
      documentation: "byok's own, for trying it out and for tests",
      batch: BatchTerms(
        shape: .offline, windows: ["24h"], priceFactor: 1, retention: "no time")),
  ]
}
