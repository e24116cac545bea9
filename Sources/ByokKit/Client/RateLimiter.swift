package import ByokCore

/// Limits the requests of several workers to one provider: a refusal of one slows down all.
///
/// After each "too many requests", half as many may be under way at once, and none begins before
/// the wait is over that the provider asked for; each answer lets a little more through again.
package final class RateLimiter: Sendable {
  private struct State {
    /// How many may be under way at once.
    var limit: Double
    var underWay = 0
    /// When the next may begin, on the monotonic clock.
    var opening = 0.0
    var lastCut = 0.0
  }

  private let state: Condition<State>
  private let most: Double
  private let clock: Clock
  private let ended: Latch
  private let note: @Sendable (String) -> Void

  /// - Parameters:
  ///   - workers: The number of workers.
  ///   - clock: For the waits.
  ///   - ended: Opens when nothing more may be sent.
  ///   - note: Informs a person that all are slowed down.
  package init(
    workers: Int, clock: Clock, ended: Latch, note: @escaping @Sendable (String) -> Void
  ) {
    most = Double(workers)
    state = Condition(State(limit: Double(workers)))
    (self.clock, self.ended, self.note) = (clock, ended, note)
  }

  /// Waits until a request may begin, or the batch ends.
  ///
  /// - Returns: When it begins; `nil` when the batch has ended, so that it must not be sent.
  package func begin() -> Double? {
    state.wait { state -> Void? in
      guard state.underWay < Int(state.limit) else { return nil }
      state.underWay += 1
      return ()
    }
    while !ended.isOpen {
      let now = clock.monotonic()
      let opening = state.withLock { $0.opening }
      guard opening > now else { return now }
      clock.wait(opening - now, ended)
    }
    state.update { $0.underWay -= 1 }
    return nil
  }

  /// Ends a request that ``begin()`` let through.
  package func end() {
    state.update { state in
      state.underWay -= 1
      state.limit = min(most, state.limit + 1 / state.limit)
    }
  }

  /// Waits before another attempt of one request.
  ///
  /// - Parameter seconds: The length of the wait.
  /// - Returns: `false` when the batch has ended, so that there must be no other attempt.
  func wait(_ seconds: Double) -> Bool {
    clock.wait(seconds, ended)
    return !ended.isOpen
  }

  /// Lets nothing begin for a while.
  ///
  /// - Parameters:
  ///   - seconds: For how long.
  ///   - begun: When the request began that was refused.
  ///   - reason: Why, as a sentence.
  package func hold(_ seconds: Double, begun: Double, because reason: String) {
    let now = clock.monotonic()
    let isNew = state.withLock { state in
      state.opening = max(state.opening, now + seconds)
      guard begun >= state.lastCut else { return false }
      state.lastCut = now
      state.limit = max(1, state.limit / 2)
      return true
    }
    if isNew { note("\(reason); pausing all workers for \(ProviderClient.tenths(seconds)) s") }
  }
}

extension ByokError {
  /// The batch ended before a request of it was sent.
  static let batchEnded = Self(
    .failure, "the batch ended before this request was sent", code: .batchEnded)
}

extension ByokError {
  /// The user ended the request, and byok goes on.
  static let interrupted = Self(.failure, "stopped", code: .interrupted)
}

extension ByokError.Code {
  /// The user ended the request, and byok goes on.
  package static let interrupted = Self("interrupted")
  /// The batch ended before a request of it was sent.
  static let batchEnded = Self("batch ended")
}
