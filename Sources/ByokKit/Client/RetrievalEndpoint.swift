package import ByokCore

/// A request about texts that is no chat: for embeddings, or for a ranking.
package protocol RetrievalEndpoint: Endpoint {
  /// The provider's id of the model.
  var model: String { get }
  /// What is known of the model.
  var facts: Model? { get }
}

extension RetrievalEndpoint {
  package var method: String { "POST" }
  package var accepts: String { "application/json" }

  /// Only what messages need: the model.
  package var chatRequest: ChatRequest? {
    var chat = ChatRequest(model: model, messages: [])
    chat.facts = facts
    return chat
  }
}

/// A request for embeddings.
package struct EmbeddingEndpoint: RetrievalEndpoint {
  package let api: EmbeddingAPI
  package let request: EmbeddingRequest
  package let facts: Model?

  package init(_ api: EmbeddingAPI, _ request: EmbeddingRequest, _ facts: Model?) {
    (self.api, self.request, self.facts) = (api, request, facts)
  }

  package var model: String { request.model }
  package var path: String { api.path(for: request) }
  package func body() throws(ByokError) -> RequestBody { .json(try api.body(for: request)) }
}

/// A request for a ranking of documents.
package struct RerankEndpoint: RetrievalEndpoint {
  package let api: RerankAPI
  package let request: RerankRequest
  package let facts: Model?

  package init(_ api: RerankAPI, _ request: RerankRequest, _ facts: Model?) {
    (self.api, self.request, self.facts) = (api, request, facts)
  }

  package var model: String { request.model }
  package var path: String { api.path(for: request) }
  package func body() throws(ByokError) -> RequestBody { .json(try api.body(for: request)) }
}
