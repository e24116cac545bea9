internal import Glibc

/// A value that threads share and can wait on, or that all of them need for each request; elsewhere a
/// `Mutex` is enough.
///
/// A `Mutex` is handed to the thread that has waited longest: under contention, each use costs a switch
/// between threads. A thread that releases this lock may take it again at once.
///
/// `@unchecked`: every access to `state` holds the lock. `@safe`: the two pointers are to memory of
/// its own, which lives as long as it does.
///
/// The C functions are `pthread_mutex_*` and `pthread_cond_*`: the lock of a `Mutex` cannot be
/// given up while a thread waits.
@safe package final class Condition<State: Sendable & ~Copyable>: @unchecked Sendable {
  private let lock: UnsafeMutablePointer<pthread_mutex_t>
  private let condition: UnsafeMutablePointer<pthread_cond_t>
  private var state: State

  package init(_ state: consuming State) {
    self.state = state
    unsafe lock = .allocate(capacity: 1)
    unsafe condition = .allocate(capacity: 1)
    unsafe pthread_mutex_init(lock, nil)
    var attributes = pthread_condattr_t()
    unsafe pthread_condattr_init(&attributes)
    unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    unsafe pthread_cond_init(condition, &attributes)
    unsafe pthread_condattr_destroy(&attributes)
  }

  deinit {
    unsafe pthread_cond_destroy(condition)
    unsafe pthread_mutex_destroy(lock)
    unsafe condition.deallocate()
    unsafe lock.deallocate()
  }

  /// Reads or changes the value; wakes nobody.
  ///
  /// - Throws: What `body` throws.
  package func withLock<Result: ~Copyable, Failure>(
    _ body: (inout State) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    unsafe pthread_mutex_lock(lock)
    defer { unsafe pthread_mutex_unlock(lock) }
    return try body(&state)
  }

  /// Changes the value, and wakes every thread that waits for a change.
  ///
  /// - Throws: What `body` throws.
  package func update<Result: ~Copyable, Failure>(
    _ body: (inout State) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { unsafe pthread_cond_broadcast(condition) }
    return try withLock(body)
  }

  /// Waits until `body`, which is called again after each change, returns a result.
  @discardableResult
  package func wait<Result: ~Copyable>(for body: (inout State) -> Result?) -> Result {
    unsafe pthread_mutex_lock(lock)
    defer { unsafe pthread_mutex_unlock(lock) }
    while true {
      if let result = body(&state) { return result }
      unsafe pthread_cond_wait(condition, lock)
    }
  }

  /// Waits until `body` returns a result, or the time is over.
  ///
  /// - Parameters:
  ///   - seconds: The longest wait.
  ///   - body: Called again after each change.
  /// - Returns: `nil` when the time was over first.
  @discardableResult
  package func wait<Result: ~Copyable>(
    atMost seconds: Double, for body: (inout State) -> Result?
  ) -> Result? {
    var deadline = Self.time(in: seconds)
    unsafe pthread_mutex_lock(lock)
    defer { unsafe pthread_mutex_unlock(lock) }
    while true {
      if let result = body(&state) { return result }
      guard unsafe pthread_cond_timedwait(condition, lock, &deadline) == 0 else {
        return body(&state)
      }
    }
  }

  private static func time(in seconds: Double) -> timespec {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    // Nobody waits for longer than a year, and a deadline must not overflow.
    let nanoseconds = time.tv_nsec + Int(min(max(0, seconds), 3e7) * 1e9)
    return timespec(
      tv_sec: time.tv_sec + nanoseconds / 1_000_000_000, tv_nsec: nanoseconds % 1_000_000_000)
  }
}

/// A gate that opens once and stays open.
package final class Latch: Sendable {
  private let state = Condition(false)

  package init() {}

  package var isOpen: Bool { state.withLock { $0 } }

  /// Opens it, and wakes every thread that waits for that.
  package func open() { state.update { $0 = true } }

  /// Waits until it is open, `seconds` at most.
  package func wait(atMost seconds: Double) {
    _ = state.wait(atMost: seconds) { $0 ? true : nil }
  }
}
