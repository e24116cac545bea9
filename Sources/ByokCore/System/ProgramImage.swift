internal import CLinux
internal import Glibc

/// Another program in the place of this one: the same process, which nobody waits in.
package enum ProgramImage {
  /// Replaces this program; returns only if that fails.
  ///
  /// - Parameters:
  ///   - words: Program and arguments; the program is looked for in `PATH`, without a shell.
  ///   - variables: Its environment.
  ///   - inherited: What is put back to how our caller had it; `nil` leaves it.
  /// - Returns: Why it failed.
  package static func replace(
    with words: [String], _ variables: CPointers, _ inherited: InheritedSetup?
  ) -> Errno {
    let arguments = CPointers(copying: words)
    inherited?.restore()
    unsafe clinux_exec(words[0], arguments.base, variables.base)
    let failure = Errno.current
    inherited?.suspend()
    withExtendedLifetime(variables) {}
    return failure
  }
}

extension ByokError {
  /// A program that did not start, with the status that a shell gives for it.
  package static func cannotRun(_ program: String, _ failure: Errno) -> Self {
    let isMissing = failure == .notFound
    let isName = !program.contains("/")
    let reason = isMissing && isName ? "no such program in PATH" : failure.text
    var error = Self(.failure, "cannot run \(program.quoted): \(reason)")
    error.shellStatus = isMissing ? 127 : 126
    return error
  }
}
