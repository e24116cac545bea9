/// Makes plans from the options, the configuration, the environment and the keystore.
struct ChatPlanner {
  /// The longest wait for a provider while there is another to ask, in seconds.
  static let patienceBeforeNext = 2.0

  let console: Console
  /// How often to try again where nobody says.
  var usualRetries = 3
  private let session: Session
  private let route: ChatRoute
  private let configuration: Configuration
  private let lookup: KeyLookup
  private let resolver: ModelResolver
  private let log: UsageLog?
  private let budget: BudgetGuard?
  private let certificates: [UInt8]?

  /// - Parameters:
  ///   - session: The outside world.
  ///   - route: What the options say of how to ask.
  /// - Throws: A usage error in the configuration; a failure when a file cannot be read.
  init(_ session: Session, _ route: ChatRoute) throws(ByokError) {
    (self.session, self.route, console) = (session, route, session.console)
    configuration = try Configuration.load(session.locations)
    lookup = KeyLookup(session, configuration)
    resolver = ModelResolver(
      configuration: configuration, providers: ProviderList(configuration),
      environment: session.environment, lookup: lookup)
    let isLogged = configuration.logs && !route.isUnlogged
    log = isLogged ? try UsageLog.own(session.locations) : nil
    // What is not logged now is stopped by what was.
    budget = BudgetGuard(
      configuration.budget, try UsageLog.own(session.locations), clock: session.clock,
      console: session.console)
    certificates = try route.certificates.map { (path) throws(ByokError) in
      try TextFile.certificates(path)
    }
  }

  /// The models that may be asked, in their order, each with every key that is named.
  ///
  /// - Parameter models: How the user writes them; `nil` for what goes without saying.
  /// - Returns: At least one.
  /// - Throws: A usage error; `modelUnavailable` if all are gone; `noKey`, `locked`, `damaged`.
  func candidates(_ models: String?) throws(ByokError) -> [ChatCandidate] {
    var candidates: [ChatCandidate] = []
    for choice in try resolver.resolve(models) {
      let wire = try choice.wire(route.api)
      for label in route.keys.map({ $0.labels.map(Optional.some) }) ?? [nil] {
        candidates.append(
          ChatCandidate(choice: choice, wire: wire, label: label, configuration: configuration))
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
  func plan(_ candidate: ChatCandidate, isLast: Bool = true) throws(ByokError) -> ChatPlan {
    for remark in candidate.choice.remarks { console.remark(remark) }
    let provider = candidate.choice.provider
    var key = try lookup.find(
      for: provider, label: candidate.label?.text, baseURL: route.baseURL)
    try key.prepareLine(for: provider, candidate.wire)
    console.detail("using \(key.source.text) at \(key.base.text)")
    var exchange = ChatExchange(
      provider: provider, wire: candidate.wire, transport: session.transport,
      clock: session.clock, console: console,
      retries: route.retries ?? configuration.retries ?? usualRetries,
      timeout: (route.timeout ?? configuration.timeout)?.count ?? 1800,
      extraCertificates: certificates, budget: provider.isOffline ? nil : budget)
    if !isLast { exchange.longestWait = Self.patienceBeforeNext }
    return ChatPlan(
      candidate, exchange, key: key, log: provider.isOffline ? nil : log, streams: !route.isWhole)
  }

  /// The template of a name, with what fills it.
  ///
  /// - Throws: A usage error when there is none, or it has no place for a value.
  func template(_ name: String, _ values: [TemplateValue]) throws(ByokError) -> TemplateUse {
    try TemplateUse(name, of: configuration.templates, values: values)
  }

  /// Reads files in a form that any of the candidates may be given.
  func loader(for candidates: [ChatCandidate]) -> FileLoader {
    let fetch = WebFetch(
      transport: session.transport, console: console,
      hasProxy: NetworkEnvironment(environment: session.environment).hasProxy,
      extraCertificates: certificates)
    return FileLoader(console: console, fetch: fetch) { kind in
      candidates.allSatisfy { $0.wire.takesAddress(of: kind, at: $0.choice.provider) }
    }
  }
}
