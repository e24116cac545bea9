internal import ByokCore
internal import Synchronization

/// Lets requests under way go on for a while after the first SIGTERM; a second one ends them at once.
final class SignalGrace: Sendable {
  private let seconds: Double
  private let clock: Clock
  private let coordinator: BatchCoordinator
  /// When the time is over, on the monotonic clock; `nil` before the signal.
  private let deadline = Mutex<Double?>(nil)

  /// - Parameters:
  ///   - seconds: How long requests may go on.
  ///   - clock: For the time.
  ///   - coordinator: Lets no other request begin.
  init(_ seconds: Double, _ clock: Clock, _ coordinator: BatchCoordinator) {
    (self.seconds, self.clock, self.coordinator) = (seconds, clock, coordinator)
  }

  /// What to do about signals while workers send requests.
  ///
  /// - Parameters:
  ///   - requests: Notes what a signal cuts off.
  ///   - last: Done before the process ends, after requests have been noted.
  /// - Returns: What the pool of workers has to watch.
  func watch(
    _ requests: RequestLog, _ last: @escaping @Sendable (CInt) -> Void
  ) -> SignalWatch {
    let immediate = requests.watch(last)
    return SignalWatch { number in
      guard number == SignalWatch.termination, self.begin() else { return immediate.take(number) }
    } tick: {
      let deadline = self.deadline.withLock { $0 }
      if let deadline, self.clock.monotonic() >= deadline {
        immediate.take(SignalWatch.termination)
      }
    }
  }

  /// - Returns: Whether this is the first signal.
  private func begin() -> Bool {
    let isFirst = deadline.withLock { deadline in
      guard deadline == nil else { return false }
      deadline = clock.monotonic() + seconds
      return true
    }
    guard isFirst else { return false }
    coordinator.note("SIGTERM: waiting up to \(ProviderClient.tenths(seconds)) s for requests")
    coordinator.end(.terminated)
    return true
  }

  /// Ends the process by the signal, if there was one and all requests have ended.
  func conclude(_ requests: RequestLog, _ last: @escaping @Sendable (CInt) -> Void) {
    guard deadline.withLock({ $0 }) != nil else { return }
    requests.watch(last).take(SignalWatch.termination)
  }
}

extension ByokError {
  /// A scheduler asked the process to end.
  fileprivate static let terminated = Self(.failure, "stopped by SIGTERM")
}
