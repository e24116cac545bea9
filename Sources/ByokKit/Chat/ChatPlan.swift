/// A model to ask, with all that it takes to ask it; nothing has been sent yet.
struct ChatPlan: ~Copyable {
  let choice: ModelChoice
  let exchange: ChatExchange
  /// What the model is known to take of what the user asks.
  let settings: ChatSettings
  let key: ChosenKey
  /// Where requests are noted; `nil` for nowhere.
  let log: UsageLog?
  let streams: Bool

  /// The request that says `content` to the model.
  borrowing func request(_ content: ChatContent) -> ChatRequest {
    var request = ChatRequest(model: choice.model, messages: content.messages)
    request.system = content.system
    request.schema = content.schema
    request.streams = streams
    request.settings = settings
    request.facts = choice.facts
    request.quirks = choice.provider.quirks
    return request
  }
}

/// Makes plans from the options, the configuration, the environment and the keystore.
struct ChatPlanner {
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
    (self.session, self.route) = (session, route)
    configuration = try Configuration.load(session.locations)
    lookup = KeyLookup(
      environment: session.environment, keystore: session.keystore,
      defaults: DefaultKey(configuration))
    resolver = ModelResolver(
      configuration: configuration, providers: ProviderList(configuration),
      environment: session.environment, lookup: lookup)
    let isLogged = configuration.logs && !route.isUnlogged
    log = isLogged ? try Self.log(session.locations) : nil
    budget = BudgetGuard(
      configuration.budget, try Self.log(session.locations), clock: session.clock,
      console: session.console)
    certificates = try route.certificates.map { (path) throws(ByokError) in
      try TextFile.certificates(path)
    }
  }

  /// A plan to ask one model with one key.
  ///
  /// - Parameters:
  ///   - model: How the user writes the model; `nil` for the one that goes without saying.
  ///   - settings: What is asked of it.
  /// - Returns: The plan.
  /// - Throws: A usage error; `modelUnavailable` for one that is gone; `noKey`, `locked`, `damaged`.
  func plan(_ model: String?, _ settings: ChatSettings) throws(ByokError) -> ChatPlan {
    let choice = try resolver.resolve(model)
    for remark in choice.remarks { session.console.remark(remark) }
    let provider = choice.provider
    let wire = try choice.wire(route.api)
    let settings = try configuration.settings(
      settings, for: resolver.named(model), choice, wire)
    let key = try lookup.find(for: provider, label: route.key?.text, baseURL: route.baseURL)
    session.console.detail("using \(key.source.text) at \(key.base.text)")
    let exchange = ChatExchange(
      provider: provider, wire: wire, transport: session.transport, clock: session.clock,
      console: session.console, retries: route.retries ?? configuration.retries ?? 3,
      timeout: (route.timeout ?? configuration.timeout)?.count ?? 1800,
      extraCertificates: certificates, budget: provider.isOffline ? nil : budget)
    return ChatPlan(
      choice: choice, exchange: exchange, settings: settings, key: key,
      log: provider.isOffline ? nil : log, streams: !route.isWhole)
  }

  /// The usage log; `nil` without a home folder, which a key from the environment does not need.
  private static func log(_ locations: Locations) throws(ByokError) -> UsageLog? {
    do {
      return UsageLog(path: try locations.usageLog())
    } catch  where error == .noHome {
      return nil
    }
  }
}
