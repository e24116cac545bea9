internal import ByokCore

extension Provider {
  /// Those that embed texts and rank documents, and answer no chats.
  static let retrieval: [Provider] = [
    Provider(
      id: "voyage", name: "Voyage AI", baseURL: "https://api.voyageai.com/v1",
      dialect: OpenAIChat.self, keyVariables: ["VOYAGE_API_KEY"],
      keyURL: "https://dashboard.voyageai.com/organization/api-keys",
      keyPatterns: [KeyPattern("pa-", .word, 40...50)],
      embeddings: EmbeddingAPI(
        form: .voyage, maxTexts: 1000, maxTokens: 120_000, sendsBase64: true,
        defaultModel: "voyage-4"),
      reranking: RerankAPI(form: .voyage, defaultModel: "rerank-2.5"), answersChats: false,
      modelList: nil,
      keyCheck: KeyCheck(
        probe: .post("/embeddings", body: "{}"), good: [200, 400, 422],
        note: "a request without texts is refused, but not the key"),
      evidence: .thirdParty,
      documentation: "https://docs.voyageai.com/reference/embeddings-api (2026-11-29)"),
    Provider(
      id: "jina", name: "Jina AI", baseURL: "https://api.jina.ai/v1", dialect: OpenAIChat.self,
      keyVariables: ["JINA_API_KEY"], keyURL: "https://jina.ai/api-dashboard",
      keyPatterns: [KeyPattern("jina_", .word, 40...80)],
      embeddings: EmbeddingAPI(form: .jina, maxTexts: 512, defaultModel: "jina-embeddings-v3"),
      reranking: RerankAPI(defaultModel: "jina-reranker-v2-base-multilingual"),
      answersChats: false, modelList: nil,
      keyCheck: KeyCheck(
        probe: .post("/embeddings", body: "{}"), good: [200, 400, 422], bad: [401, 403],
        note: "a request without texts is refused, but not the key"),
      evidence: .thirdParty,
      documentation: "https://jina.ai/embeddings (2026-11-29)"),
  ]
}
