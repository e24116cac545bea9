package import ByokCore

/// What all clients of one command share.
package struct ClientSession: Sendable {
  package var transport: any Transport
  package let clock: Clock
  package var console: Console
  /// What the requests may cost together.
  package var spending: SpendingGuard
  /// Where requests are noted.
  package var requests: RequestLog
  /// Limits the requests of several workers to one provider; `nil` for a single one.
  package var limiter: RateLimiter?
  /// The pace that requests to the provider keep; `nil` for none.
  package var pace: SharedPace?
  /// Opens when the request under way is to end, and the process to go on; `nil` for never.
  package var interrupt: Latch?
  /// Informs a person of what many requests may cause; `nil` for the console.
  package var note: (@Sendable (String) -> Void)?
  /// What servers refuse of these requests, and what they take in its place.
  let remedies = KnownRemedies()
  /// The variables, some of which name what a request needs.
  package let environment: Environment

  /// - Parameters:
  ///   - session: The outside world.
  ///   - spending: What the requests may cost together.
  ///   - log: Where requests are noted; `nil` for nowhere.
  package init(
    _ session: Session, spending: SpendingGuard = SpendingGuard(), log: UsageLog? = nil
  ) {
    (transport, clock, console) = (session.transport, session.clock, session.console)
    environment = session.environment
    self.spending = spending
    let requests = RequestLog(log, clock: session.clock, takesSignals: session.takesSignals)
    self.requests = requests
    console.atBrokenPipe = { requests.cutOff(bySignal: $0) }
  }
}

extension Session {
  /// The network, with the authorities that the user has configured.
  package func transport(_ configuration: Configuration) -> any Transport {
    guard let path = configuration.certificateFile else { return transport }
    return transport.trusting(
      ExtraAuthorities(HomePath(environment).expand(path) ?? path, from: "ca_file in config.json"))
  }
}

extension ClientSession {
  /// A session with the budgets and the usage log of the configuration.
  ///
  /// - Parameters:
  ///   - session: The outside world.
  ///   - configuration: What the user has configured.
  ///   - limits: What the requests of this command may cost together.
  ///   - isUnlogged: Whether requests are left out of the usage log.
  /// - Throws: A usage error when a variable names no place for the log.
  package init(
    _ session: Session, _ configuration: Configuration, limits: ChatLimits = ChatLimits(),
    isUnlogged: Bool = false
  ) throws(ByokError) {
    let log = try UsageLog.own(session.locations)
    // What is not logged now is stopped by what was.
    let budget = BudgetGuard(
      configuration.budget, log, KnownModels(configuration), clock: session.clock,
      console: session.console)
    self.init(
      session, spending: SpendingGuard(limits, budget),
      log: configuration.logs && !isUnlogged ? log : nil)
    transport = session.transport(configuration)
  }
}
