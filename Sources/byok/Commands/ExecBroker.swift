internal import ByokCore
internal import ByokKit

/// `byok exec --broker`: the program gets a token, and a process beside it has the keys.
extension Exec {
  /// The first option that is only for a broker, as it is typed.
  var optionOfBroker: String? {
    if isDryRun { return "--dry-run" }
    return hasSummary ? "--summary" : limits.firstOption
  }

  /// Starts the broker, and lets the program take our place.
  ///
  /// - Throws: What resolving keys throws; a failure when there can be no broker; that the program
  ///   cannot be run.
  func runBrokered(
    _ configuration: Configuration, _ lookup: KeyLookup, _ session: Session
  ) throws(ByokError) {
    if session.environment.contains(BrokeredKeys.variable) {
      throw ByokError(
        .usage, "this program already runs under a broker (\(BrokeredKeys.variable) is set)",
        hint: "byok exec -- COMMAND   passes its token on")
    }
    var brokered = BrokeredKeys(lookup, configuration, session)
    for key in keys { try brokered.add(key) }
    if keys.isEmpty, assignments.isEmpty { try brokered.addAll() }
    for assignment in assignments { try brokered.add(assignment) }
    for name in brokered.copies {
      session.console.note("\(name) holds a key that is brokered; the program does not get it")
    }
    if isDryRun { return try show(brokered, session) }
    let token = try BrokerToken.make()
    let address = try start(brokered, token, session)
    var lines: [VariableLine] = []
    for name in brokered.tokenVariables { lines.append(try VariableLine(name, token)) }
    for (name, value) in try brokered.addresses(at: address) {
      lines.append(try VariableLine(name, text: value))
    }
    let variables = CPointers(
      environmentWithout: try brokered.withheld(isOnly: isOnly), adding: lines)
    session.keystore.endDescriptors()
    throw .cannotRun(
      program[0], ProgramImage.replace(with: program, variables, session.inherited))
  }

  /// Starts the broker.
  ///
  /// - Returns: Its address.
  private func start(
    _ brokered: BrokeredKeys, _ token: borrowing Secret, _ session: Session
  ) throws(ByokError) -> String {
    let digest = token.withBytes { TokenDigest(of: $0) }
    let known = KnownToken(
      name: "exec", digest: digest, limits: limits.limits(now: session.clock.now()))
    var plan = BrokerPlan(known, brokered.routes)
    (plan.isVerbose, plan.hasSummary) = (session.console.isVerbose, hasSummary)
    let content = try plan.content(session.keystore.memory)
    let listener = try Self.listen()
    let address = "http://\(listener.address.text)"
    session.console.detail("the broker is at \(address)")
    do throws(CompanionProcess.Failure) {
      try CompanionProcess.start(
        ["byok", BrokerProcess.word, "\(SystemFacts.process)"], brokered.variablesOfBroker(),
        sending: content, listener, keepsErrors: plan.isVerbose || hasSummary)
    } catch {
      throw ByokError(.failure, "the broker did not start: \(error.text)")
    }
    return address
  }

  private static func listen() throws(ByokError) -> ListeningSocket {
    do throws(Errno) {
      return try ListeningSocket(.loopback(port: 0, isIPv6: false))
    } catch {
      throw ByokError(.failure, "the broker cannot listen on 127.0.0.1: \(error.text)")
    }
  }

  /// Prints the variables that the program would get, and what it would not.
  private func show(_ brokered: BrokeredKeys, _ session: Session) throws(ByokError) {
    let addresses = try brokered.addresses(at: "http://127.0.0.1:1")
    let lines =
      brokered.tokenVariables.map { "\($0)=\(BrokerToken.prefix)…" }
      + addresses.map { "\($0.name)=\($0.value.replacing("127.0.0.1:1", with: "127.0.0.1:PORT"))" }
    try session.console.write(lines.map { $0 + "\n" }.joined())
    for route in brokered.routes {
      session.console.note(
        "\(route.provider.id): byok keeps \(route.source.text), for \(route.base.origin) only")
    }
  }
}

/// The process of a broker: the hidden `byok __broker PID`.
enum BrokerProcess {
  static let word = "__broker"

  /// Serves the program until it ends.
  ///
  /// - Throws: A usage error when nobody has started it as a broker.
  static func run(in session: inout Session) throws(ByokError) {
    let refusal = ByokError(.usage, "'\(word)' is only for byok exec --broker")
    guard let listener = CompanionProcess.listener() else { throw refusal }
    let process = CompanionProcess.process()
    let configuration = try Configuration.load(session.locations)
    let plan = try BrokerPlan(try CompanionProcess.message(), session, configuration)
    session.console.isVerbose = plan.isVerbose
    session.takesSignals = false
    let broker = Broker(
      plan.routes, tokens: [(plan.token, TokenUse())], try Broker.Outside(session, configuration))
    try BrokerService(broker, session).run(listener, until: process) { () throws(ByokError) in
      do throws(Errno) {
        try CompanionProcess.reportReady()
      } catch {
        throw ByokError(.failure, "nobody waits for the broker: \(error.text)")
      }
    }
    guard plan.hasSummary else { return }
    let use = broker.use[plan.token.name] ?? TokenUse()
    session.console.note(
      "\(use.requests.counted("request")) by the broker, \(Usage.dollars(use.spent))")
  }
}
