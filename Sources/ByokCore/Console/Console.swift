internal import CLinux
internal import Glibc

/// The standard streams and the terminal: the only place that reads and writes them.
///
/// The rules: standard output carries the answer and nothing else. Everything for a person goes to
/// standard error, each line after `byok: `, lower case, without a full stop. Questions go to the
/// terminal itself, never to a stream that a script reads.
package struct Console: Sendable {
  /// Whether notes that are not failures are left out.
  package var isQuiet = false
  /// Whether details of what happens are wanted.
  package var isVerbose = false
  /// Whether standard error is coloured.
  package var usesColor = false
  /// Whether standard output is coloured.
  package var outputUsesColor = false
  /// Whether standard error may be drawn on, if it is a terminal.
  package var animates = false
  /// Whether questions may be asked.
  package var mayAsk = true
  private let output: CInt
  private let errors: CInt
  package let input: CInt
  /// Done before a closed pipe ends the process, with the signal's number.
  package var atBrokenPipe: (@Sendable (CInt) -> Void)?
  /// Keeps details while a line of the answer is open on the terminal; `nil` where none can be.
  package var heldDetails: HeldDetails?
  /// Takes notes and warnings in place of standard error.
  package var onNote: (@Sendable (String) -> Void)?

  /// A console on the process's standard streams.
  package init() {
    self.init(input: STDIN_FILENO, output: STDOUT_FILENO, errors: STDERR_FILENO)
  }

  package init(input: CInt, output: CInt, errors: CInt) {
    self.input = input
    self.output = output
    self.errors = errors
  }

  /// A console without streams, for a program that imports the library.
  package static var silent: Self { Self(input: -1, output: -1, errors: -1) }

  /// Whether standard output is a terminal.
  package var stdoutIsTerminal: Bool { isatty(output) == 1 }

  /// The rows and columns of the terminal at standard output; `nil` where there is none.
  package var terminalSize: (rows: Int, columns: Int)? {
    var (rows, columns): (CInt, CInt) = (0, 0)
    guard stdoutIsTerminal, unsafe clinux_terminal_size(output, &rows, &columns) == 0 else {
      return nil
    }
    return (Int(rows), Int(columns))
  }

  /// Whether standard error is a terminal.
  package var stderrIsTerminal: Bool { isatty(errors) == 1 }

  /// Whether standard input is a terminal.
  package var stdinIsTerminal: Bool { isatty(input) == 1 }

  /// Writes `text` to standard output, whole and at once, made safe if that is a terminal.
  ///
  /// To a pipe or file, it is written unchanged. A closed pipe ends the process by SIGPIPE,
  /// quietly, as it ends other filters.
  ///
  /// - Throws: A failure when the stream refuses bytes (a full disk, a closed stream).
  package func write(_ text: String) throws(ByokError) {
    let text = stdoutIsTerminal ? Sanitizer.clean(text) : text
    try write(Array(text.utf8).span)
  }

  /// Writes `bytes`, which are safe to show, to standard output; see ``write(_:)-(String)``.
  package func write(_ bytes: Span<UInt8>) throws(ByokError) {
    do {
      try ByokCore.write(bytes, to: output)
    } catch  where error == .brokenPipe {
      atBrokenPipe?(SIGPIPE)
      ProcessSetup.die(bySignal: SIGPIPE)
    } catch {
      throw ByokError(.failure, "cannot write the output: \(error.text)", code: .outputFailed)
    }
  }

  /// Prints something that is not a failure; nothing with `--quiet`.
  package func note(_ text: String) {
    guard !isQuiet else { return }
    if let onNote { return onNote(text) }
    complain("byok: \(text)\n")
  }

  /// Prints a detail; nothing without `--verbose`.
  package func detail(_ text: @autoclosure () -> String) {
    guard isVerbose else { return }
    let text = text()
    if heldDetails?.keep(text) == true { return }
    complain("byok: \(text)\n")
  }

  /// The same for several.
  package func details(_ texts: @autoclosure () -> [String]) {
    guard isVerbose else { return }
    for text in texts() { detail(text) }
  }

  /// Reports a failure that does not end the command.
  package func warn(_ failure: ByokError) {
    if let onNote { return onNote("warning: \(failure.message)") }
    tell("warning: \(failure.message)", .warning, failure.hints)
  }

  /// Writes the failure and its hints.
  package func report(_ failure: ByokError) {
    tell(failure.message, .bad, failure.hints)
  }

  /// Writes a message, whose first word has the style, and its hints.
  private func tell(_ message: String, _ style: TextStyle, _ hints: [String]) {
    let name = usesColor ? style.applied(to: "byok:") : "byok:"
    let lines = hints.map { hint in
      let line = Sanitizer.clean("byok: hint: \(hint)")
      return (usesColor ? TextStyle.dim.applied(to: line) : line) + "\n"
    }
    complain(" \(message)\n", before: name, after: lines.joined())
  }

  /// Writes foreign text, such as a model's reasoning, made safe for a terminal.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - isDim: Whether it is of less weight than the text around it, where there is colour.
  package func writeAside(_ text: String, isDim: Bool = false) {
    let isColored = isDim && usesColor
    complain(text, before: isColored ? "\u{1B}[2m" : "", after: isColored ? "\u{1B}[0m" : "")
  }

  /// Whether the terminal at standard error is this process's to write on now.
  var isInForeground: Bool { tcgetpgrp(errors) == getpgrp() }

  /// Writes to standard error what moves the cursor: harmless parts only.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - seconds: The longest wait for a terminal that takes nothing; `nil` for ever.
  package func draw(_ text: String, within seconds: Double? = nil) {
    do {
      let milliseconds = CInt(clamping: seconds.map { Int($0 * 1000) } ?? -1)
      guard try wait(for: CShort(POLLOUT), on: errors, milliseconds: milliseconds) else { return }
      try ByokCore.write(Array(text.utf8).span, to: errors)
    } catch {
      return
    }
  }

  /// Prints a secret, without a copy of it, whatever `--quiet` says.
  ///
  /// - Parameters:
  ///   - secret: Printable ASCII.
  ///   - text: What it is, and the text between.
  /// - Throws: A failure when it cannot be written: it must not be used unseen.
  package func show(_ secret: Span<UInt8>, after text: String) throws(ByokError) {
    do {
      try ByokCore.write(Array("byok: \(text)".utf8).span, to: errors)
      try ByokCore.write(secret, to: errors)
      try ByokCore.write([UInt8(ascii: "\n")].span, to: errors)
    } catch {
      throw ByokError(.failure, "cannot write to standard error: \(error.text)")
    }
  }

  /// Standard error is where failures are reported: if it fails itself, nothing can be reported.
  private func complain(_ text: String, before: String = "", after: String = "") {
    let clean = before + Sanitizer.clean(text) + after
    do {
      try ByokCore.write(Array(clean.utf8).span, to: errors)
    } catch {
      return
    }
  }
}

extension ByokError.Code {
  /// Standard output takes nothing, and so not the failure either.
  package static let outputFailed = Self("output failed")
}
