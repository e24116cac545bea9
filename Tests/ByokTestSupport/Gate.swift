internal import ByokCore
internal import Foundation

/// A door that holds a reply back until the test lets it pass, so that no test sleeps.
///
/// It counts: each ``release()`` lets one `.waitFor` step pass.
public final class Gate: Sendable {
  private let passes = Condition(0)

  /// A closed gate.
  public init() {}

  /// Lets one waiter pass, now or when it arrives.
  public func release() {
    passes.update { $0 += 1 }
  }

  /// Passes within `seconds`, or returns false.
  func pass(within seconds: TimeInterval) -> Bool {
    passes.wait(atMost: seconds) { count in
      guard count > 0 else { return nil }
      count -= 1
      return true
    } ?? false
  }
}
