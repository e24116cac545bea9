internal import Glibc

/// Questions to the person at the terminal, past every redirection.
package struct TerminalPrompt: ~Copyable {
  private let terminal: OpenFile

  /// The kernel cuts a longer line without a word (`N_TTY_BUF_SIZE`).
  private static let longestLine = 4095

  /// The signals that must find the terminal as it was.
  private static let endings = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP]

  /// Opens `/dev/tty`; `nil` when the process has no terminal.
  package init?() {
    do {
      terminal = try OpenFile("/dev/tty", flags: O_RDWR)
    } catch {
      return nil
    }
  }

  /// Asks a question that only `y` or `yes` affirms.
  ///
  /// - Throws: A failure when the terminal cannot be used.
  package borrowing func confirms(_ question: String) throws(ByokError) -> Bool {
    try show("byok: \(question) [y/N] ")
    return ["y", "yes"].contains(try readText().lowercased())
  }

  /// Asks for something that is no secret.
  ///
  /// - Returns: What was typed, without blanks around it.
  /// - Throws: A failure when the terminal cannot be used.
  package borrowing func text(_ question: String) throws(ByokError) -> String {
    try show("byok: \(question): ")
    let text = try readText()
    return String(text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }

  private borrowing func readText() throws(ByokError) -> String {
    let line = try readLine()
    return line.withBytes { String(decoding: Array(copying: $0), as: UTF8.self) }
  }

  /// Asks for a secret and reads one line without echo.
  ///
  /// - Throws: A failure when the terminal cannot be used; a usage error when the line is too long.
  package borrowing func secret(_ question: String) throws(ByokError) -> Secret {
    let line = try readHidden("\(question): ", until: .line)
    guard line.count < Self.longestLine else { throw .lineTooLongForTerminal }
    return line
  }

  /// Asks for a text of several lines, each as long as it may be, and reads it without echo to
  /// Ctrl-D.
  ///
  /// - Parameters:
  ///   - question: What is asked for.
  ///   - limit: The most bytes.
  /// - Returns: The text, or `nil` if there is more than `limit`.
  /// - Throws: A failure when the terminal cannot be used.
  package borrowing func text(_ question: String, limit: Int) throws(ByokError) -> Secret? {
    let text = try readHidden("\(question):\n", until: .endOfText(room: limit + 1))
    if text.count > limit { return nil }
    return text
  }

  /// What ends an answer, and how much of it is taken.
  private enum Ending {
    case line
    case endOfText(room: Int)

    /// Ctrl-D; without line mode, it is a character like others.
    private static let endOfText: UInt8 = 4

    var room: Int {
      switch self {
      case .line: TerminalPrompt.longestLine + 1
      case .endOfText(let room): room
      }
    }

    var byte: UInt8 {
      switch self {
      case .line: UInt8(ascii: "\n")
      case .endOfText: Self.endOfText
      }
    }

    /// The modes of the terminal that are off meanwhile: a line in line mode can only be so long.
    var modes: Int32 {
      let echo = ECHO | ECHOE | ECHOK | ECHONL
      switch self {
      case .line: return echo
      case .endOfText: return echo | ICANON
      }
    }
  }

  /// Asks and reads without echo.
  ///
  /// Signals are held back while the echo is off; one that arrives is let through once the terminal
  /// is as it was, and the question is asked again if the process goes on after a stop. One that
  /// another thread takes finds the terminal as it was, too.
  private borrowing func readHidden(
    _ question: String, until ending: Ending
  ) throws(ByokError) -> Secret {
    while true {
      let held = Self.hold()
      defer { Self.restore(held) }
      let before = try settings()
      // Before the question is seen: whoever pastes at once must not see the key.
      var hidden = before
      hidden.c_lflag &= ~tcflag_t(ending.modes)
      let secret: Secret?
      do throws(ByokError) {
        let restore = { @Sendable [descriptor = terminal.descriptor] in
          _ = Self.apply(before, to: descriptor)
        }
        secret = try ProcessSetup.undoing(with: restore) { () throws(ByokError) in
          try apply(hidden)
          try show("byok: \(question)")
          return try readWatchingSignals(until: ending)
        }
      } catch {
        try apply(before)
        throw error
      }
      try apply(before)
      try show("\n")
      if let secret { return secret }
    }
  }

  private borrowing func show(_ text: String) throws(ByokError) {
    do {
      try write(Array(text.utf8).span, to: terminal.descriptor)
    } catch {
      throw .terminal(error)
    }
  }

  private borrowing func settings() throws(ByokError) -> termios {
    var current = termios()
    guard unsafe tcgetattr(terminal.descriptor, &current) == 0 else { throw .terminal(.current) }
    return current
  }

  private borrowing func apply(_ settings: termios) throws(ByokError) {
    guard Self.apply(settings, to: terminal.descriptor) else { throw .terminal(.current) }
  }

  private static func apply(_ settings: termios, to descriptor: CInt) -> Bool {
    var settings = settings
    return unsafe tcsetattr(descriptor, TCSAFLUSH, &settings) == 0
  }

  private borrowing func readLine() throws(ByokError) -> Secret {
    guard let line = try readWatchingSignals(until: .line) else {
      throw ByokError(.failure, "interrupted")
    }
    guard line.count < Self.longestLine else { throw .lineTooLongForTerminal }
    return line
  }

  /// An answer without its end, or `nil` when a held-back signal is waiting.
  private borrowing func readWatchingSignals(
    until ending: Ending
  ) throws(ByokError) -> Secret? {
    let descriptor = terminal.descriptor
    var isInterrupted = false
    let room = ending.room
    let answer = try unsafe Secret(capacity: room) { (base) throws(ByokError) in
      var filled = 0
      do throws(Errno) {
        while filled < room {
          isInterrupted = Self.isSignalPending()
          if isInterrupted { return filled }
          guard try wait(for: CShort(POLLIN), on: descriptor, milliseconds: 50) else { continue }
          let count = try unsafe read(descriptor, to: base + filled, count: room - filled)
          if count == 0 { return filled }
          let end = (filled..<filled + count).first { unsafe base[$0] == ending.byte }
          if let end { return end }
          filled += count
        }
      } catch {
        throw .terminal(error)
      }
      return filled
    }
    if isInterrupted { return nil }
    return answer
  }

  private static func set() -> sigset_t {
    var set = sigset_t()
    unsafe sigemptyset(&set)
    for number in endings { unsafe sigaddset(&set, number) }
    return set
  }

  private static func hold() -> sigset_t {
    var new = set()
    var old = sigset_t()
    unsafe pthread_sigmask(SIG_BLOCK, &new, &old)
    return old
  }

  private static func restore(_ old: sigset_t) {
    var old = old
    unsafe pthread_sigmask(SIG_SETMASK, &old, nil)
  }

  private static func isSignalPending() -> Bool {
    var pending = sigset_t()
    unsafe sigpending(&pending)
    return endings.contains { unsafe sigismember(&pending, $0) == 1 }
  }
}

extension ByokError {
  package static func terminal(_ failure: Errno) -> Self {
    Self(.failure, "cannot use the terminal: \(failure.text)")
  }

  static let lineTooLongForTerminal = Self(
    .usage, "the key is longer than a terminal line can be",
    hint: "use a pipe or --from-file")
}
