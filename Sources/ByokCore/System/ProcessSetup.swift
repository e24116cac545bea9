internal import CLinux
internal import Glibc
internal import Synchronization

/// What the process does to itself before it reads its first argument.
///
/// See byok-security(7), Secrets.
package enum ProcessSetup {
  /// Gives crash signals their default action back.
  ///
  /// The Swift runtime's handler prints registers and memory, and a statically linked program looks
  /// for the backtracer below the current folder: a crash in a hostile checkout would run a file of
  /// its choice. It must be the first statement of the program.
  package static func resetCrashSignals() {
    for number in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGQUIT] {
      signal(number, SIG_DFL)
    }
  }

  /// The signals that must come back as errors of the calls that cause them.
  ///
  /// A write to a closed pipe, after which ``Console`` dies by the signal; and to a file that may not
  /// grow (`ulimit -f`), after which the temporary file is removed.
  static let ignoredSignals = [SIGPIPE, SIGXFSZ]

  /// Keeps secrets out of core files and away from debuggers, makes closed streams
  /// harmless, and takes away the variables that only libraries obey.
  ///
  /// Inherited descriptors stay open: a word of the command line such as `/dev/fd/63` (what a shell
  /// makes of `<(…)`) may name one.
  ///
  /// - Returns: How the process was before, for a program that takes its place.
  /// - Throws: A failure when the program runs set-uid, which it refuses.
  package static func harden() throws(ByokError) -> InheritedSetup {
    LibraryVariable.takeAll()
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    _ = clinux_set_undumpable()
    let mask = umask(0o077)
    usersMask.withLock { $0 = mask }
    occupyStandardStreams()
    var ignored: [CInt] = []
    for number in ignoredSignals where isIgnored(signal(number, SIG_IGN)) {
      ignored.append(number)
    }
    guard clinux_is_privileged() == 0 else {
      throw ByokError(.failure, "byok does not run set-uid or set-gid")
    }
    return InheritedSetup(fileMask: mask, ignoredSignals: ignored)
  }

  /// The mask that the process was started with, once it has one of its own.
  private static let usersMask = Mutex<mode_t?>(nil)

  /// The permissions that the user's new files do not get.
  static var usersFileMask: mode_t {
    usersMask.withLock { mask in
      if let mask { return mask }
      // No other call returns it.
      let mask = umask(0o077)
      umask(mask)
      return mask
    }
  }

  /// The mode of a new file that the user has named.
  static var newFileMode: mode_t { 0o666 & ~usersFileMask }

  private static func isIgnored(_ handler: __sighandler_t?) -> Bool {
    unsafe unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// Fills closed standard streams so that no file we open later takes their numbers.
  ///
  /// Each is opened the wrong way round, so that using it still fails with "bad file descriptor".
  private static func occupyStandardStreams() {
    for (descriptor, flags) in [
      (STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY),
    ]
    where fcntl(descriptor, F_GETFD) == -1 {
      _ = unsafe open("/dev/null", flags)
    }
  }

  /// What is undone before a signal ends the process: a process has one terminal.
  private static let undo = Mutex<(@Sendable () -> Void)?>(nil)

  /// Does something while another thread may end the process by ``die(bySignal:)``.
  ///
  /// - Parameters:
  ///   - undo: Done before the process dies meanwhile.
  ///   - body: What to do.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws.
  static func undoing<Result: ~Copyable>(
    with undo: @escaping @Sendable () -> Void, _ body: () throws(ByokError) -> Result
  ) throws(ByokError) -> Result {
    self.undo.withLock { $0 = undo }
    defer { self.undo.withLock { $0 = nil } }
    return try body()
  }

  /// Ends the process the way `signal` would have.
  ///
  /// A handler of the signal is ours: it leaves the terminal in order, and lets the signal act.
  package static func die(bySignal number: CInt) -> Never {
    LastWork.run()
    undo.withLock { $0?() }
    if SignalWatch.isIgnored(number) { signal(number, SIG_DFL) }
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, number)
    unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    raise(number)
    exit(128 + number)
  }
}

/// What ``ProcessSetup/harden()`` changed and a program in our place is to find as it was.
///
/// Core files stay off: they would hold the keys in its environment.
package struct InheritedSetup: Sendable {
  /// The permissions that new files do not get.
  let fileMask: mode_t
  /// Those of ``ProcessSetup/ignoredSignals`` that our caller ignored.
  let ignoredSignals: [CInt]

  /// Puts it back.
  func restore() {
    umask(fileMask)
    for number in ProcessSetup.ignoredSignals where !ignoredSignals.contains(number) {
      signal(number, SIG_DFL)
    }
  }

  /// Changes it as it was for byok itself.
  func suspend() {
    umask(0o077)
    for number in ProcessSetup.ignoredSignals { signal(number, SIG_IGN) }
  }
}
