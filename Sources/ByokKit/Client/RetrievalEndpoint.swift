package import ByokCore

/// A request for embeddings.
package struct EmbeddingEndpoint: Endpoint {
  package let api: EmbeddingAPI
  package let request: EmbeddingRequest
  /// What is known of the model.
  let facts: Model?

  package init(_ api: EmbeddingAPI, _ request: EmbeddingRequest, _ facts: Model?) {
    (self.api, self.request, self.facts) = (api, request, facts)
  }

  package var method: String { "POST" }
  package var path: String { api.path(for: request) }
  package var accepts: String { "application/json" }

  package func body() throws(ByokError) -> RequestBody { .json(try api.body(for: request)) }

  /// Only what messages say of it: the model.
  package var chatRequest: ChatRequest? {
    var chat = ChatRequest(model: request.model, messages: [])
    chat.facts = facts
    return chat
  }
}

/// A request for a ranking of documents.
package struct RerankEndpoint: Endpoint {
  package let api: RerankAPI
  package let request: RerankRequest
  let facts: Model?

  package init(_ api: RerankAPI, _ request: RerankRequest, _ facts: Model?) {
    (self.api, self.request, self.facts) = (api, request, facts)
  }

  package var method: String { "POST" }
  package var path: String { api.path(for: request) }
  package var accepts: String { "application/json" }

  package func body() throws(ByokError) -> RequestBody { .json(try api.body(for: request)) }

  /// Only what messages say of it: the model.
  package var chatRequest: ChatRequest? {
    var chat = ChatRequest(model: request.model, messages: [])
    chat.facts = facts
    return chat
  }
}
