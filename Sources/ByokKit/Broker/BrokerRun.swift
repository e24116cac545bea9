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
    var call = call
    var (reply, failure) = attempt(call)
    if call.hidesUsage, isOfUsageOption(reply) {
      // It refuses what the client has not asked for.
      call.route.noteUsageOptionRefused()
      call = call.withoutUsageOption()
      (reply, failure) = attempt(call)
    }
    let isComplete = finish(reply, failure)
    let usage = usage(of: reply, failure)
    var result = Result(cost: usage.cost)
    if !reply.isSuccess { result.cost = usage.cost ?? 0 }
    if !exchange.hasReplied { result.refusal = refusal(reply, failure) }
    if call.mayCost {
      note(usage, status(reply, failure, isComplete), outside.clock.monotonic() - start)
    }
    return result
  }

  private func attempt(_ call: BrokerCall) -> (BrokerReply, BrokerFailure?) {
    let meter = BrokerMeter(call.match.request.metering, call.match.dialect)
    let reply = BrokerReply(exchange, meter, hidesUsage: call.hidesUsage)
    let request = call.httpRequest(exchange, timeout: timeout)
    outside.console.detail("\(call.grant.token.name): \(request.method) \(request.url)")
    do throws(ByokError) {
      let failure = try call.route.send(request, call.match.dialect, to: reply)
      return (reply, failure.map(BrokerFailure.transport))
    } catch {
      return (reply, .own(error))
    }
  }

  /// Why no whole reply came.
  private enum BrokerFailure {
    case transport(TransportFailure)
    case own(ByokError)
  }

  /// Whether the provider refuses to be asked for the usage of a stream.
  private func isOfUsageOption(_ reply: BrokerReply) -> Bool {
    guard let status = reply.head?.status, status == 400 || status == 422 else { return false }
    return ["stream_options", "include_usage"].contains { reply.held[...].contains(Array($0.utf8)) }
  }

  /// Ends the reply to the client.
  ///
  /// - Returns: Whether all of it was there and was taken.
  private func finish(_ reply: BrokerReply, _ failure: BrokerFailure?) -> Bool {
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

  private func usage(of reply: BrokerReply, _ failure: BrokerFailure?) -> Usage {
    let now = Int(outside.clock.now())
    guard reply.isSuccess else {
      // Whoever hangs up before the reply begins pays for what was likely made of it.
      guard reply.head == nil, case .reply = call.match.request.metering, exchange.isAbandoned
      else { return Usage() }
      return Usage(input: call.inputTokens, output: call.usualOutput)
        .priced(as: call.facts, at: now)
    }
    if let usage = reply.meter.finish() { return usage.priced(as: call.facts, at: now) }
    guard case .reply = call.match.request.metering else { return Usage() }
    let estimate = Usage(input: call.inputTokens, output: reply.meter.estimate)
    return estimate.priced(as: call.facts, at: now)
  }

  private func note(_ usage: Usage, _ status: Int32, _ seconds: Double) {
    guard let log = outside.log, !call.route.provider.isOffline else { return }
    let time = Timestamp(seconds: Int(outside.clock.now())).rfc3339
    var record = UsageLog.Record(
      time: time, provider: call.route.provider.id, model: call.model,
      key: call.route.source.shortName, status: status, milliseconds: Int(seconds * 1000))
    record.token = call.grant.token.name
    (record.inputTokens, record.outputTokens) = (usage.input, usage.output)
    (record.cachedTokens, record.reasoningTokens) = (usage.cachedInput, usage.reasoning)
    record.cacheWriteTokens = usage.billing.cacheWrites?.all
    record.cost = usage.cost
    log.note(record) { outside.console.note($0) }
  }

  // MARK: What went wrong

  private func status(
    _ reply: BrokerReply, _ failure: BrokerFailure?, _ isComplete: Bool
  ) -> Int32 {
    if isComplete, reply.isSuccess { return 0 }
    if reply.isAbandoned || failure == nil && reply.isSuccess && exchange.isAbandoned {
      return Self.hangUpStatus
    }
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

  private func refusal(_ reply: BrokerReply, _ failure: BrokerFailure?) -> BrokerRefusal? {
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
    case .own(let error): return BrokerRefusal(.unreachable, error.message)
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
}
