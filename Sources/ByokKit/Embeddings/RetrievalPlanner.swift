package import ByokCore

/// Finds models that embed or rank, and the keys to ask them with.
package struct RetrievalPlanner: Sendable {
  /// What all requests share.
  package private(set) var session: ClientSession
  package let configuration: Configuration
  private let route: RequestOptions
  private let lookup: KeyLookup
  private let providers: ProviderList
  private let known: KnownModels

  /// - Parameters:
  ///   - session: The outside world.
  ///   - route: What the options say about how to ask.
  ///   - limits: What the requests may cost.
  /// - Throws: A usage error in the configuration; a failure when a file cannot be read.
  package init(
    _ session: Session, _ route: RequestOptions = RequestOptions(),
    _ limits: ChatLimits = ChatLimits()
  ) throws(ByokError) {
    self.route = route
    configuration = try Configuration.load(session.locations)
    lookup = KeyLookup(session, configuration)
    providers = ProviderList(configuration)
    known = KnownModels(configuration)
    self.session = try ClientSession(
      session, configuration, limits: limits, isUnlogged: route.isUnlogged)
    // One request follows another, all to one server.
    self.session.transport = self.session.transport.keptOpen()
  }

  /// The model that embeds.
  ///
  /// - Parameter named: How the user writes it; `nil` for the default.
  /// - Returns: The model with its key.
  /// - Throws: A usage error; `noKey`, `locked`, `damaged`.
  package func embedder(_ named: String?) throws(ByokError) -> Embedder {
    let (provider, model) = try resolver(.embedding).resolve(named)
    guard let api = provider.embeddings else { throw .noAPI(of: provider, "embeddings") }
    let known = facts(provider, model, .embedding)
    return Embedder(
      api, EmbeddingModel(provider: provider, id: model, known.facts, known.row),
      client(of: provider), key: try key(of: provider))
  }

  /// The name of the model that embeds, without looking for a key.
  ///
  /// - Throws: A usage error when no or no single model is meant.
  package func embeddingModel(_ named: String?) throws(ByokError) -> EmbeddingModel {
    let (provider, model) = try resolver(.embedding).resolve(named)
    let known = facts(provider, model, .embedding)
    return EmbeddingModel(provider: provider, id: model, known.facts, known.row)
  }

  /// Whether a request for embeddings would find a key, or need none.
  package func hasKey(for model: EmbeddingModel) -> Bool {
    let open = try? lookup.providersWithKeys(among: [model.provider])
    return model.provider.worksWithoutKey || open?.isEmpty == false
  }

  /// The model that ranks.
  ///
  /// - Parameter named: How the user writes it.
  /// - Returns: The model with its key.
  /// - Throws: A usage error; `noKey`, `locked`, `damaged`.
  package func reranker(_ named: String) throws(ByokError) -> Reranker {
    let (provider, model) = try resolver(.reranking).resolve(named)
    guard let api = provider.reranking else { throw .noAPI(of: provider, "rerankers") }
    let known = facts(provider, model, .reranking)
    return Reranker(
      api, model: model, known.facts, searchPrice: known.row?.searchPrice, client(of: provider),
      key: try key(of: provider))
  }

  private func resolver(_ kind: RetrievalModel.Kind) -> RetrievalResolver {
    RetrievalResolver(
      configuration: configuration, providers: providers, lookup: lookup, kind: kind)
  }

  private func client(of provider: Provider) -> ProviderClient {
    var patience = ProviderClient.Patience()
    patience.retries = route.retries ?? configuration.retries ?? patience.retries
    patience.timeout = (route.timeout ?? configuration.timeout)?.count ?? patience.timeout
    return ProviderClient(provider, nil, session, patience)
  }

  private func key(of provider: Provider) throws(ByokError) -> ChosenKey {
    let label = route.keys?.labels.first?.text
    var key = try lookup.find(for: provider, label: label, baseURL: route.baseURL)
    try key.prepareLine(for: provider, provider.dialect)
    session.console.detail(lookup.detail(of: key, for: provider))
    return key
  }

  /// What is known of the model: a price that the user sets counts first.
  private func facts(
    _ provider: Provider, _ id: String, _ kind: RetrievalModel.Kind
  ) -> (facts: Model?, row: RetrievalModel?) {
    let row = Catalogue.retrieval(provider: provider.id, id: id, kind)
    let own = known.find(provider: provider.id, id: id)
    guard var facts = own else { return (row?.model, row) }
    if facts.price == nil, let listed = row?.model {
      (facts.price, facts.priceAsOf, facts.priceSource) =
        (listed.price, listed.priceAsOf, listed.priceSource)
    }
    facts.contextWindow = facts.contextWindow ?? row?.maxTokens
    return (facts, row)
  }
}

extension ByokError {
  fileprivate static func noAPI(of provider: Provider, _ what: String) -> Self {
    Self(.usage, "byok knows no \(what) of \(provider.name)", hint: "byok help embeddings")
  }
}
