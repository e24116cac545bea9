/// Sends one chat request and hands on the reply, trying again where that is safe and may help.
///
/// Source: SECURITY.md D.9; facts on waiting of the providers' SDKs, collected 2026-11-23.
struct ChatExchange {
  let provider: Provider
  /// The dialect of the request; most providers speak only one.
  let wire: any WireFormat.Type
  var transport: any Transport
  let clock: Clock
  var console: Console
  /// How often to try again.
  var retries = 3
  /// Seconds for one attempt.
  var timeout = 1800.0
  var extraCertificates: [UInt8]?
  /// What limits the cost of requests; `nil` for nothing.
  var budget: BudgetGuard?

  /// Whether a person is shown that a reply is waited for.
  var showsWaiting = false
  /// What others do who ask the same provider at the same time.
  var pace: RequestPace?
  /// The longest wait that a provider is granted, in seconds.
  var longestWait = 60.0

  /// What is known of the exchange besides the reply.
  struct Outcome {
    var requestID: String?
  }

  /// - Parameters:
  ///   - request: What to ask.
  ///   - key: With which key, and where.
  ///   - deliver: Takes the reply's events as they arrive.
  /// - Returns: What is known besides the reply.
  /// - Throws: What `deliver` throws; a failure of the network or the provider.
  func run(
    _ request: ChatRequest, key: borrowing ChosenKey,
    deliver: @escaping ([StreamEvent]) throws(ByokError) -> Void
  ) throws(ByokError) -> Outcome {
    if let source = key.signIn { return try run(request, source, deliver: deliver) }
    return try send(request, key: key, deliver: deliver)
  }

  /// The same with just this key.
  func send(
    _ request: ChatRequest, key: borrowing ChosenKey,
    deliver: @escaping ([StreamEvent]) throws(ByokError) -> Void
  ) throws(ByokError) -> Outcome {
    try key.withLine(for: provider, wire) { (line) throws(ByokError) in
      try send(request, key: key, line, deliver: deliver)
    }
  }

  private func send(
    _ request: ChatRequest, key: borrowing ChosenKey, _ keyLine: borrowing Secret,
    deliver: @escaping ([StreamEvent]) throws(ByokError) -> Void
  ) throws(ByokError) -> Outcome {
    var request = request
    var attempt = 0
    while true {
      let watch = AttemptWatch(self)
      let receiver = ReplyReceiver(wire.init()) { (events) throws(ByokError) in
        watch.take(events)
        try deliver(events)
      }
      let http = try httpRequest(request, base: key.base)
      let begun = pace?.begin()
      let problem = attemptOnce(http, keyLine: keyLine, receiver, watch)
      pace?.end()
      if let failure = receiver.deliveryFailure { throw failure }
      guard let problem else { return Outcome(requestID: RequestID.find(in: receiver.head)) }
      if problem.isAboutUsage, request.wantsUsage, !watch.hasOutput {
        request.wantsUsage = false
        continue
      }
      let asked = problem.retryAfter(head: receiver.head, now: clock.now())
      let failure = problem.error(
        provider: provider, request: request, key: key, head: receiver.head, wait: asked)
      guard !watch.hasOutput, problem.mayPass(head: receiver.head) else { throw failure }
      let wait = asked ?? ExchangeProblem.backoff(attempt: attempt)
      guard wait <= longestWait else { throw failure }
      if failure.kind == .limited, let pace, let begun {
        pace.hold(wait, begun: begun, because: failure.message)
      }
      guard attempt < retries else { throw failure }
      attempt += 1
      if failure.kind == .limited, pace != nil { continue }
      console.remark(
        "\(failure.message); trying again in \(Self.tenths(wait)) s (\(attempt) of \(retries))")
      clock.sleep(wait)
    }
  }

  private func attemptOnce(
    _ http: HTTPRequest, keyLine: borrowing Secret, _ receiver: ReplyReceiver,
    _ watch: AttemptWatch
  ) -> ExchangeProblem? {
    console.detail("\(http.method) \(http.url)")
    let way: any Transport = provider.isOffline ? EchoTransport() : transport
    receiver.onIdle = watch.tick
    defer { receiver.onIdle = {} }
    do throws(TransportFailure) {
      try way.send(http, keyLine: keyLine, to: receiver)
      watch.end(receiver.times)
    } catch {
      watch.end(receiver.times)
      console.detail("no complete answer: \(error.message)")
      // A connection that dies behind the end of a reply takes nothing from it.
      let isComplete = receiver.deliveryFailure == nil && (try? receiver.finish()) != nil
      return isComplete ? nil : .transport(error)
    }
    if let head = receiver.head { console.detail("HTTP \(head.status)") }
    if receiver.deliveryFailure != nil { return nil }
    do throws(ReplyFailure) {
      try receiver.finish()
      return nil
    } catch {
      return ExchangeProblem(error, head: receiver.head, provider: provider, base: http.base)
    }
  }

  /// The request of HTTP, but for the key.
  ///
  /// - Throws: A failure when a number cannot be written.
  func httpRequest(_ request: ChatRequest, base: BaseURL) throws(ByokError) -> HTTPRequest {
    let accept = request.streams ? "text/event-stream" : "application/json"
    return HTTPRequest(
      method: "POST", url: base.address(of: wire.path(for: request)), base: base,
      headers: [("Content-Type", "application/json")] + wire.headers(accepting: accept)
        + provider.headers,
      body: try wire.body(for: request), timeout: timeout,
      extraCertificates: extraCertificates)
  }

  /// Seconds as a message tells them, with one place.
  static func tenths(_ seconds: Double) -> String {
    let tenths = Int((seconds * 10).rounded(.up))
    return "\(tenths / 10).\(tenths % 10)"
  }
}
