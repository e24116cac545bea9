internal import Glibc

/// The time of day and of the machine, and waiting; replaced in tests.
public struct Clock: Sendable {
  /// Seconds since 1970-01-01 UTC.
  var now: @Sendable () -> Double
  /// Seconds since some fixed moment, never set back.
  var monotonic: @Sendable () -> Double
  /// Waits the given seconds.
  var sleep: @Sendable (Double) -> Void

  /// The machine's clock.
  public static let system = Clock(
    now: { seconds(CLOCK_REALTIME) },
    monotonic: { seconds(CLOCK_MONOTONIC) },
    sleep: { _ = poll(nil, 0, CInt(clamping: Int($0 * 1000))) })

  private static func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
