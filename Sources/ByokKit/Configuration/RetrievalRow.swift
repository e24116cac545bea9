internal import ByokCore

/// What the configuration says of how the user's own provider is asked for embeddings.
struct EmbeddingRow: Configurable {
  var form: EmbeddingAPI.Form?
  var path: RequestPath?
  var maxTexts: Count?
  var maxTokens: Count?
  var sendsBase64: Bool?
  var defaultModel: String?

  /// The API that the row describes: where nothing is said, that of servers of the dialect.
  ///
  /// - Parameter provider: Its dialect and id are known.
  /// - Returns: `nil` where there is none.
  func api(of provider: Provider) -> EmbeddingAPI? {
    guard var api = form.map({ EmbeddingAPI(form: $0) }) ?? provider.dialect.embeddings else {
      return nil
    }
    api.path = path?.text
    api.maxTexts = maxTexts?.number ?? api.maxTexts
    api.maxTokens = maxTokens?.number ?? api.maxTokens
    api.sendsBase64 = sendsBase64 ?? api.sendsBase64
    api.defaultModel = defaultModel
    return api
  }
}

/// What it says of how that provider is asked for a ranking of documents.
struct RerankRow: Configurable {
  var form: RerankAPI.Form?
  var path: RequestPath?
  var maxDocuments: Count?
  var defaultModel: String?

  /// The API that the row describes; see ``EmbeddingRow/api(of:)``.
  func api(of provider: Provider) -> RerankAPI? {
    guard var api = form.map({ RerankAPI(form: $0) }) ?? provider.dialect.reranking else {
      return nil
    }
    api.path = path?.text ?? api.path
    api.maxDocuments = maxDocuments?.number ?? api.maxDocuments
    api.defaultModel = defaultModel
    return api
  }
}

extension EmbeddingAPI.Form: ConfigurationChoice {}
extension RerankAPI.Form: ConfigurationChoice {}

extension ConfigurationKey {
  static let retrieval: [Self] = [
    own("embeddings.api", \.embeddings.form, "API for embeddings"),
    own("embeddings.path", \.embeddings.path, "Path of embedding requests"),
    own("embeddings.max_texts", \.embeddings.maxTexts, "Most texts of a request"),
    own("embeddings.max_tokens", \.embeddings.maxTokens, "Most tokens of a request"),
    own("embeddings.base64", \.embeddings.sendsBase64, "Whether to ask for base64"),
    own("embeddings.default_model", \.embeddings.defaultModel, "Default embedding model"),
    own("rerank.api", \.reranking.form, "API for rerankers"),
    own("rerank.path", \.reranking.path, "Path of rerank requests"),
    own("rerank.max_documents", \.reranking.maxDocuments, "Most documents of a request"),
    own("rerank.default_model", \.reranking.defaultModel, "Default reranker"),
    own("chat", \.answersChats, "Whether it answers chats", standard: "true"),
  ]
}
