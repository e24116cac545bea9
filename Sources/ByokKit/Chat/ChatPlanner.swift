package import ByokCore

/// Makes plans from the options, the configuration, the environment and the keystore.
package struct ChatPlanner {
  /// The longest wait for a provider while there is another to ask, in seconds.
  static let patienceBeforeNext = 2.0

  /// What all requests share.
  package let session: ClientSession
  /// How often to try again where nobody says.
  package var usualRetries = 3
  private let route: RequestOptions
  package let configuration: Configuration
  private let lookup: KeyLookup
  private let resolver: ModelResolver

  /// - Parameters:
  ///   - session: The outside world.
  ///   - route: What the options say about how to ask.
  ///   - limits: What the requests may cost.
  /// - Throws: A usage error in the configuration; a failure when a file cannot be read.
  package init(
    _ session: Session, _ route: RequestOptions, _ limits: ChatLimits
  ) throws(ByokError) {
    self.route = route
    configuration = try Configuration.load(session.locations)
    lookup = KeyLookup(session, configuration)
    resolver = ModelResolver(
      configuration: configuration, providers: ProviderList(configuration),
      environment: session.environment, lookup: lookup, known: KnownModels(configuration))
    if limits.maxCost != nil || configuration.budget.isLimited {
      StalePrices(session.locations, session.console, now: session.clock.now()).warn()
    }
    self.session = try ClientSession(
      session, configuration, limits: limits, isUnlogged: route.isUnlogged)
  }

  /// Whether the configuration lets Markdown be rendered on a terminal.
  package var rendersMarkdown: Bool { configuration.render ?? true }

  /// The models that may be asked, in their order, each with every key that is named.
  ///
  /// - Parameter models: How the user writes them; `nil` for the default.
  /// - Returns: At least one.
  /// - Throws: A usage error; `modelUnavailable` if all are gone; `noKey`, `locked`, `damaged`.
  package func candidates(_ models: String?) throws(ByokError) -> [ChatCandidate] {
    var candidates: [ChatCandidate] = []
    for choice in try resolver.resolve(models) {
      let dialect = try choice.dialect(route.api)
      for label in route.keys.map({ $0.labels.map(Optional.some) }) ?? [nil] {
        candidates.append(
          ChatCandidate(
            choice: choice, dialect: dialect, label: label, configuration: configuration))
      }
    }
    return candidates
  }

  /// A plan to ask one of them.
  ///
  /// - Parameters:
  ///   - candidate: Which.
  ///   - isLast: Whether there is no other to ask after it.
  /// - Returns: The plan.
  /// - Throws: `noKey`, `locked`, `damaged`.
  package func plan(_ candidate: ChatCandidate, isLast: Bool = true) throws(ByokError) -> ChatPlan {
    for note in candidate.choice.notes { session.console.note(note) }
    let provider = candidate.choice.provider
    var key = try lookup.find(
      for: provider, label: candidate.label?.text, baseURL: route.baseURL)
    try key.prepareLine(for: provider, candidate.dialect)
    session.console.detail(lookup.detail(of: key, for: provider))
    var patience = ProviderClient.Patience()
    patience.retries = route.retries ?? configuration.retries ?? usualRetries
    patience.timeout = (route.timeout ?? configuration.timeout)?.count ?? patience.timeout
    if !isLast { patience.longestWait = Self.patienceBeforeNext }
    return ChatPlan(
      candidate, ProviderClient(provider, candidate.dialect, session, patience), key: key,
      streams: !route.isWhole, showsReasoning: route.showsReasoning)
  }

  /// The template of a name, with what fills it.
  ///
  /// - Throws: A usage error when there is none, or it has no place for a value.
  package func template(_ name: String, _ values: [TemplateValue]) throws(ByokError) -> TemplateUse
  {
    try TemplateUse(name, of: configuration.templates, values: values)
  }

  /// Reads files in a form that any of the candidates may be given.
  package func loader(for candidates: [ChatCandidate]) -> FileLoader {
    let fetch = WebFetch(
      transport: session.transport, console: session.console,
      network: NetworkEnvironment(environment: session.environment))
    return FileLoader(console: session.console, fetch: fetch) { kind in
      candidates.allSatisfy { $0.dialect.takesAddress(of: kind, at: $0.choice.provider) }
    }
  }
}
