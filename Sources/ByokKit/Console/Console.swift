internal import Glibc

/// The standard streams and the terminal: the only place that reads and writes them.
///
/// The rules: standard output carries the answer and nothing else. Everything for a person goes to
/// standard error, each line after `byok: `, lower case, without a full stop. Questions go to the
/// terminal itself, never to a stream that a script reads.
public struct Console: Sendable {
  /// Whether remarks that are not failures are left out.
  public var isQuiet = false
  /// Whether details of what happens are wanted.
  public var isVerbose = false
  /// Whether standard error is coloured.
  var usesColor = false
  /// Whether standard error may be drawn on, if it is a terminal.
  var animates = false
  /// Whether questions may be asked.
  public var mayAsk = true
  private let output: CInt
  private let errors: CInt
  let input: CInt

  /// A console on the process's standard streams.
  public init() {
    self.init(input: STDIN_FILENO, output: STDOUT_FILENO, errors: STDERR_FILENO)
  }

  init(input: CInt, output: CInt, errors: CInt) {
    self.input = input
    self.output = output
    self.errors = errors
  }

  /// Whether standard output is a terminal.
  var writesToTerminal: Bool { isatty(output) == 1 }

  /// Whether standard error is a terminal.
  var complainsToTerminal: Bool { isatty(errors) == 1 }

  /// Whether standard input is a terminal.
  var readsFromTerminal: Bool { isatty(input) == 1 }

  /// Writes `text` to standard output, whole and at once.
  ///
  /// A closed pipe ends the process by SIGPIPE, quietly, as it ends other filters.
  ///
  /// - Throws: A failure when the stream refuses bytes (a full disk, a closed stream).
  func write(_ text: String) throws(ByokError) {
    try write(Array(text.utf8).span)
  }

  /// Writes `bytes` to standard output; see ``write(_:)-(String)``.
  func write(_ bytes: Span<UInt8>) throws(ByokError) {
    do {
      try ByokKit.write(bytes, to: output)
    } catch  where error == .brokenPipe {
      ProcessSetup.die(bySignal: SIGPIPE)
    } catch {
      throw ByokError(.failure, "cannot write the output: \(error.text)")
    }
  }

  /// Tells a person something that is not a failure; nothing with `--quiet`.
  public func remark(_ text: String) {
    guard !isQuiet else { return }
    complain("byok: \(text)\n")
  }

  /// Tells a person a detail; nothing without `--verbose`.
  func detail(_ text: @autoclosure () -> String) {
    guard isVerbose else { return }
    complain("byok: \(text())\n")
  }

  /// Tells of a failure that does not end the command.
  func warn(_ failure: ByokError) {
    complain("byok: warning: \(failure.message)\n")
    complain(failure.hints.map { "byok: hint: \($0)\n" }.joined())
  }

  /// Writes the failure and its hints.
  public func report(_ failure: ByokError) {
    let lines = [failure.message] + failure.hints.map { "hint: \($0)" }
    complain(lines.map { "byok: \($0)\n" }.joined())
  }

  /// Writes foreign text, such as a model's reasoning, made safe for a terminal.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - isDim: Whether it is of less weight than what stands around it, where there is colour.
  func writeAside(_ text: String, isDim: Bool = false) {
    let isColored = isDim && usesColor
    complain(text, before: isColored ? "\u{1B}[2m" : "", after: isColored ? "\u{1B}[0m" : "")
  }

  /// Whether the terminal at standard error is this process's to write on now.
  var isInForeground: Bool { tcgetpgrp(errors) == getpgrp() }

  /// Writes to standard error what moves the cursor: harmless parts only.
  func draw(_ text: String) {
    do {
      try ByokKit.write(Array(text.utf8).span, to: errors)
    } catch {
      return
    }
  }

  /// Tells a person a secret, without a copy of it, whatever `--quiet` says.
  ///
  /// - Parameters:
  ///   - secret: Printable ASCII.
  ///   - text: What it is, and what stands between.
  /// - Throws: A failure when it cannot be written: it must not be used unseen.
  func show(_ secret: Span<UInt8>, after text: String) throws(ByokError) {
    do {
      try ByokKit.write(Array("byok: \(text)".utf8).span, to: errors)
      try ByokKit.write(secret, to: errors)
      try ByokKit.write([UInt8(ascii: "\n")].span, to: errors)
    } catch {
      throw ByokError(.failure, "cannot write to standard error: \(error.text)")
    }
  }

  /// Standard error is where failures are told: if it fails itself, nobody is left to tell.
  private func complain(_ text: String, before: String = "", after: String = "") {
    var sanitizer = Sanitizer()
    let clean = before + sanitizer.clean(text) + sanitizer.finish() + after
    do {
      try ByokKit.write(Array(clean.utf8).span, to: errors)
    } catch {
      return
    }
  }
}
