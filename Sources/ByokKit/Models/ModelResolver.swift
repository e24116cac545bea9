package import ByokCore

/// Which provider's model a request is for.
struct ModelChoice {
  let provider: Provider
  /// The id as the provider knows it.
  let model: String
  /// What the user's row or the catalogue knows of the model; `nil` where neither lists it.
  let facts: Model?
  /// How the user wrote it, if they did.
  var written: String?
  /// What the user should know before the request is sent.
  var notes: [String] = []

  /// - Throws: `modelUnavailable` for a model that is gone.
  init(
    provider: Provider, model: String, _ known: KnownModels = .builtIn
  ) throws(ByokError) {
    self.provider = provider
    self.model = model
    facts = known.find(provider: provider.id, id: model) ?? provider.model(model)
    guard let facts else { return }
    switch facts.status {
    case .active, .beta: break
    case .deprecated:
      notes = ["the model '\(provider.id)/\(model)' is deprecated\(facts.endWords)"]
    case .retired(let successor): throw .retired(facts, of: provider, successor)
    }
  }
}

/// Understands how users write models: `PROVIDER/MODEL-ID`, a bare id, or an alias of theirs.
struct ModelResolver {
  let configuration: Configuration
  let providers: ProviderList
  let environment: Environment
  let lookup: KeyLookup
  var known = KnownModels.builtIn

  /// The models to ask, in turn: several are separated by commas.
  ///
  /// - Parameter named: The value of `--model`, or `nil`.
  /// - Returns: Providers and models, at least one.
  /// - Throws: A usage error when no or no single model is meant; `modelUnavailable` if all are
  ///   gone; `noKey` when there is no key at all.
  func resolve(_ named: String?) throws(ByokError) -> [ModelChoice] {
    let chosen = environment.content(AccountNotes.modelVariable) ?? configuration.model
    guard let names = named ?? chosen else { return [try onlyProvider()] }
    var choices: [ModelChoice] = []
    var gone: [ByokError] = []
    for (written, name) in expanded(names) {
      do throws(ByokError) {
        var choice = try understand(name)
        choice.written = written
        choices.append(choice)
      } catch  where error.kind == .modelUnavailable {
        gone.append(error)
      }
    }
    if choices.isEmpty, let first = gone.first { throw first }
    choices[0].notes = gone.map(\.message) + choices[0].notes
    return choices
  }

  /// The names that are meant, and how they are written; an alias stands for the whole or a part.
  private func expanded(_ names: String) -> [(written: String, name: String)] {
    func parts(_ names: String) -> [String] {
      names.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let written = configuration.aliases[names] == nil ? parts(names) : [names]
    return written.flatMap { word in
      (configuration.aliases[word].map(parts) ?? [word]).map { (word, $0) }
    }
  }

  private func understand(_ name: String) throws(ByokError) -> ModelChoice {
    let pieces = name.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    if pieces.count == 2, !pieces[1].isEmpty,
      let provider = providers.all.first(where: { $0.id == pieces[0] })
    {
      guard provider.answersChats else { throw .noChats(provider) }
      var choice = try ModelChoice(
        provider: provider, model: ownID(String(pieces[1]), of: provider, written: name), known)
      if choice.facts == nil {
        // It would be sent, and noted in the usage log.
        guard !KeyShape.mayBeKey(choice.model, exceptUUIDs: true) else {
          throw .keyInPlaceOfModel(of: provider)
        }
        if let note = note(on: name, beside: provider) { choice.notes.append(note) }
      }
      return choice
    }
    let owners = owners(of: name)
    guard !owners.isEmpty else {
      if pieces.count == 1 || pieces[1].isEmpty,
        let provider = providers.all.first(where: { $0.id == pieces[0] })
      {
        return try standard(of: provider)
      }
      throw unknown(name, prefix: pieces.count == 2 ? String(pieces[0]) : nil)
    }
    return try ModelChoice(provider: try choose(among: owners, for: name), model: name, known)
  }

  /// Those that have a model of that bare id, without those where it is gone if any others have it.
  private func owners(of name: String) -> [Provider] {
    let rows = Catalogue.owners(of: name)
    let active = rows.filter { !$0.status.isRetired }
    let listed = Set((active.isEmpty ? rows : active).map(\.provider))
    return providers.all.filter { $0.models.contains { $0.id == name } || listed.contains($0.id) }
  }

  /// The one provider that is meant: one with a key before others, the model's maker before others.
  private func choose(
    among owners: [Provider], for name: String
  ) throws(ByokError) -> Provider {
    if owners.count == 1, let owner = owners.first { return owner }
    let providersWithKeys = Set(try lookup.providersWithKeys(among: owners).map(\.id))
    let ids = ModelMaker(providers: providers.all)
      .preferred(owners.map(\.id), of: name, providersWithKeys: providersWithKeys)
    let best = owners.filter { ids.contains($0.id) }
    if best.count == 1, let provider = best.first { return provider }
    throw .severalProviders(of: name, best.map { "\($0.id)/\(name)" })
  }

  /// A hint at those with a key who have a model that is called `PROVIDER/ID` as a whole.
  ///
  /// `groq` has an `openai/gpt-oss-120b`, for instance, which OpenAI itself does not answer with.
  private func note(on name: String, beside provider: Provider) -> String? {
    guard !Catalogue.models(of: provider.id).isEmpty else { return nil }
    let others = owners(of: name).filter { $0.id != provider.id }
    guard !others.isEmpty else { return nil }
    // The keystore is not needed for more than this.
    guard let providersWithKeys = try? lookup.providersWithKeys(among: others),
      !providersWithKeys.isEmpty
    else { return nil }
    let names = providersWithKeys.map { "-m \($0.id)/\(name)" }
    return "no model \(name.quoted) is known at \(provider.name); elsewhere it is: "
      + names.joined(separator: ", ")
  }

  /// The default model of a provider that is named alone.
  ///
  /// - Throws: A usage error where it has none.
  private func standard(of provider: Provider) throws(ByokError) -> ModelChoice {
    guard provider.answersChats else { throw .noChats(provider) }
    guard let model = provider.defaultModel else {
      throw ByokError(
        .usage, "\(provider.name) has no default model: name one",
        hints: [
          "byok chat -m \(provider.id)/MODEL …",
          "byok models --provider \(provider.id)   lists those that are known",
        ])
    }
    return try ModelChoice(provider: provider, model: model, known)
  }

  /// The default model of the one provider that has a key.
  private func onlyProvider() throws(ByokError) -> ModelChoice {
    let chatting = providers.all.filter(\.answersChats)
    let providersWithKeys = try lookup.providersWithKeys(among: chatting)
    guard let provider = providersWithKeys.first else {
      throw ByokError(
        .noKey, "no keys yet, and no model given",
        hints: [
          "byok keys add openai   seals a key (or openrouter, groq, mistral, …)",
          "or set a variable such as OPENAI_API_KEY",
          "or try it offline: byok chat -m echo/echo 'It works'",
        ])
    }
    guard providersWithKeys.count == 1, let model = provider.defaultModel else {
      let names = providersWithKeys.map { "\($0.id)/\($0.defaultModel ?? "MODEL")" }
      throw ByokError(
        .usage,
        "no model is named, and there are keys for \(providersWithKeys.map(\.id).joined(separator: ", "))",
        hint: "choose one: \(names.map { "-m \($0)" }.joined(separator: ", "))")
    }
    return try ModelChoice(provider: provider, model: model, known)
  }
}

extension ModelResolver {
  /// The id of a model, of which the user may have left out that it begins with the provider's.
  ///
  /// `groq/compound` is such an id, which in full would be written `groq/groq/compound`.
  private func ownID(_ model: String, of provider: Provider, written name: String) -> String {
    func isKnown(_ id: String) -> Bool {
      known.find(provider: provider.id, id: id) != nil || provider.model(id) != nil
    }
    return !isKnown(model) && isKnown(name) ? name : model
  }
}

extension Model {
  /// What is known of its end, to follow that it is deprecated.
  package var endWords: String {
    var words: [String] = []
    if let retires { words.append("it shuts down on \(retires)") }
    if let note { words.append(note) }
    if let successor { words.append("use \(provider)/\(successor)") }
    return words.isEmpty ? "" : ": " + words.joined(separator: "; ")
  }
}

extension ByokError {
  /// The provider embeds texts and ranks documents, and has no other models.
  fileprivate static func noChats(_ provider: Provider) -> Self {
    let model = provider.embeddings?.defaultModel.map { "/\($0)" } ?? ""
    return Self(
      .usage, "\(provider.name) answers no chats", hint: "byok embed -m \(provider.id)\(model) TEXT"
    )
  }

  /// Several providers have a model of that id; `names` are written in full.
  package static func severalProviders(of model: String, _ names: [String]) -> Self {
    let hint = "write \(names.joined(separator: ", "))"
    return Self(.usage, "several providers have \(model.quoted)", hint: hint)
  }

  /// What names a model looks like an API key.
  package static func keyInPlaceOfModel(of provider: Provider) -> Self {
    Self(
      .usage, "the model of \(provider.name) looks like an API key; nothing was sent",
      hints: [
        "byok keys add \(provider.id)   seals a key",
        "if that was a real key, replace it at its provider",
      ])
  }

  fileprivate static func retired(
    _ model: Model, of provider: Provider, _ successor: String?
  ) -> Self {
    let words = [model.retires.map { "since \($0)" }, model.note].compactMap(\.self)
    let note = words.isEmpty ? "" : " (\(words.joined(separator: "; ")))"
    let name = "\(provider.id)/\(model.id)".quoted
    let hint =
      successor.map { "use \(provider.id)/\($0) instead" }
      ?? provider.defaultModel.map { "\(provider.name) has \(provider.id)/\($0), for instance" }
    var error = Self(
      .modelUnavailable, "the model \(name) is retired\(note); nothing was sent",
      hints: hint.map { [$0] } ?? [])
    error.provider = .init(id: provider.id)
    return error
  }
}
