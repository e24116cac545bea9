package import ByokCore

/// The one way to ask a provider: every request goes through here, whatever it asks for.
///
/// It adds the header fields of the row and of the dialect and the key's line, keeps the limits of
/// time and money, tries again where that is safe, classifies what goes wrong, takes the key out of
/// every message, and notes in the usage log what costs money.
///
/// Source: the waits of the providers' own SDKs, read 2026-11-23.
package struct ProviderClient: Sendable {
  package let provider: Provider
  /// The dialect of the requests; most providers speak only one.
  package let dialect: any Dialect.Type
  /// What all clients of a command share.
  package var session: ClientSession
  /// How patient it is.
  package var patience: Patience

  package init(
    _ provider: Provider, _ dialect: (any Dialect.Type)? = nil, _ session: ClientSession,
    _ patience: Patience = Patience()
  ) {
    self.provider = provider
    self.dialect = dialect ?? provider.dialect
    (self.session, self.patience) = (session, patience)
  }

  /// How long and how often a provider is asked.
  package struct Patience: Sendable {
    /// How often to try again.
    package var retries: Int
    /// Seconds for one attempt.
    package var timeout: Double
    /// The longest wait that a provider is granted before another attempt, in seconds.
    package var longestWait: Double
    /// Whether a person is shown that a reply is awaited.
    package var showsWaiting = false

    package init(retries: Int = 3, timeout: Double = 1800, longestWait: Double = 60) {
      (self.retries, self.timeout, self.longestWait) = (retries, timeout, longestWait)
    }

    /// One attempt of at most so many seconds.
    package static func once(_ timeout: Double) -> Self { Self(retries: 0, timeout: timeout) }
  }

  /// Sends a request and reads the answer, trying again where that is safe and may help.
  ///
  /// - Parameters:
  ///   - endpoint: What to ask.
  ///   - key: The key to ask with, which also says where.
  ///   - makeReader: Makes the reader of one attempt's answer.
  /// - Returns: The reader of the answer that is complete.
  /// - Throws: What the reader's owner threw; a failure of the network or the provider.
  func send<Reader: AnswerReader>(
    _ endpoint: some Endpoint, key: borrowing ChosenKey, to makeReader: () -> Reader
  ) throws(ByokError) -> Reader {
    var endpoint = withKnownRemedies(endpoint)
    var attempt = 0
    var refusal: ByokError?
    while true {
      let reader = makeReader()
      let begun = session.limiter?.begin()
      if session.limiter != nil, begun == nil { throw refusal ?? .batchEnded }
      guard try keepsPace(endpoint) else { throw refusal ?? .batchEnded }
      reader.begin()
      let problem = try self.attempt(endpoint, key: key, reader)
      session.limiter?.end()
      if let failure = reader.ownFailure { throw failure }
      guard let problem else { return reader }
      if session.interrupt?.isOpen == true { throw .interrupted }
      if !reader.hasOutput, let amended = amended(endpoint, after: problem) {
        endpoint = amended
        continue
      }
      let asked = problem.retryAfter(head: reader.head, now: session.clock.now())
      let failure = self.failure(
        problem, head: reader.head, wait: asked, request: endpoint.chatRequest, key: key)
      guard !reader.hasOutput, failure.code != .brokenCall,
        problem.isRetryable(head: reader.head)
      else { throw failure }
      let wait = asked ?? ProviderProblem.backoff(attempt: attempt)
      guard wait <= patience.longestWait else { throw failure }
      if failure.kind == .limited, let limiter = session.limiter, let begun {
        limiter.hold(wait, begun: begun, because: failure.message)
      }
      guard attempt < patience.retries else { throw failure }
      attempt += 1
      refusal = failure
      guard try pause(wait, failure, attempt: attempt) else { throw failure }
    }
  }

  /// Waits until the pace of the requests lets another begin.
  ///
  /// - Returns: `false` when there must be none.
  /// - Throws: A failure when the pace cannot be shared.
  private func keepsPace(_ endpoint: some Endpoint) throws(ByokError) -> Bool {
    guard let pace = session.pace else { return true }
    let estimate = endpoint.chatRequest.map { ChatEstimate($0, provider) }
    var mayBegin = false
    defer { if !mayBegin { session.limiter?.end() } }
    mayBegin = try pace.admit(tokens: estimate.map { $0.input + $0.output } ?? 0)
    return mayBegin
  }

  /// Waits before another attempt.
  ///
  /// - Returns: `false` when there must be none.
  private func pause(
    _ seconds: Double, _ failure: ByokError, attempt: Int
  ) throws(ByokError) -> Bool {
    if failure.kind == .limited, session.limiter != nil { return true }
    session.console.note(
      "\(failure.message); trying again in \(Self.tenths(seconds)) s"
        + " (\(attempt) of \(patience.retries))")
    if let limiter = session.limiter { return limiter.wait(seconds) }
    guard let interrupt = session.interrupt else {
      session.clock.sleep(seconds)
      return true
    }
    session.clock.wait(seconds, interrupt)
    if interrupt.isOpen { throw .interrupted }
    return true
  }

  /// Sends the request once, and judges what comes.
  ///
  /// - Returns: Why there is no complete answer; `nil` when there is, or its reader's owner failed.
  /// - Throws: A failure when the request cannot be written.
  private func attempt(
    _ endpoint: some Endpoint, key: borrowing ChosenKey, _ reader: some AnswerReader
  ) throws(ByokError) -> ProviderProblem? {
    let failure = try exchange(endpoint, key: key, reader)
    reader.end()
    if let failure {
      session.console.detail("incomplete response:  \(failure.message)")
      if reader.ownFailure != nil { return .transport(failure) }
    } else if let head = reader.head {
      session.console.detail("HTTP \(head.status)")
    }
    if reader.ownFailure != nil { return nil }
    // A connection that dies after the end of a reply takes nothing from it, nor from a failure
    // that the provider had reported.
    do throws(ReplyFailure) {
      try reader.finish()
      return nil
    } catch {
      switch (error, failure) {
      case (.reported, _), (.cutOff, _), (_, nil):
        return ProviderProblem(error, head: reader.head, provider: provider, base: key.base)
      case (_, let failure?): return .transport(failure)
      }
    }
  }

  /// Sends the request once: the only place that hands a provider's key to the network.
  ///
  /// - Returns: Why no complete answer came.
  /// - Throws: A failure when the request cannot be written.
  func exchange(
    _ endpoint: some Endpoint, key: borrowing ChosenKey, _ receiver: some ResponseReceiver
  ) throws(ByokError) -> TransportFailure? {
    var request = try httpRequest(endpoint, base: key.base)
    request.obeysTrustVariables = !key.source.isKept
    session.console.detail("\(request.method) \(request.url)")
    let transport: any Transport = provider.isOffline ? EchoTransport() : session.transport
    session.console.details(transport.details(for: request))
    return try key.withLine(for: provider, dialect) { line in
      do throws(TransportFailure) {
        try transport.send(request, keyLine: line, to: receiver)
        return nil
      } catch {
        return error
      }
    }
  }

  /// The request of HTTP, but for the key.
  ///
  /// - Throws: A failure when the body cannot be written.
  package func httpRequest(
    _ endpoint: some Endpoint, base: BaseURL
  ) throws(ByokError) -> HTTPRequest {
    var request = HTTPRequest(
      method: endpoint.method, url: base.address(of: endpoint.path), base: base,
      headers: dialect.headers(accepting: endpoint.accepts) + provider.headers,
      timeout: patience.timeout)
    switch try endpoint.body() {
    case .none: break
    case .json(let bytes):
      request.headers.insert(("Content-Type", "application/json"), at: 0)
      request.body = bytes
    case .upload(let source, let type):
      request.headers.insert(("Content-Type", type), at: 0)
      // Without a length, HTTP/1.1 sends pieces (RFC 9112, section 7.1).
      if source.count == nil { request.headers.append(("Transfer-Encoding", "chunked")) }
      request.upload = source
    }
    return request
  }

  /// The failure that a problem is to the user.
  func failure(
    _ problem: ProviderProblem, head: ResponseHead?, wait: Double? = nil,
    request: ChatRequest? = nil, key: borrowing ChosenKey
  ) -> ByokError {
    problem.error(provider: provider, request: request, key: key, head: head, wait: wait)
  }

  /// Seconds for a message, with one decimal place.
  static func tenths(_ seconds: Double) -> String {
    let tenths = Int((seconds * 10).rounded(.up))
    return "\(tenths / 10).\(tenths % 10)"
  }
}

/// Reads the answer to one attempt.
protocol AnswerReader: ResponseReceiver {
  /// The answer's head, once it has arrived.
  var head: ResponseHead? { get }
  /// A failure of whoever takes what is read, which ended the attempt.
  var ownFailure: ByokError? { get }
  /// Whether anything of the answer was handed on, after which it must not be asked for again.
  var hasOutput: Bool { get }

  /// Begins the attempt, once it may be sent.
  func begin()

  /// Ends the attempt, before anything is said about it.
  func end()

  /// Ends the answer after its last byte.
  ///
  /// - Throws: What the provider reports, or how the answer is broken.
  func finish() throws(ReplyFailure)
}
