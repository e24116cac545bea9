internal import ByokCore
public import Foundation
internal import Glibc

/// A program that was started; it is killed when nobody holds this any more.
public final class Running: Sendable {
  /// The process's number, which is also that of its process group and session.
  public let pid: Int32

  private let status = Condition<Int32?>(nil)
  private let input: Condition<Int32?>
  private let output: Arrivals
  private let errors: Arrivals
  private let terminal: PseudoTerminal?

  /// Takes over the child `pid`, and our end of its standard input when that is a pipe.
  init(
    _ pid: Int32, input: Int32?, output: Arrivals, errors: Arrivals, terminal: PseudoTerminal?
  ) {
    self.pid = pid
    self.input = Condition(input)
    self.output = output
    self.errors = errors
    self.terminal = terminal
    terminal?.listen()
    Thread.detachNewThread { [status] in
      // Waits without reaping first, so that a signal never reaches a number used anew.
      var information = unsafe siginfo_t()
      unsafe waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT)
      status.update { status in
        var raw: Int32 = 0
        unsafe waitpid(pid, &raw, 0)
        let signal = raw & 0x7f
        status = signal == 0 ? (raw >> 8) & 0xff : 128 + signal
      }
    }
  }

  deinit {
    send(SIGKILL, toGroup: true)
    closeInput()
  }

  /// Writes `text` to the program's standard input, which must be `.pipe`.
  ///
  /// A program that does not read any more is not an error.
  public func write(_ text: String) {
    guard let descriptor = input.update({ $0 }) else { return }
    _ = Descriptor.write(Array(text.utf8), to: descriptor)
  }

  /// Ends the program's standard input.
  public func closeInput() {
    input.update { descriptor in
      if let open = descriptor { close(open) }
      descriptor = nil
    }
  }

  /// Writes `bytes` to standard input from a thread of its own, and ends it.
  func feed(_ bytes: [UInt8]) {
    guard let descriptor = input.update({ $0.take() }) else { return }
    Thread.detachNewThread {
      _ = Descriptor.write(bytes, to: descriptor)
      close(descriptor)
    }
  }

  /// Waits until `text` stands on standard output, after the text waited for before.
  ///
  /// - Throws: A ``SupportFailure`` when the output ends, or `timeLimit` seconds pass, without it.
  public func waitForOutput(_ text: String, timeLimit: TimeInterval = 20) throws {
    try output.wait(for: text, timeLimit)
  }

  /// Waits until `text` stands on standard error, after the text waited for before.
  ///
  /// - Throws: A ``SupportFailure`` when the stream ends, or `timeLimit` seconds pass, without it.
  public func waitForErrors(_ text: String, timeLimit: TimeInterval = 20) throws {
    try errors.wait(for: text, timeLimit)
  }

  /// Sends `signal` to the program, unless it has ended.
  public func send(_ signal: Int32) {
    send(signal, toGroup: false)
  }

  private func send(_ signal: Int32, toGroup: Bool) {
    status.update { status in
      guard status == nil else { return }
      kill(toGroup ? -pid : pid, signal)
    }
  }

  /// Waits for the program's end, and for the end of its output.
  ///
  /// - Parameter timeLimit: Seconds after which it and all it started are killed.
  /// - Returns: What it left behind.
  /// - Throws: A ``SupportFailure`` when timed out.
  public func wait(timeLimit: TimeInterval = 60) throws -> Run {
    guard let status = status.wait(atMost: timeLimit, for: { $0 }) else {
      send(SIGKILL, toGroup: true)
      throw tooLate("process \(pid) still ran after \(timeLimit) s, and was killed")
    }
    let streams = [output, errors] + (terminal.map { [$0.arrivals] } ?? [])
    guard streams.allSatisfy({ $0.waitForEnd(timeLimit) }) else {
      kill(-pid, SIGKILL)
      throw tooLate("process \(pid) ended with \(status), but something holds its output open")
    }
    return Run(status: status, stdout: output.bytes, stderr: errors.bytes)
  }

  private func tooLate(_ reason: String) -> SupportFailure {
    let output = String(decoding: output.bytes.suffix(4096), as: UTF8.self)
    let errors = String(decoding: errors.bytes.suffix(4096), as: UTF8.self)
    return SupportFailure("\(reason)\n--- stdout\n\(output)\n--- stderr\n\(errors)")
  }
}
