internal import Glibc

/// The time of day and of the machine, and waiting; replaced in tests.
package struct Clock: Sendable {
  /// Seconds since 1970-01-01 UTC.
  package var now: @Sendable () -> Double
  /// Seconds since some fixed moment, never set back.
  package var monotonic: @Sendable () -> Double
  /// Waits the given seconds.
  package var sleep: @Sendable (Double) -> Void
  /// Waits the given seconds, or until the latch opens.
  package var wait: @Sendable (Double, Latch) -> Void

  package init(
    now: @escaping @Sendable () -> Double, monotonic: @escaping @Sendable () -> Double,
    sleep: @escaping @Sendable (Double) -> Void,
    wait: @escaping @Sendable (Double, Latch) -> Void = { $1.wait(atMost: $0) }
  ) {
    self.now = now
    self.monotonic = monotonic
    self.sleep = sleep
    self.wait = wait
  }

  /// The machine's clock.
  package static let system = Clock(
    now: { seconds(CLOCK_REALTIME) },
    monotonic: { seconds(CLOCK_MONOTONIC) },
    sleep: { _ = poll(nil, 0, CInt(clamping: Int($0 * 1000))) })

  private static func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
