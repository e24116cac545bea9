internal import Glibc
internal import Synchronization

/// Takes the signals that end the process on a thread of its own, while another does something.
///
/// Signals are held back from the thread that makes it, and from those that it starts.
package final class SignalGuard: Sendable {
  private let held: SignalWatch.Held
  private let thread: pthread_t?
  private let isDone: Flag

  /// A flag that threads share.
  private final class Flag: Sendable {
    let isSet = Mutex(false)
  }

  /// - Parameter take: Called with a signal's number; it ends the process.
  package init(take: @escaping @Sendable (CInt) -> Void) {
    let isDone = Flag()
    held = SignalWatch(take: take).hold()
    self.isDone = isDone
    thread = WorkerPool.start {
      SignalWatch(take: take).wait { isDone.isSet.withLock { $0 } }
    }
    // Without a thread, signals end the process as they would without this.
    if thread == nil { held.release() }
  }

  /// Lets signals through as before.
  package func end() {
    guard let thread else { return }
    isDone.isSet.withLock { $0 = true }
    SignalWatch.wake(thread)
    pthread_join(thread, nil)
    held.release()
  }
}
