internal import ByokCore

/// What is known of a model that embeds texts or ranks documents, and answers no chats.
package struct RetrievalModel: Equatable, Sendable {
  /// What it does.
  package enum Kind: Sendable {
    case embedding, reranking
  }

  /// The id as the provider knows it.
  package let id: String
  /// The id of the provider's row.
  package let provider: String
  package var kind = Kind.embedding
  /// How many numbers its vectors have where nothing else is asked for; `nil` where unknown.
  package var dimensions: Int?
  /// The most tokens of a text; `nil` where unknown.
  package var maxTokens: Int?
  /// USD for a million tokens; `nil` where unknown.
  package var price: Double?
  /// USD for a thousand searches, of a model that is paid by those.
  package var searchPrice: Double?
  /// The day that the price is of, as `2026-11-20`.
  package var priceAsOf = Self.day
  /// Where the price is from.
  package var priceSource = Self.table

  /// The day of most prices: that of LiteLLM's table in its version 1.110.2.
  private static let day = "2026-11-20"

  /// The same for what keeps accounts of chats; a text that is embedded brings no tokens back.
  package var model: Model {
    var model = Model(id: id, provider: provider, name: id)
    model.contextWindow = maxTokens
    if let price {
      model.price = .usd(price, 0)
    } else if searchPrice != nil {
      model.price = .usd(0, 0)
    }
    if model.price != nil { (model.priceAsOf, model.priceSource) = (priceAsOf, priceSource) }
    return model
  }
}
