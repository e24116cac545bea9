/// How fast several workers ask one provider together: one that is told to slow down slows all.
///
/// After each "too many requests" half as many may be under way at once, and none begins before the
/// wait is over that the provider asked for; each answer lets a little more through again.
final class RequestPace: Sendable {
  private struct State {
    /// How many may be under way at once.
    var limit: Double
    var underWay = 0
    /// When the next may begin, on the monotonic clock.
    var opening = 0.0
    var lastCut = 0.0
  }

  private let state: Monitor<State>
  private let most: Double
  private let clock: Clock
  private let tell: @Sendable (String) -> Void

  /// - Parameters:
  ///   - workers: How many there are.
  ///   - clock: For the waits.
  ///   - tell: Tells a person that all are slowed down.
  init(workers: Int, clock: Clock, tell: @escaping @Sendable (String) -> Void) {
    most = Double(workers)
    state = Monitor(State(limit: Double(workers)))
    self.clock = clock
    self.tell = tell
  }

  /// Waits until a request may begin.
  ///
  /// - Returns: When it begins.
  func begin() -> Double {
    state.wait { (state) -> Void? in
      guard state.underWay < Int(state.limit) else { return nil }
      state.underWay += 1
      return ()
    }
    while true {
      let now = clock.monotonic()
      let opening = state.withLock { $0.opening }
      guard opening > now else { return now }
      clock.sleep(opening - now)
    }
  }

  /// Ends a request.
  func end() {
    state.update { state in
      state.underWay -= 1
      state.limit = min(most, state.limit + 1 / state.limit)
    }
  }

  /// Lets nothing begin for a while.
  ///
  /// - Parameters:
  ///   - seconds: For how long.
  ///   - begun: When the request began that was refused.
  ///   - reason: Why, as a sentence.
  func hold(_ seconds: Double, begun: Double, because reason: String) {
    let now = clock.monotonic()
    let isNew = state.withLock { state in
      state.opening = max(state.opening, now + seconds)
      guard begun >= state.lastCut else { return false }
      state.lastCut = now
      state.limit = max(1, state.limit / 2)
      return true
    }
    if isNew { tell("\(reason); all wait \(ChatExchange.tenths(seconds)) s") }
  }
}
