package import ByokCore

/// A model that embeds texts.
package struct EmbeddingModel: Sendable {
  package let provider: Provider
  /// The id as the provider knows it.
  package let id: String
  /// What is known of it for accounts; `nil` for one that is not known.
  let facts: Model?
  /// What the catalogue knows of it.
  let row: RetrievalModel?

  init(provider: Provider, id: String, _ facts: Model?, _ row: RetrievalModel?) {
    (self.provider, self.id, self.facts, self.row) = (provider, id, facts, row)
  }

  /// The model as users write it.
  package var name: String { "\(provider.id)/\(id)" }

  /// Refuses to embed texts of so many bytes where that may cost more than allowed.
  ///
  /// - Throws: A failure for too high a cost; a usage error where it cannot be determined.
  func check(_ limits: ChatLimits, bytes: Int) throws(ByokError) {
    guard limits.maxCost != nil else { return }
    try limits.check(ChatEstimate(bytes: bytes, model: id, facts, provider))
  }

  /// What it will take to embed texts of so many bytes.
  ///
  /// - Returns: The tokens, as estimated, and USD; `nil` where no price is known.
  package func estimate(bytes: Int) -> (tokens: Int, cost: Double?) {
    let estimate = ChatEstimate(bytes: bytes, model: id, facts, provider)
    return (estimate.input, try? estimate.cost())
  }
}

/// Embeds texts with one model and one key, in requests that keep the provider's limits.
///
/// Threads may share it: nothing of it changes.
package final class Embedder: Sendable {
  package let model: EmbeddingModel
  private let api: EmbeddingAPI
  package let client: ProviderClient
  package let key: ChosenKey

  /// The most texts of a request, whatever the provider takes: what is lost when one fails.
  static let mostTexts = 256
  /// The most bytes of a request's texts.
  static let mostBytes = 1 << 20
  /// Bytes for which a token is counted where a provider limits those of a request: too few rather
  /// than too many.
  static let bytesPerToken = 3

  init(
    _ api: EmbeddingAPI, _ model: EmbeddingModel, _ client: ProviderClient,
    key: consuming ChosenKey
  ) {
    (self.api, self.model, self.client) = (api, model, client)
    self.key = key
  }

  /// What is asked besides the texts.
  package struct Options: Equatable, Sendable {
    package var task: EmbeddingTask?
    /// How many numbers each vector should have; `nil` for the model's own choice.
    package var dimensions: Int?

    package init(task: EmbeddingTask? = nil, dimensions: Int? = nil) {
      (self.task, self.dimensions) = (task, dimensions)
    }
  }

  /// Some of the vectors, as they come.
  package struct Piece: Sendable {
    /// Which texts they are of.
    package let range: Range<Int>
    package let vectors: [[Float]]
    /// What the request took.
    package let usage: Usage
  }

  /// The texts of each request, as the limits have it.
  package func batches(of texts: [String]) -> [Range<Int>] {
    var batches: [Range<Int>] = []
    var (start, bytes) = (0, 0)
    let mostTexts = min(api.maxTexts, Self.mostTexts)
    let mostBytes =
      min(api.maxTokens ?? .max, Self.mostBytes / Self.bytesPerToken) * Self.bytesPerToken
    for (index, text) in texts.enumerated() {
      let size = text.utf8.count
      if index > start, index - start >= mostTexts || bytes + size > mostBytes {
        batches.append(start..<index)
        (start, bytes) = (index, 0)
      }
      bytes += size
    }
    if start < texts.count { batches.append(start..<texts.count) }
    return batches
  }

  /// The request for some texts.
  package func endpoint(_ texts: [String], _ options: Options) -> EmbeddingEndpoint {
    var texts = texts
    if let task = options.task, let prefix = prefix(for: task) {
      texts = texts.map { prefix + $0 }
    }
    return EmbeddingEndpoint(
      api,
      EmbeddingRequest(
        model: model.id, texts: texts, task: options.task, dimensions: options.dimensions),
      model.facts)
  }

  /// The words that go before each text.
  private func prefix(for task: EmbeddingTask) -> String? {
    // Others add them behind an API of their own.
    guard [.openai, .ollama].contains(api.form),
      let words = TaskPrefix.of(model.id)?.text(for: task), !words.isEmpty
    else { return nil }
    return words
  }

  /// Embeds texts.
  ///
  /// A request of which a text is too long is sent again in halves, until it is known which text.
  ///
  /// - Parameters:
  ///   - texts: None of them empty.
  ///   - options: What is asked besides.
  ///   - client: Who asks; `nil` for the embedder's own client.
  ///   - name: What a message calls the text of a place.
  ///   - take: Takes the vectors of some texts, in order, as they come.
  /// - Returns: How many numbers each vector has; `nil` without texts.
  /// - Throws: A failure of the network or the provider; `tooLong` names the text; what `take`
  ///   throws.
  @discardableResult package func embed(
    _ texts: [String], _ options: Options = Options(), by client: ProviderClient? = nil,
    name: (Int) -> String, take: (Piece) throws(ByokError) -> Void
  ) throws(ByokError) -> Int? {
    var dimensions = options.dimensions
    for range in batches(of: texts) {
      try embed(
        texts, range, options, &dimensions, by: client ?? self.client, name: name, take: take)
    }
    return dimensions
  }

  func embed(
    _ texts: [String], _ range: Range<Int>, _ options: Options, _ dimensions: inout Int?,
    by client: ProviderClient, name: (Int) -> String, take: (Piece) throws(ByokError) -> Void
  ) throws(ByokError) {
    let endpoint = endpoint(Array(texts[range]), options)
    let reply: EmbeddingReply
    do throws(ByokError) {
      reply = try client.embeddings(endpoint, dimensions: dimensions, key: key)
    } catch {
      guard error.kind == .tooLong else { throw improved(error) }
      guard range.count > 1 else { throw error.naming(name(range.lowerBound)) }
      let middle = range.lowerBound + range.count / 2
      for half in [range.lowerBound..<middle, middle..<range.upperBound] {
        try embed(texts, half, options, &dimensions, by: client, name: name, take: take)
      }
      return
    }
    dimensions = dimensions ?? reply.vectors.first?.count
    try take(Piece(range: range, vectors: reply.vectors, usage: reply.usage))
  }

  /// A failure with hints that fit a model which embeds.
  private func improved(_ error: ByokError) -> ByokError {
    guard error.kind == .modelUnavailable else { return error }
    var error = error
    let known = Catalogue.retrieval.filter {
      $0.kind == .embedding && $0.provider == model.provider.id && $0.id != model.id
    }.map { "\($0.provider)/\($0.id)" }
    error.hints =
      known.isEmpty
      ? ["is the model's name right?"]
      : [
        "byok knows \(known.joined(separator: ", "))"
      ]
    return error
  }
}

extension ByokError {
  /// The failure with the text that it is about.
  fileprivate func naming(_ text: String) -> Self {
    var error = Self(
      kind, "\(text): \(message)", hint: "shorten it, or use a model that takes longer texts (-m)")
    error.provider = provider
    return error
  }
}
