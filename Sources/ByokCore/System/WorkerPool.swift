package import Glibc
internal import Synchronization

/// Work that is done by several threads at once.
package enum WorkerPool {
  /// Does the work on so many threads, and returns when all have ended.
  ///
  /// - Parameters:
  ///   - count: How many threads; where the system gives fewer, the work is done by those.
  ///   - watch: What to do about signals meanwhile; `nil` leaves them alone.
  ///   - work: What each thread does; its argument counts them from 0.
  package static func run(
    _ count: Int, watch: SignalWatch? = nil, _ work: @escaping @Sendable (Int) -> Void
  ) {
    // The threads inherit which signals are held back.
    let held = watch.map { $0.hold() }
    // All are counted before the first begins, so that only one of them is the last.
    let running = Mutex(count)
    let waiter = pthread_self()
    var threads: [pthread_t] = []
    for number in 0..<count {
      let thread = start {
        work(number)
        let isLast = running.withLock { left in
          left -= 1
          return left == 0
        }
        if isLast, held != nil { SignalWatch.wake(waiter) }
      }
      guard let thread else {
        running.withLock { $0 -= count - number }
        break
      }
      threads.append(thread)
    }
    if threads.isEmpty {
      work(0)
    } else if let watch {
      watch.wait { running.withLock { $0 == 0 } }
    }
    for thread in threads { pthread_join(thread, nil) }
    watch?.drain()
    held?.release()
  }

  /// Does something with each item, on at most so many threads.
  ///
  /// - Parameters:
  ///   - items: The items.
  ///   - workers: The most threads.
  ///   - watch: What to do about signals meanwhile; `nil` leaves them alone.
  ///   - work: What to do with one.
  /// - Returns: The results, in the order of the items.
  package static func map<Item: Sendable, Result: Sendable>(
    _ items: [Item], workers: Int, watch: SignalWatch? = nil,
    _ work: @escaping @Sendable (Item) -> Result
  ) -> [Result] {
    let next = Mutex(0)
    let results = Mutex([Result?](repeating: nil, count: items.count))
    run(min(workers, items.count), watch: watch) { _ in
      while true {
        let index = next.withLock { next in
          defer { next += 1 }
          return next
        }
        guard index < items.count else { return }
        let result = work(items[index])
        results.withLock { $0[index] = result }
      }
    }
    return results.withLock { $0.compactMap(\.self) }
  }

  /// Starts a thread; `nil` where the system has none to give.
  ///
  /// The C function is `pthread_create`.
  ///
  /// - Parameters:
  ///   - stackSize: Bytes of its stack; `nil` for the system's usual size.
  ///   - work: What it does.
  /// - Returns: The thread.
  package static func start(
    stackSize: Int? = nil, _ work: @escaping @Sendable () -> Void
  ) -> pthread_t? {
    var thread = pthread_t()
    var attributes = pthread_attr_t()
    unsafe pthread_attr_init(&attributes)
    defer { unsafe pthread_attr_destroy(&attributes) }
    if let stackSize { unsafe pthread_attr_setstacksize(&attributes, stackSize) }
    let box = unsafe Unmanaged.passRetained(Work(work))
    let code = unsafe pthread_create(
      &thread, &attributes,
      { context in
        guard let context = unsafe context else { return nil }
        unsafe Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run()
        return nil
      }, box.toOpaque())
    guard code == 0 else {
      unsafe box.release()
      return nil
    }
    return thread
  }

  /// Starts a thread that nobody waits for.
  ///
  /// - Parameters:
  ///   - stackSize: Bytes of its stack; `nil` for the system's usual size.
  ///   - work: What it does.
  /// - Returns: Whether there is one to give.
  package static func startDetached(
    stackSize: Int? = nil, _ work: @escaping @Sendable () -> Void
  ) -> Bool {
    guard let thread = start(stackSize: stackSize, work) else { return false }
    pthread_detach(thread)
    return true
  }

  /// A closure that a thread can be handed.
  private final class Work {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }
}

/// What to do about the signals that end a process, while threads are at work.
///
/// They are held back from all threads and taken by one, so that the end comes between two writes
/// and not within one. Signals that the process was started to ignore stay ignored.
package struct SignalWatch {
  /// Called with the signal's number; it ends the process or lets it go on.
  package let take: (CInt) -> Void
  /// Called about once a second; `nil` for never.
  package var tick: (() -> Void)?

  package init(take: @escaping (CInt) -> Void, tick: (() -> Void)? = nil) {
    self.take = take
    self.tick = tick
  }

  /// The signal of Ctrl-C.
  package static let interrupt = SIGINT

  /// The signal by which schedulers ask a program to end.
  package static let termination = SIGTERM

  /// Signals the waiting thread that the work is done.
  private static let done = SIGUSR2

  /// Signals that are held back.
  struct Held: Sendable {
    fileprivate let before: sigset_t

    /// Lets signals through as before.
    func release() {
      unsafe withUnsafePointer(to: before) { _ = unsafe pthread_sigmask(SIG_SETMASK, $0, nil) }
    }
  }

  func hold() -> Held {
    var before = sigset_t()
    var signals = Self.signals
    unsafe pthread_sigmask(SIG_BLOCK, &signals, &before)
    return Held(before: before)
  }

  static func wake(_ thread: pthread_t) {
    pthread_kill(thread, done)
  }

  /// Takes signals until the work is done.
  ///
  /// The C function is `sigtimedwait`.
  package func wait(isDone: () -> Bool) {
    var signals = Self.signals
    var second = timespec(tv_sec: 1, tv_nsec: 0)
    while true {
      let number = unsafe sigtimedwait(&signals, nil, &second)
      if number == Self.done || number < 0, isDone() { return }
      if number > 0 { take(number) } else { tick?() }
    }
  }

  /// Takes a wake that came too late to be waited for.
  fileprivate func drain() {
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, Self.done)
    var none = timespec()
    while unsafe sigtimedwait(&signals, nil, &none) > 0 {}
  }

  private static var signals: sigset_t {
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    for number in [SIGINT, SIGTERM, SIGHUP] where !isIgnored(number) {
      unsafe sigaddset(&signals, number)
    }
    unsafe sigaddset(&signals, done)
    return signals
  }

  /// Whether a signal does nothing.
  static func isIgnored(_ number: CInt) -> Bool {
    var action = sigaction()
    guard unsafe sigaction(number, nil, &action) == 0 else { return false }
    return unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
  }
}
