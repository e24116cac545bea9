extension RetrievalModel {
  /// Where most prices are from.
  static let table = "litellm"
}

extension Catalogue {
  /// The models that embed or rank, kept by hand: the public tables mix them with others.
  ///
  /// Source: prices of LiteLLM 1.110.2, where the row says nothing else; limits and dimensions of
  /// the providers' pages, read 2026-11-29.
  package static let retrieval: [RetrievalModel] = [
    RetrievalModel(
      id: "text-embedding-3-small", provider: "openai", dimensions: 1536, maxTokens: 8192,
      price: 0.02),
    RetrievalModel(
      id: "text-embedding-3-large", provider: "openai", dimensions: 3072, maxTokens: 8192,
      price: 0.13),
    RetrievalModel(
      id: "text-embedding-ada-002", provider: "openai", dimensions: 1536, maxTokens: 8192,
      price: 0.10),
    RetrievalModel(
      id: "gemini-embedding-001", provider: "gemini", dimensions: 3072, maxTokens: 2048,
      price: 0.15),
    RetrievalModel(
      id: "gemini-embedding-2", provider: "gemini", dimensions: 3072, maxTokens: 8192,
      price: 0.20),
    RetrievalModel(
      id: "embed-v4.0", provider: "cohere", dimensions: 1536, maxTokens: 128_000, price: 0.12),
    RetrievalModel(
      id: "embed-v5.0-pro", provider: "cohere", dimensions: 2048, maxTokens: 128_000, price: 0.12),
    RetrievalModel(
      id: "embed-v5.0-fast", provider: "cohere", dimensions: 2048, maxTokens: 128_000,
      price: 0.08),
    RetrievalModel(
      id: "rerank-v3.5", provider: "cohere", kind: .reranking, maxTokens: 4096, searchPrice: 2),
    RetrievalModel(
      id: "mistral-embed", provider: "mistral", dimensions: 1024, maxTokens: 8192, price: 0.10),
    RetrievalModel(
      id: "codestral-embed", provider: "mistral", dimensions: 1536, maxTokens: 8192, price: 0.15),
    RetrievalModel(
      id: "voyage-4-large", provider: "voyage", dimensions: 1024, maxTokens: 32_000, price: 0.12),
    RetrievalModel(
      id: "voyage-4", provider: "voyage", dimensions: 1024, maxTokens: 32_000, price: 0.06),
    RetrievalModel(
      id: "voyage-4-lite", provider: "voyage", dimensions: 1024, maxTokens: 32_000, price: 0.02),
    RetrievalModel(
      id: "voyage-code-3", provider: "voyage", dimensions: 1024, maxTokens: 32_000, price: 0.18),
    RetrievalModel(
      id: "rerank-2.5", provider: "voyage", kind: .reranking, maxTokens: 32_000, price: 0.05),
    RetrievalModel(
      id: "rerank-2.5-lite", provider: "voyage", kind: .reranking, maxTokens: 32_000, price: 0.02),
    RetrievalModel(
      id: "jina-embeddings-v3", provider: "jina", dimensions: 1024, maxTokens: 8192),
    RetrievalModel(
      id: "jina-reranker-v2-base-multilingual", provider: "jina", kind: .reranking,
      maxTokens: 1024, price: 0.05),
    RetrievalModel(
      id: "text-embedding-v4", provider: "dashscope", dimensions: 1024, maxTokens: 8192,
      price: 0.07, priceAsOf: "2026-11-29", priceSource: "alibabacloud.com"),
    RetrievalModel(
      id: "BAAI/bge-base-en-v1.5", provider: "together", dimensions: 768, maxTokens: 512,
      price: 0.008),
    RetrievalModel(
      id: "nomic-ai/nomic-embed-text-v1.5", provider: "fireworks", dimensions: 768,
      maxTokens: 8192, price: 0.008),
    RetrievalModel(
      id: "nomic-embed-text", provider: "ollama", dimensions: 768, maxTokens: 8192, price: 0,
      priceSource: "local"),
    RetrievalModel(
      id: "echo", provider: "echo", dimensions: 64, price: 0, priceSource: "local"),
    RetrievalModel(
      id: "echo", provider: "echo", kind: .reranking, price: 0, priceSource: "local"),
  ]

  /// What is known of a model that embeds or ranks.
  package static func retrieval(
    provider: String, id: String, _ kind: RetrievalModel.Kind
  ) -> RetrievalModel? {
    retrieval.first { $0.provider == provider && $0.id == id && $0.kind == kind }
  }
}
