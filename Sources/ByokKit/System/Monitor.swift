internal import Glibc

/// A value shared by threads, which a thread can wait on until it is as wanted.
///
/// `@unchecked`: every access to `state` holds the lock. `@safe`: the two pointers are to memory of
/// its own, which lives as long as it does.
///
/// The C functions are `pthread_mutex_*` and `pthread_cond_*`.
@safe final class Monitor<State>: @unchecked Sendable {
  private let lock: UnsafeMutablePointer<pthread_mutex_t>
  private let condition: UnsafeMutablePointer<pthread_cond_t>
  private var state: State

  init(_ state: sending State) {
    self.state = state
    unsafe lock = .allocate(capacity: 1)
    unsafe condition = .allocate(capacity: 1)
    unsafe pthread_mutex_init(lock, nil)
    unsafe pthread_cond_init(condition, nil)
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
  func withLock<Result: ~Copyable, Failure>(
    _ body: (inout State) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    unsafe pthread_mutex_lock(lock)
    defer { unsafe pthread_mutex_unlock(lock) }
    return try body(&state)
  }

  /// Changes the value, and wakes whoever waits for it to change.
  ///
  /// - Throws: What `body` throws.
  func update<Result, Failure>(
    _ body: (inout State) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { unsafe pthread_cond_broadcast(condition) }
    return try withLock(body)
  }

  /// Waits until `body` gives something, which it is asked anew after each change.
  @discardableResult
  func wait<Result>(for body: (inout State) -> Result?) -> Result {
    unsafe pthread_mutex_lock(lock)
    defer { unsafe pthread_mutex_unlock(lock) }
    while true {
      if let result = body(&state) { return result }
      unsafe pthread_cond_wait(condition, lock)
    }
  }
}
