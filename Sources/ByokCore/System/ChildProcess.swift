internal import Glibc

/// Runs a program for what it prints.
///
/// It stays in our process group, so that it may ask on the terminal (a group in the background is
/// stopped for that), and so that Ctrl-C, Ctrl-Z and whoever ends our group reach it as they reach
/// us. What it has started is therefore found as its descendants when it must be ended.
package enum ChildProcess {
  /// Why a program gave nothing.
  package enum Failure: Error, Equatable {
    case cannotStart(Errno)
    case ended(status: Int32)
    case signalled(Int32)
    case tooSlow
    case tooMuch
  }

  /// Runs `words` without a shell, hands each piece of its standard output to `take`, and waits.
  ///
  /// Its standard input is empty, its standard error is ours.
  ///
  /// - Parameters:
  ///   - words: Program and arguments; the program is looked for in `PATH`.
  ///   - withheld: Beginnings of variables that the program does not get.
  ///   - seconds: How long it may take.
  ///   - showsErrors: Whether its standard error is ours; else it is dropped.
  ///   - take: Reads from the descriptor; answers how many bytes came, 0 at the end, or `nil` when
  ///     it has had too much.
  /// - Throws: A ``Failure``.
  static func run(
    _ words: [String], withholding withheld: [String], seconds: Double, showsErrors: Bool = true,
    take: (CInt) throws(Errno) -> Int?
  ) throws(Failure) {
    var ends: [CInt] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { throw .cannotStart(.current) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let process: pid_t
    do throws(Errno) {
      defer { close(ends[1]) }
      process = try start(
        words, CPointers(environmentWithout: withheld), input: nil, output: ends[1],
        showsErrors: showsErrors)
    } catch {
      close(ends[0])
      throw .cannotStart(error)
    }
    let end = Clock.system.monotonic() + seconds
    let problem = drain(ends[0], until: end, take: take)
    close(ends[0])
    let status = try reap(process, until: end, after: problem)
    if status & 0x7F != 0 { throw .signalled(status & 0x7F) }
    let code = (status >> 8) & 0xFF
    guard code == 0 else { throw .ended(status: code) }
  }

  /// Runs `words` without a shell for what it prints, and waits for its end.
  ///
  /// Its standard input is empty, and what it writes to standard error is dropped unless `showsErrors`.
  ///
  /// - Parameters:
  ///   - words: Program and arguments; the program is looked for in `PATH`.
  ///   - withheld: Beginnings of variables that the program does not get.
  ///   - seconds: How long it may take.
  ///   - limit: The most bytes it may print.
  ///   - showsErrors: Whether its standard error is ours.
  /// - Returns: What it printed.
  /// - Throws: A ``Failure``.
  package static func output(
    of words: [String], withholding withheld: [String], seconds: Double, limit: Int,
    showsErrors: Bool
  ) throws(Failure) -> [UInt8] {
    var output: [UInt8] = []
    try run(words, withholding: withheld, seconds: seconds, showsErrors: showsErrors) {
      (descriptor) throws(Errno) in
      guard output.count <= limit else { return nil }
      let piece = try OpenFile.read(descriptor, atMost: 64 << 10)
      output += piece
      return piece.count
    }
    guard output.count <= limit else { throw .tooMuch }
    return output
  }

  private static func drain(
    _ descriptor: CInt, until end: Double, take: (CInt) throws(Errno) -> Int?
  ) -> Failure? {
    do throws(Errno) {
      while true {
        let left = end - Clock.system.monotonic()
        let milliseconds = CInt(clamping: Int(max(0, left) * 1000))
        guard left > 0, try wait(for: CShort(POLLIN), on: descriptor, milliseconds: milliseconds)
        else { return .tooSlow }
        guard let count = try take(descriptor) else { return .tooMuch }
        if count == 0 { return nil }
      }
    } catch {
      return .cannotStart(error)
    }
  }

  /// Waits for the process, which may go on after its output has ended; kills it if it must end.
  private static func reap(
    _ process: pid_t, until end: Double, after problem: Failure?
  ) throws(Failure) -> Int32 {
    var status: Int32 = 0
    var problem = problem
    while problem == nil, unsafe waitpid(process, &status, WNOHANG) == 0 {
      if Clock.system.monotonic() >= end { problem = .tooSlow } else { usleep(1000) }
    }
    guard let problem else { return status }
    ProcessTree.kill(process)
    while unsafe waitpid(process, &status, 0) == -1, Errno.current == .interrupted {}
    throw problem
  }

  /// Runs `words` without a shell, gives it `text` on standard input, and waits for its end.
  ///
  /// Its output is ours. Until it ends, Ctrl-C is its business.
  ///
  /// - Parameters:
  ///   - text: What it reads, as far as it wants to.
  ///   - words: Program and arguments; the program is looked for in `PATH`.
  ///   - variables: Its whole environment, as `NAME=value`.
  /// - Throws: ``Failure/cannotStart(_:)``.
  package static func show(
    _ text: String, with words: [String], variables: [String]
  ) throws(Failure) {
    var ends: [CInt] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { throw .cannotStart(.current) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let before = signal(SIGINT, SIG_IGN)
    defer { _ = signal(SIGINT, before) }
    let process: pid_t
    do throws(Errno) {
      defer { close(ends[0]) }
      process = try start(words, CPointers(copying: variables), input: ends[0], output: nil)
    } catch {
      close(ends[1])
      throw .cannotStart(error)
    }
    // Whoever reads may have had enough.
    try? ByokCore.write(Array(text.utf8).span, to: ends[1])
    close(ends[1])
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) == -1, Errno.current == .interrupted {}
  }

  /// Runs `words` without a shell on our own terminal, and waits for its end.
  ///
  /// Until it ends, Ctrl-C is its business.
  ///
  /// - Parameters:
  ///   - words: Program and arguments; the program is looked for in `PATH`.
  ///   - withheld: Beginnings of variables that the program does not get.
  /// - Throws: A ``Failure``.
  package static func runOnTerminal(
    _ words: [String], withholding withheld: [String]
  ) throws(Failure) {
    let before = signal(SIGINT, SIG_IGN)
    defer { _ = signal(SIGINT, before) }
    let process: pid_t
    do throws(Errno) {
      process = try start(
        words, CPointers(environmentWithout: withheld), input: STDIN_FILENO, output: nil)
    } catch {
      throw .cannotStart(error)
    }
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) == -1, Errno.current == .interrupted {}
    if status & 0x7F != 0 { throw .signalled(status & 0x7F) }
    let code = (status >> 8) & 0xFF
    guard code == 0 else { throw .ended(status: code) }
  }

  private static func start(
    _ words: [String], _ variables: CPointers, input: CInt?, output: CInt?,
    showsErrors: Bool = true
  ) throws(Errno) -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    if let input {
      unsafe posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    } else {
      unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    }
    if let output { unsafe posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO) }
    if !showsErrors {
      unsafe posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    }
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    // A child would inherit that we ignore them, and what our caller has blocked.
    var defaults = sigset_t()
    unsafe sigemptyset(&defaults)
    for number in ProcessSetup.ignoredSignals + [SIGINT] { unsafe sigaddset(&defaults, number) }
    unsafe posix_spawnattr_setsigdefault(&attributes, &defaults)
    var none = sigset_t()
    unsafe sigemptyset(&none)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    let flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
    unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
    var process: pid_t = 0
    let arguments = CPointers(copying: words)
    let code = unsafe posix_spawnp(
      &process, words[0], &actions, &attributes, arguments.base, variables.base)
    guard code == 0 else { throw Errno(code: code) }
    return process
  }
}
