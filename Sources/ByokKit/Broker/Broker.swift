package import ByokCore
internal import Synchronization

/// Answers programs that have a token instead of a key: passes on what it allows, with the key put in.
package final class Broker: RequestHandler {
  /// The most bytes of a JSON document, and of a form with files, that a program may send.
  private static let documentLimit = 64 << 20
  private static let formLimit = 512 << 20
  /// Seconds for a request.
  private static let timeout = 1800.0

  private let routes: [String: BrokerRoute]
  private let tokens: Mutex<[Grant]>
  private let outside: Outside

  /// A token, and what was done with it.
  final class Grant: Sendable {
    let token: KnownToken
    let ledger: BrokerLedger

    init(_ token: KnownToken, _ before: TokenUse, _ clock: Clock) {
      self.token = token
      ledger = BrokerLedger(token.limits, before: before, clock)
    }
  }

  /// What it uses besides.
  package struct Outside: Sendable {
    let clock: Clock
    let console: Console
    let known: KnownModels
    let log: UsageLog?
    /// The requests that are not in the log yet; `nil` without a log.
    let underWay: RequestsUnderWay?
    let budget: BudgetGuard?

    /// - Throws: A usage error when a variable names no place for the log.
    package init(_ session: Session, _ configuration: Configuration) throws(ByokError) {
      (clock, console) = (session.clock, session.console)
      known = KnownModels(configuration)
      let log = try UsageLog.own(session.locations)
      self.log = configuration.logs ? log : nil
      underWay = self.log.map(RequestsUnderWay.init)
      self.log?.noteAbandoned(tell: console.note)
      budget = BudgetGuard(
        configuration.budget, log, known, clock: session.clock, console: session.console)
    }
  }

  /// - Parameters:
  ///   - routes: The providers.
  ///   - tokens: The tokens that it knows, each with what was done with it before.
  ///   - outside: What it uses besides.
  package init(
    _ routes: [BrokerRoute], tokens: [(token: KnownToken, use: TokenUse)], _ outside: Outside
  ) {
    self.routes = Dictionary(uniqueKeysWithValues: routes.map { ($0.provider.id, $0) })
    self.tokens = Mutex(tokens.map { Grant($0.token, $0.use, outside.clock) })
    self.outside = outside
  }

  /// What was done with each token, by its name.
  package var use: [String: TokenUse] {
    let grants = tokens.withLock(\.self)
    return Dictionary(grants.map { ($0.token.name, $0.ledger.use) }) { one, _ in one }
  }

  /// Leaves nothing of its own behind, once no request is under way.
  package func end() { outside.underWay?.close() }

  /// Knows these tokens from now on; of those that it knew, it keeps what was done with them.
  package func know(_ tokens: [(token: KnownToken, use: TokenUse)]) {
    self.tokens.withLock { grants in
      grants = tokens.map { token, use in
        grants.first { $0.token == token } ?? Grant(token, use, outside.clock)
      }
    }
  }

  package func refusal(
    _ flaw: RequestFlaw, of head: RequestHead?
  ) -> (fields: [ResponseHead.Field], body: [UInt8]) {
    let refusal = BrokerRefusal(
      flaw.status == 413 ? .tooLarge : .invalid, flaw.message, status: flaw.status)
    let target = (head?.target).flatMap { try? RequestTarget($0) }
    let route = target?.path.first.flatMap { routes[$0] }
    let reply = (route?.provider.dialect ?? Dialects.usual).reply(to: refusal)
    return (BrokerHeaders.ofRefusal(refusal), (try? reply.body.json()) ?? [])
  }

  package func answer(_ exchange: ServerExchange) {
    let route = exchange.target.path.first.flatMap { routes[$0] }
    do throws(BrokerRefusal) {
      try answer(exchange, route)
    } catch {
      guard !exchange.hasReplied else { return }
      let reply = (route?.provider.dialect ?? Dialects.usual).reply(to: error)
      outside.console.detail("refused: \(error.message)")
      exchange.answer(
        reply.status, BrokerHeaders.ofRefusal(error), (try? reply.body.json()) ?? [],
        isLast: error.kind == .unauthorized)
    }
  }

  private func answer(
    _ exchange: ServerExchange, _ route: BrokerRoute?
  ) throws(BrokerRefusal) {
    let target = exchange.target
    guard let route else {
      let ids = routes.keys.sorted().map { "/\($0)" }.joined(separator: ", ")
      throw BrokerRefusal(
        .invalid, "the path must begin with the id of a provider: \(ids)", status: 404)
    }
    let grant = try grant(of: exchange, route)
    guard let match = route.match(exchange.head.method, target.path.dropFirst()) else {
      throw BrokerRefusal(
        .forbidden,
        "\(exchange.head.method) of this path is not passed on to \(route.provider.id)")
    }
    guard !match.request.isOfFiles || grant.token.limits.allowsFiles else {
      throw BrokerRefusal(
        .forbidden, "the token is not for files and batches (--files allows them)")
    }
    let call = try BrokerCall(
      match, route, grant, body: try body(of: exchange, match), known: outside.known)
    try admit(call, exchange)
  }

  // MARK: Who asks

  private func grant(
    of exchange: ServerExchange, _ route: BrokerRoute
  ) throws(BrokerRefusal) -> Grant {
    for name in ["key", "access_token"] where exchange.target.hasParameter(name) {
      throw BrokerRefusal(
        .invalid, "a token belongs into a header field: addresses are logged")
    }
    var shown: Set<String> = []
    for name in route.keyFields {
      for value in exchange.head[name] { shown.insert(Self.withoutScheme(value)) }
    }
    guard shown.count <= 1 else {
      throw BrokerRefusal(.unauthorized, "the request has two different tokens")
    }
    guard let token = shown.first else {
      throw BrokerRefusal(.unauthorized, "the request has no token")
    }
    let digest = TokenDigest(of: Array(token.utf8).span)
    // All are compared: the time says nothing of which one it is.
    let found = tokens.withLock { $0.filter { $0.token.digest == digest } }
    guard let grant = found.first else {
      throw BrokerRefusal(.unauthorized, "the token is not known")
    }
    let limits = grant.token.limits
    if let expiry = limits.expiry, outside.clock.now() >= expiry {
      throw BrokerRefusal(.unauthorized, "the token has expired")
    }
    guard limits.providers.isEmpty || limits.providers.contains(route.provider.id) else {
      throw BrokerRefusal(.forbidden, "the token is not for \(route.provider.id)")
    }
    return grant
  }

  private static func withoutScheme(_ value: String) -> String {
    let scheme = "bearer "
    guard ASCII.lowercased(value.prefix(scheme.count)) == scheme else { return value }
    return String(value.dropFirst(scheme.count).drop { $0 == " " })
  }

  // MARK: What is asked

  private func body(
    of exchange: ServerExchange, _ match: BrokerRoute.Match
  ) throws(BrokerRefusal) -> BrokerCall.Body {
    guard exchange.head.method == "POST" else { return .none }
    let json = "application/json"
    let type = exchange.head["content-type"].first.map { ASCII.lowercased($0) } ?? json
    if match.request.isForm, type.hasPrefix("multipart/form-data") {
      if let length = exchange.announcedLength, length > Self.formLimit {
        throw BrokerRefusal(.tooLarge, RequestFlaw.tooLarge.message)
      }
      return .form(ClientBody(exchange, limit: Self.formLimit))
    }
    guard type.hasPrefix(json) else {
      throw BrokerRefusal(.invalid, "the request's body must be JSON", status: 415)
    }
    do throws(RequestFlaw) {
      return .document(try exchange.body(atMost: Self.documentLimit))
    } catch {
      throw BrokerRefusal(
        error.status == 413 ? .tooLarge : .invalid, error.message, status: error.status)
    }
  }

  private func admit(_ call: BrokerCall, _ exchange: ServerExchange) throws(BrokerRefusal) {
    do throws(ByokError) {
      let reserved = tokens.withLock { $0.reduce(0) { $0 + $1.ledger.reserved } }
      if call.highestCost != 0 { try outside.budget?.check(reserved: reserved) }
    } catch {
      guard error.kind == .limited else {
        throw BrokerRefusal(.invalid, error.message, status: 500)
      }
      throw BrokerRefusal(.spent, error.message)
    }
    let permit = try call.grant.ledger.admit(cost: call.highestCost)
    let run = BrokerRun(call, exchange, outside, timeout: Self.timeout)
    let result = run.run()
    call.grant.ledger.settle(permit, cost: result.cost)
    if let refusal = result.refusal { throw refusal }
  }
}
