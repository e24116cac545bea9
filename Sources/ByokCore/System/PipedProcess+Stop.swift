internal import CLinux
internal import Glibc

extension PipedProcess {
  /// How long a program may take to end.
  package struct Patience: Sendable {
    /// Seconds from the end of its standard input to SIGTERM.
    let afterEnd: Double
    /// Seconds from SIGTERM to SIGKILL.
    let afterSignal: Double

    /// Where byok ends in its own time.
    package static let usual = Self(afterEnd: 2, afterSignal: 1)
    /// Where a signal ends byok.
    package static let hurried = Self(afterEnd: 0.5, afterSignal: 0.5)
  }

  /// How it has exited, such as `exited with status 1`; `nil` while it goes on.
  package var exit: String? {
    state.withLock { state in
      var status: CInt = 0
      if let exit = state.exit { return exit }
      return unsafe clinux_has_exited(id, &status) != 0 ? Self.text(status) : nil
    }
  }

  /// How it has exited, where it does so, and its output streams end, within that many seconds.
  package func awaitExit(atMost seconds: Double) -> String? {
    let end = Clock.system.monotonic() + seconds
    while true {
      let exit = self.exit
      let isOver = Clock.system.monotonic() >= end
      if isOver || exit != nil && state.withLock(\.openOutputs) == 0 { return exit }
      usleep(500)
    }
  }

  /// Notes what it has started so far, which is ended with it.
  ///
  /// The children of a process that has exited are nobody's any more, so they are looked for before.
  package func noteDescendants() {
    guard !state.withLock(\.isReaped) else { return }
    let found = ProcessTree.descendants(of: id)
    state.withLock { state in
      state.descendants =
        state.descendants.filter { !found.contains($0) && ProcessTree.isThere($0) } + found
    }
  }

  private static func text(_ status: CInt) -> String {
    status < 0 ? "was killed by signal \(-status)" : "exited with status \(status)"
  }

  /// Ends its standard input, and then it and what it started, as far as they have not ended by
  /// themselves; returns when nothing of it is left.
  ///
  /// Only the end of standard input reaches a program that a launcher started; signals follow if
  /// that has no effect. Several threads may call this: the shortest patience counts.
  ///
  /// - Parameters:
  ///   - patience: How long it may take.
  ///   - isHurried: Whether it is to be killed at once after all; asked now and then.
  package func stop(_ patience: Patience, isHurried: () -> Bool = { false }) {
    noteDescendants()
    let now = Clock.system.monotonic()
    let isFirst = state.update { state in
      let new = (
        terminate: now + patience.afterEnd, kill: now + patience.afterEnd + patience.afterSignal
      )
      let old = state.deadlines ?? new
      state.deadlines = (min(old.terminate, new.terminate), min(old.kill, new.kill))
      state.isClosing = true
      defer { state.isStopping = true }
      return !state.isStopping
    }
    if isFirst { end(isHurried) } else { waitForEnd(isHurried) }
  }

  private func end(_ isHurried: () -> Bool) {
    var isSignalled = false
    var isGone = self.isGone
    while !isGone {
      let deadlines = state.withLock(\.deadlines) ?? (0, 0)
      let now = Clock.system.monotonic()
      if now >= deadlines.kill || isHurried() { break }
      if now >= deadlines.terminate, !isSignalled {
        noteDescendants()
        kill(-id, SIGTERM)
        isSignalled = true
      }
      rest()
      isGone = self.isGone
    }
    if !isGone { ProcessTree.kill(id) }
    // Its number identifies the group until the process has been waited for.
    kill(-id, SIGKILL)
    ProcessTree.kill(state.withLock(\.descendants))
    state.update { state in
      var status: CInt = 0
      if unsafe clinux_has_exited(id, &status) != 0 { state.exit = Self.text(status) }
      while unsafe waitpid(id, &status, 0) == -1, Errno.current == .interrupted {}
      state.isReaped = true
    }
  }

  private func waitForEnd(_ isHurried: () -> Bool) {
    while !state.withLock(\.isReaped) {
      if isHurried() { state.update { $0.deadlines = (0, 0) } }
      state.wait(atMost: 0.005) { $0.isReaped ? () : nil }
    }
  }

  /// Whether it has exited and nobody else holds its streams.
  private var isGone: Bool {
    state.withLock(\.openOutputs) == 0 && exit != nil
  }

  /// Waits a moment.
  private func rest() {
    // The end of the streams is reported, the exit that follows is not.
    guard state.withLock({ $0.openOutputs > 0 }) else {
      usleep(500)
      return
    }
    state.wait(atMost: 0.005) { $0.openOutputs == 0 ? () : nil }
  }
}
