internal import Foundation

/// A value shared by threads, which a thread can wait on until it is as wanted.
///
/// `@unchecked`: every access to `state` holds the lock of `condition`.
final class Monitor<State>: @unchecked Sendable {
  private let condition = NSCondition()
  private var state: State

  init(_ state: sending State) {
    self.state = state
  }

  /// Changes or reads the value, and wakes whoever waits.
  func update<Result>(_ body: (inout State) throws -> Result) rethrows -> Result {
    condition.lock()
    defer {
      condition.broadcast()
      condition.unlock()
    }
    return try body(&state)
  }

  /// Waits until `body` returns a value, and returns it; `nil` when `seconds` passed without.
  func wait<Result>(_ seconds: TimeInterval, for body: (inout State) -> Result?) -> Result? {
    let deadline = Date(timeIntervalSinceNow: seconds)
    condition.lock()
    defer { condition.unlock() }
    while true {
      if let result = body(&state) { return result }
      guard condition.wait(until: deadline) else { return body(&state) }
    }
  }
}

/// A door that holds a reply back until the test lets it pass, so that no test sleeps.
///
/// It counts: each ``release()`` lets one `.waitFor` step pass.
public final class Gate: Sendable {
  private let passes = Monitor(0)

  /// A closed gate.
  public init() {}

  /// Lets one waiter pass, now or when it arrives.
  public func release() {
    passes.update { $0 += 1 }
  }

  /// Passes within `seconds`, or returns false.
  func pass(within seconds: TimeInterval) -> Bool {
    passes.wait(seconds) { count in
      guard count > 0 else { return nil }
      count -= 1
      return true
    } ?? false
  }
}
