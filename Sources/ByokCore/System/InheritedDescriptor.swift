internal import CLinux
internal import Glibc

/// A descriptor that our caller has opened, and from which a secret is read.
///
/// A file can be read again from its beginning, so programs that byok runs must not get it.
struct InheritedDescriptor {
  let number: CInt

  init(_ number: CInt) {
    self.number = number
  }

  /// The descriptor that a path such as `/dev/stdin` or `/dev/fd/3` names; `nil` for other paths.
  init?(path: String) {
    guard let number = OpenFile.inheritedNumber(path) else { return nil }
    self.number = number
  }

  private var isStandardStream: Bool { number <= 2 }

  /// Has it closed in programs that are run from now on, unless they need one of its number.
  func closeOnExec() {
    if !isStandardStream { _ = fcntl(number, F_SETFD, FD_CLOEXEC) }
  }

  /// Puts an empty file in the place of a standard stream.
  ///
  /// A terminal stays: what was typed cannot be read again. Nothing can be written to the empty file,
  /// so output is not lost silently.
  func empty() {
    guard isStandardStream, number >= 0, isatty(number) == 0,
      let null = try? OpenFile("/dev/null", flags: O_RDONLY)
    else { return }
    dup2(null.descriptor, number)
  }
}
