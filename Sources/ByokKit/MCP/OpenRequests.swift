internal import ByokCore

/// The requests that a server has not answered.
final class OpenRequests: Sendable {
  private struct Entry {
    var outcome: RPCOutcome?
    /// Why there will be no answer to it.
    var problem: ServerProblem?
    /// When the server was last heard of it, on the monotonic clock.
    var lastSign: Double
  }

  private struct State {
    var next = 1
    var entries: [Int: Entry] = [:]
    /// Why no more answers come.
    var end: ServerProblem?
  }

  private let state = Condition(State())

  /// How long a request may take.
  struct Limits: Sendable {
    /// Seconds without any sign of it.
    var idle: Double
    /// When it is given up in any case, on the monotonic clock.
    var end: Double
    /// Ends it when it opens; `nil` for never.
    var interrupt: Latch?

    /// Seconds from now on, whatever the server says meanwhile.
    static func within(_ seconds: Double) -> Self {
      Self(idle: .infinity, end: Clock.system.monotonic() + seconds)
    }
  }

  /// Opens a request.
  ///
  /// - Returns: Its number.
  /// - Throws: Why there will be no answer.
  func begin() throws(ServerProblem) -> Int {
    try state.withLock { (state) throws(ServerProblem) in
      if let end = state.end { throw end }
      defer { state.next += 1 }
      state.entries[state.next] = Entry(lastSign: Clock.system.monotonic())
      return state.next
    }
  }

  /// Takes a message of the server's.
  ///
  /// - Parameters:
  ///   - message: The message.
  ///   - voice: Takes what the server says to people.
  /// - Returns: What to send back to a request of the server's; `nil` for nothing.
  func take(_ message: RPCMessage, _ voice: ServerVoice) -> [UInt8]? {
    switch message {
    case .response(let id, let outcome): settle(id, outcome)
    case .failure(let error): settleOnly(.failure(error))
    case .notification(let method, let params):
      if method == "notifications/progress", let id = params["progressToken"]?.integer {
        touch(id)
      }
      voice.take(notification: method, params)
    case .request(let id, let method): return RPCRequest.answer(to: id, method)
    }
    return nil
  }

  /// Takes an answer; one that nobody waits for is dropped.
  func settle(_ id: Int, _ outcome: RPCOutcome) {
    state.update { $0.entries[id]?.outcome = outcome }
  }

  /// Takes a failure that belongs to none: it is that of the only one there is.
  func settleOnly(_ outcome: RPCOutcome) {
    state.update { state in
      guard state.entries.count == 1, let id = state.entries.keys.first else { return }
      state.entries[id]?.outcome = outcome
    }
  }

  /// Fails all that are open, because an answer to one of them cannot be read.
  func settleAll(_ problem: ServerProblem) {
    state.update { state in
      for id in state.entries.keys { state.entries[id]?.problem = problem }
    }
  }

  /// Notes that the server is working on a request.
  func touch(_ id: Int) {
    state.update { $0.entries[id]?.lastSign = Clock.system.monotonic() }
  }

  /// Ends all that are open, and those that follow; the first reason counts.
  func end(_ problem: ServerProblem) {
    state.update { $0.end = $0.end ?? problem }
  }

  /// How often it is looked whether a request is still wanted, and its server there; in seconds.
  private static let pause = 0.1

  /// Waits for the answer to a request, which is then no longer open.
  ///
  /// - Parameters:
  ///   - id: Its number.
  ///   - limits: How long to wait.
  ///   - loss: Asked now and then why there will be no answer; `nil` while there may be one.
  /// - Returns: The result.
  /// - Throws: The server's failure, or why there is no answer.
  func wait(
    for id: Int, _ limits: Limits, loss: () -> ServerProblem? = { nil }
  ) throws(ServerProblem) -> JSONValue {
    let start = Clock.system.monotonic()
    defer { state.withLock { $0.entries[id] = nil } }
    while true {
      let now = Clock.system.monotonic()
      let lastSign = state.withLock { $0.entries[id]?.lastSign ?? start }
      let deadline = min(limits.end, lastSign + limits.idle)
      guard now < deadline else { throw .tooSlow(now - start) }
      let outcome = state.wait(atMost: min(deadline - now, Self.pause)) {
        state -> Result<RPCOutcome, ServerProblem>? in
        if let outcome = state.entries[id]?.outcome { return .success(outcome) }
        return (state.entries[id]?.problem ?? state.end).map(Result.failure)
      }
      guard let outcome else {
        if limits.interrupt?.isOpen == true { throw .interrupted }
        if let loss = loss() { throw loss }
        continue
      }
      switch try outcome.get() {
      case .success(let result): return result
      case .failure(let error): throw .refused(error)
      }
    }
  }
}
