internal import Glibc

/// An error number of the C library.
///
/// The system layer throws it; whoever knows which file or stream was meant turns it into a
/// ``ByokError``.
package struct Errno: Error, Equatable {
  package let code: CInt

  /// The number that the failed call left behind.
  package static var current: Errno { Errno(code: errno) }

  static let accessDenied = Errno(code: EACCES)
  static let alreadyExists = Errno(code: EEXIST)
  static let badDescriptor = Errno(code: EBADF)
  static let brokenPipe = Errno(code: EPIPE)
  static let busy = Errno(code: EBUSY)
  package static let cancelled = Errno(code: ECANCELED)
  static let interrupted = Errno(code: EINTR)
  package static let invalidArgument = Errno(code: EINVAL)
  static let noLocks = Errno(code: ENOLCK)
  static let noSpace = Errno(code: ENOSPC)
  static let notADirectory = Errno(code: ENOTDIR)
  package static let notFound = Errno(code: ENOENT)
  static let notPermitted = Errno(code: EPERM)
  static let notSupported = Errno(code: ENOTSUP)
  static let outOfMemory = Errno(code: ENOMEM)
  /// What was read cannot be read again.
  package static let notSeekable = Errno(code: ESPIPE)
  /// Whoever sends it has ended.
  package static let endedEarly = Errno(code: EPIPE)
  static let tooManyLinks = Errno(code: ELOOP)
  static let wouldBlock = Errno(code: EWOULDBLOCK)

  /// Whether a file can only be written in place: another's, in a folder of another's, or one that is
  /// a mount of its own.
  var forbidsReplacing: Bool { [.accessDenied, .notPermitted, .busy].contains(self) }

  /// The C library's words, such as `No space left on device`.
  package var text: String {
    unsafe String(cString: strerror(code))
  }
}

/// Makes a system call again as long as a signal interrupts it.
///
/// - Parameter call: A call that answers −1 and sets `errno` when it fails.
/// - Returns: What the call answered.
/// - Throws: The ``Errno`` of a failure other than EINTR.
func retryingInterrupted<Answer: SignedInteger>(_ call: () -> Answer) throws(Errno) -> Answer {
  while true {
    let answer = call()
    if answer != -1 { return answer }
    let failure = Errno.current
    if failure != .interrupted { throw failure }
  }
}
