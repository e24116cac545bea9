internal import Glibc
internal import Synchronization

/// Work that is done before a signal ends the process, such as ending the programs it has started.
package final class LastWork: Sendable {
  private static let all = Mutex<[LastWork]>([])
  private static let isUnderWay = Mutex(false)
  private static let hurry = Latch()
  private let work: @Sendable () -> Void

  /// - Parameter work: Done before the process ends, unless this has been ended.
  package init(_ work: @escaping @Sendable () -> Void) {
    self.work = work
    Self.all.withLock { $0.append(self) }
  }

  /// Takes it back.
  package func end() {
    Self.all.withLock { all in all.removeAll { $0 === self } }
  }

  /// Whether another signal came that ends the process: then nothing is waited for any more.
  package static var isHurried: Bool {
    if hurry.isOpen { return true }
    guard isUnderWay.withLock(\.self) else { return false }
    var pending = sigset_t()
    unsafe sigpending(&pending)
    return [SIGINT, SIGTERM, SIGHUP].contains { unsafe sigismember(&pending, $0) == 1 }
  }

  /// Does all of it; the process must end after that.
  static func run() {
    let isFirst = isUnderWay.withLock { isUnderWay in
      defer { isUnderWay = true }
      return !isUnderWay
    }
    guard isFirst else {
      hurry.open()
      // The first thread ends the process.
      while true { pause() }
    }
    for work in all.withLock(\.self) { work.work() }
  }
}
