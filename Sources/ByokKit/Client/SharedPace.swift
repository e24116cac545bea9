package import ByokCore

/// The pace of requests to one provider, which all byoks of one machine keep together.
///
/// A small file under a lock says until when the pace is taken.
package final class SharedPace: Sendable {
  private let pace: RequestPace
  private let state: SharedNumbers
  private let clock: Clock
  private let ended: Latch

  /// - Parameters:
  ///   - pace: How fast requests may begin.
  ///   - path: The file that byoks share.
  ///   - clock: For the waits.
  ///   - ended: Opens when nothing more may be sent.
  /// - Throws: `damaged` when the file is not safe; a failure when it cannot be written.
  package init(
    _ pace: RequestPace, at path: FilePath, clock: Clock, ended: Latch
  ) throws(ByokError) {
    (self.pace, self.clock, self.ended) = (pace, clock, ended)
    state = SharedNumbers(path, clock)
    try state.update { _ in }
  }

  /// Waits until a request may begin.
  ///
  /// - Parameter tokens: How many it is estimated to take.
  /// - Returns: `false` when the batch has ended, so that it must not be sent.
  /// - Throws: `damaged` when the file is not safe; a failure when it cannot be written.
  package func admit(tokens: Int) throws(ByokError) -> Bool {
    while !ended.isOpen {
      let now = clock.now()
      let pace = pace
      let wait = try state.update { numbers in
        // A clock that was set back would make all wait for what was in the future.
        let isKnown = numbers.count == 3 && numbers[2] <= now + Self.tolerance
        var paid = isKnown ? (requests: numbers[0], tokens: numbers[1]) : (requests: 0, tokens: 0)
        let wait = pace.take(&paid, now: now, tokens: tokens)
        numbers = [paid.requests, paid.tokens, now]
        return wait
      }
      guard wait > 0 else { return true }
      clock.wait(wait, ended)
    }
    return false
  }

  /// How far the clocks of two reads may differ, in seconds.
  private static let tolerance = 5.0
}
