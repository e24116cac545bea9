internal import ByokCore

/// Understands how users write models that embed or rank: `PROVIDER/MODEL-ID`, the id of one that
/// is known, an alias, or a provider alone.
struct RetrievalResolver {
  let configuration: Configuration
  let providers: ProviderList
  let lookup: KeyLookup
  let kind: RetrievalModel.Kind

  /// The model that is meant.
  ///
  /// - Parameter named: How the user writes it; `nil` for the default.
  /// - Returns: The provider, and the model's id.
  /// - Throws: A usage error when no or no single model is meant, or it does something else.
  func resolve(_ named: String?) throws(ByokError) -> (provider: Provider, model: String) {
    let usual = kind == .embedding ? configuration.embeddingModel : nil
    guard let written = named ?? usual else { return try only() }
    let name = configuration.aliases[written] ?? written
    guard !name.contains(",") else {
      throw ByokError(.usage, "one \(noun) is used, not a list", hint: "name one of \(name.quoted)")
    }
    let pieces = name.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    if pieces.count == 2, !pieces[1].isEmpty,
      let provider = providers.all.first(where: { $0.id == pieces[0] })
    {
      return (provider, try checked(String(pieces[1]), of: provider))
    }
    let owners = Catalogue.retrieval.filter { $0.kind == kind && $0.id == name }.map(\.provider)
    if !owners.isEmpty { return (try choose(among: owners, for: name), name) }
    guard pieces.count == 1, let provider = providers.all.first(where: { $0.id == name }) else {
      throw unknown(name)
    }
    guard let model = standard(of: provider) else {
      throw ByokError(
        .usage, "\(provider.name) has no default \(noun): name one",
        hint: "\(provider.id)/MODEL")
    }
    return (provider, model)
  }

  /// What the model is called in messages.
  var noun: String { kind == .embedding ? "embedding model" : "reranker" }

  private func standard(of provider: Provider) -> String? {
    kind == .embedding ? provider.embeddings?.defaultModel : provider.reranking?.defaultModel
  }

  private func has(_ provider: Provider) -> Bool {
    kind == .embedding ? provider.embeddings != nil : provider.reranking != nil
  }

  private func checked(_ model: String, of provider: Provider) throws(ByokError) -> String {
    guard has(provider) else {
      throw ByokError(
        .usage, "byok knows no \(noun)s of \(provider.name)", hint: "use one of \(examples)")
    }
    guard Catalogue.retrieval(provider: provider.id, id: model, kind) == nil else { return model }
    guard Catalogue.find(provider: provider.id, id: model) == nil else {
      let name = "\(provider.id)/\(model)".quoted
      throw ByokError(
        .usage, "\(name) answers chats and is no \(noun)",
        hint: "use one of \(standard(of: provider).map { "\(provider.id)/\($0)" } ?? examples)")
    }
    // It would be sent, and noted in the usage log.
    guard !KeyShape.mayBeKey(model, exceptUUIDs: true) else {
      throw .keyInPlaceOfModel(of: provider)
    }
    return model
  }

  private func choose(among owners: [String], for name: String) throws(ByokError) -> Provider {
    let found = providers.all.filter { owners.contains($0.id) }
    if found.count == 1, let provider = found.first { return provider }
    let open = try lookup.providersWithKeys(among: found)
    if open.count == 1, let provider = open.first { return provider }
    throw .severalProviders(of: name, found.map { "\($0.id)/\(name)" })
  }

  /// The default model of the one provider that has such models and a key.
  private func only() throws(ByokError) -> (provider: Provider, model: String) {
    let able = providers.all.filter { standard(of: $0) != nil && !$0.isOffline }
    let open = try lookup.providersWithKeys(among: able)
    if open.count == 1, let provider = open.first, let model = standard(of: provider) {
      return (provider, model)
    }
    let names = open.compactMap { provider in
      standard(of: provider).map { "\(provider.id)/\($0)" }
    }
    let offline = "or try it offline: byok embed -m echo TEXT"
    guard !names.isEmpty else {
      throw ByokError(
        .usage, "no \(noun) is named, and no provider with a key has a default one",
        hints: ["use one of \(examples)", offline])
    }
    throw ByokError(
      .usage, "no \(noun) is named, and several providers with a key have one",
      hints: [
        "choose one of \(names.joined(separator: ", "))",
        "byok config set embedding_model \(names[0])   makes it the default",
      ])
  }

  private var examples: String {
    providers.all.filter { !$0.isOffline }.compactMap { provider in
      standard(of: provider).map { "\(provider.id)/\($0)" }
    }.prefix(5).joined(separator: ", ")
  }

  private func unknown(_ name: String) -> ByokError {
    let known = Catalogue.retrieval.filter { $0.kind == kind }
    let nearest =
      Suggestion.nearest(to: name, among: known.map(\.id))
      ?? Suggestion.nearest(to: name, among: known.map { "\($0.provider)/\($0.id)" })
    return ByokError(
      .usage, "unknown \(noun) \(name.quoted)",
      hint: nearest.map { "did you mean '\($0)'?" } ?? "write PROVIDER/MODEL, such as \(examples)")
  }
}
