package import ByokCore

/// Ranks documents with one model and one key.
package final class Reranker: Sendable {
  private let api: RerankAPI
  private let model: String
  private let facts: Model?
  private let searchPrice: Double?
  package let client: ProviderClient
  package let key: ChosenKey

  init(
    _ api: RerankAPI, model: String, _ facts: Model?, searchPrice: Double?,
    _ client: ProviderClient, key: consuming ChosenKey
  ) {
    (self.api, self.model, self.facts, self.searchPrice) = (api, model, facts, searchPrice)
    self.client = client
    self.key = key
  }

  /// The model as users write it.
  package var name: String { "\(client.provider.id)/\(model)" }

  /// The request for a ranking.
  package func endpoint(_ query: String, _ documents: [String], top: Int) -> RerankEndpoint {
    let documents = Array(documents.prefix(api.maxDocuments))
    return RerankEndpoint(
      api, RerankRequest(model: model, query: query, documents: documents, top: top), facts)
  }

  /// Ranks documents.
  ///
  /// - Parameters:
  ///   - query: The question.
  ///   - documents: Of more than the provider takes, only the first are ranked.
  ///   - top: How many are wanted.
  /// - Returns: The best first.
  /// - Throws: A failure of the network or the provider.
  package func rank(
    _ query: String, _ documents: [String], top: Int
  ) throws(ByokError) -> [RerankReply.Rank] {
    guard !documents.isEmpty else { return [] }
    let endpoint = endpoint(query, documents, top: top)
    return try client.ranking(endpoint, searchPrice: searchPrice, key: key).reply.ranks
  }
}
