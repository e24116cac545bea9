internal import Glibc

/// Which terminal a program runs on.
package enum TerminalIdentity {
  /// A name for the terminal and the session that runs on it; `nil` where there is none.
  ///
  /// The same terminal in another session has another name.
  package static var current: String? {
    for descriptor in 0...2 as ClosedRange<CInt> {
      var status = stat()
      guard isatty(descriptor) == 1, unsafe fstat(descriptor, &status) == 0 else { continue }
      return "\(status.st_rdev):\(getsid(0))"
    }
    return nil
  }
}
