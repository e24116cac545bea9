internal import ByokCore

/// One request on its way to the provider and back.
struct BrokerRun {
  /// The exit status that the log has for a client that hung up: that of SIGPIPE.
  private static let hangUpStatus: Int32 = 141

  private let call: BrokerCall
  private let exchange: ServerExchange
  private let outside: Broker.Outside
  private let timeout: Double

  /// How it ended.
  struct Result {
    /// What it cost in USD; `nil` where that is not known.
    var cost: Double?
    /// Why there is no reply of the provider's for the client.
    var refusal: BrokerRefusal?
  }

  init(
    _ call: BrokerCall, _ exchange: ServerExchange, _ outside: Broker.Outside, timeout: Double
  ) {
    (self.call, self.exchange, self.outside, self.timeout) = (call, exchange, outside, timeout)
  }

  /// Sends the request, passes the reply on, and notes what it cost.
  func run() -> Result {
    let start = outside.clock.monotonic()
    let number = noteBeginning()
    defer { if let number { outside.underWay?.end(number) } }
    let attempt = ask()
    let (reply, failure) = (attempt.reply, attempt.failure)
    let isComplete = finish(reply, failure)
    let usage = usage(of: reply, failure)
    var result = Result(cost: usage.cost)
    if !reply.isSuccess { result.cost = usage.cost ?? 0 }
    if !exchange.hasReplied { result.refusal = refusal(reply, failure) }
    if call.mayCost, attempt.isSent {
      note(usage, status(reply, failure, isComplete), outside.clock.monotonic() - start)
    }
    return result
  }

  /// What came of sending it.
  private struct Attempt {
    let reply: BrokerReply
    var failure: Failure?
    /// The fingerprint of the access token that it carried; `nil` for a key.
    var credential: String?
    /// Whether the provider was asked.
    var isSent = true

    /// Why no whole reply came.
    enum Failure {
      case transport(TransportFailure)
      case own(ByokError)
    }
  }

  /// Asks, and again where an access token may have expired or what was added is refused.
  ///
  /// Of a reply that is not the last one, the client has seen nothing.
  private func ask() -> Attempt {
    var attempt = attempt()
    if let renewed = renewed(after: attempt) { attempt = renewed }
    guard call.hidesUsage, isOfUsageOption(attempt.reply) else { return attempt }
    call.route.noteUsageOptionRefused()
    call.leaveOutUsageOption()
    return self.attempt()
  }

  private func attempt() -> Attempt {
    let reply = newReply()
    do throws(ByokError) {
      let outcome = try send(to: reply)
      return Attempt(
        reply: reply, failure: outcome?.failure.map(Attempt.Failure.transport),
        credential: outcome?.credential)
    } catch {
      return Attempt(reply: reply, failure: .own(error), isSent: false)
    }
  }

  private func newReply() -> BrokerReply {
    let meter = BrokerMeter(call.match.request.metering, call.match.dialect)
    return BrokerReply(exchange, meter, hidesUsage: call.hidesUsage)
  }

  private func send(
    to reply: BrokerReply, insteadOf refused: String? = nil
  ) throws(ByokError) -> BrokerRoute.Outcome? {
    try call.route.send(call.match.dialect, to: reply, insteadOf: refused) { base in
      let request = call.httpRequest(exchange, to: base, timeout: timeout)
      outside.console.detail("\(call.grant.token.name): \(request.method) \(request.url)")
      return request
    }
  }

  /// Another attempt with other credentials, where those of the first may have expired.
  ///
  /// - Returns: `nil` where there is none: then the refusal stands.
  private func renewed(after attempt: Attempt) -> Attempt? {
    guard let refused = attempt.credential, let status = attempt.reply.head?.status,
      call.route.mayMeanExpired(status), call.route.mayHelp(insteadOf: refused),
      call.maySendAgain, !exchange.isAbandoned
    else { return nil }
    let reply = newReply()
    do throws(ByokError) {
      guard let outcome = try send(to: reply, insteadOf: refused) else { return nil }
      if reply.head.map({ call.route.mayMeanExpired($0.status) }) ?? false {
        call.route.noteHopeless(outcome.credential)
      }
      return Attempt(reply: reply, failure: outcome.failure.map(Attempt.Failure.transport))
    } catch {
      outside.console.detail(error.message)
      return error.kind == .keyRejected ? nil : Attempt(reply: reply, failure: .own(error))
    }
  }

  /// Whether the provider refuses to be asked for the usage of a stream.
  private func isOfUsageOption(_ reply: BrokerReply) -> Bool {
    guard let status = reply.head?.status, status == 400 || status == 422 else { return false }
    return ["stream_options", "include_usage"].contains { reply.held[...].contains(Array($0.utf8)) }
  }

  /// Ends the reply to the client.
  ///
  /// - Returns: Whether all of it was there and was taken.
  private func finish(_ reply: BrokerReply, _ failure: Attempt.Failure?) -> Bool {
    guard failure == nil, !reply.isAbandoned, let head = reply.head else { return false }
    if reply.isHeld {
      if head.status == 400 || head.status == 422 { reply.passOn() }
      return false
    }
    // What is cut off where its end is the connection's must not look whole.
    let endsItself = reply.isDelimited || !reply.isSuccess || call.route.provider.isOffline
    guard endsItself || reply.meter.isWhole else { return false }
    reply.end()
    return exchange.isComplete
  }

  // MARK: What it cost

  private func usage(of reply: BrokerReply, _ failure: Attempt.Failure?) -> Usage {
    let now = Int(outside.clock.now())
    guard reply.isSuccess else {
      // Whoever hangs up before the reply begins pays for what was likely made of it.
      return reply.head == nil && exchange.isAbandoned ? likelyUsage : Usage()
    }
    if let usage = reply.meter.finish() { return usage.priced(as: call.facts, at: now) }
    guard case .reply = call.match.request.metering else { return Usage() }
    let estimate = Usage(input: call.inputTokens, output: reply.meter.estimate)
    return estimate.priced(as: call.facts, at: now)
  }

  /// What is likely paid for a request whose reply nobody has seen.
  private var likelyUsage: Usage {
    guard case .reply = call.match.request.metering else { return Usage() }
    return Usage(input: call.inputTokens, output: call.usualOutput)
      .priced(as: call.facts, at: Int(outside.clock.now()))
  }

  /// Notes that it is about to be sent, for whoever finds that this broker was killed.
  private func noteBeginning() -> Int? {
    guard call.mayCost, !call.route.provider.isOffline else { return nil }
    return outside.underWay?.begin(record(likelyUsage, RequestsUnderWay.status)) {
      outside.console.note($0)
    }
  }

  private func note(_ usage: Usage, _ status: Int32, _ seconds: Double) {
    guard let log = outside.log, !call.route.provider.isOffline else { return }
    var record = record(usage, status)
    record.milliseconds = Int(seconds * 1000)
    log.note(record) { outside.console.note($0) }
  }

  private func record(_ usage: Usage, _ status: Int32) -> UsageLog.Record {
    let time = Timestamp(seconds: Int(outside.clock.now())).rfc3339
    var record = UsageLog.Record(
      time: time, provider: call.route.provider.id, model: call.model,
      key: call.route.source.shortName, status: status, milliseconds: 0)
    record.token = call.grant.token.name
    (record.inputTokens, record.outputTokens) = (usage.input, usage.output)
    (record.cachedTokens, record.reasoningTokens) = (usage.cachedInput, usage.reasoning)
    record.cacheWriteTokens = usage.billing.cacheWrites?.all
    record.cost = usage.cost
    return record
  }

  // MARK: What went wrong

  private func status(
    _ reply: BrokerReply, _ failure: Attempt.Failure?, _ isComplete: Bool
  ) -> Int32 {
    if isComplete, reply.isSuccess { return 0 }
    if reply.isAbandoned || failure == nil && reply.isSuccess && exchange.isAbandoned {
      return Self.hangUpStatus
    }
    if case .own(let error) = failure { return error.exitStatus }
    let kind: ByokError.Kind =
      switch reply.head?.status {
      case nil: .network
      case 401, 403: .keyRejected
      case 402, 429: .limited
      case 404: .modelUnavailable
      case let status? where status >= 500 || (200..<400).contains(status): .provider
      default: .failure
      }
    return kind.rawValue
  }

  private func refusal(_ reply: BrokerReply, _ failure: Attempt.Failure?) -> BrokerRefusal? {
    let id = call.route.provider.id
    if exchange.isAbandoned { return nil }
    if case .form(let body) = call.body, let flaw = body.flaw {
      return BrokerRefusal(
        flaw.status == 413 ? .tooLarge : .invalid, flaw.message, status: flaw.status)
    }
    switch failure {
    case .transport(let failure):
      return BrokerRefusal(
        failure.cause == .timeout ? .timeout : .unreachable, "\(id): \(failure.message)")
    case .own(let error): return refusal(error)
    case nil: break
    }
    guard let status = reply.head?.status else {
      return BrokerRefusal(.unreachable, "\(id) sent no reply")
    }
    if (300..<400).contains(status) {
      return BrokerRefusal(.unreachable, "\(id) redirects to another address (HTTP \(status))")
    }
    // Providers quote parts of the key.
    outside.console.warn(
      ByokError(.keyRejected, "\(id) refuses \(call.route.source.text) (HTTP \(status))"))
    return BrokerRefusal(
      .rejectedKey, "\(id) refuses the key that the broker has for it", status: status)
  }

  /// The refusal for a failure of our own: that there is no key, as a rule.
  private func refusal(_ error: ByokError) -> BrokerRefusal {
    guard [.keyRejected, .noKey, .locked, .damaged].contains(error.kind) else {
      return BrokerRefusal(.unreachable, error.message)
    }
    outside.console.warn(error)
    return BrokerRefusal(.rejectedKey, error.message)
  }
}
