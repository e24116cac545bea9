internal import CLinux
internal import Glibc

/// A program that we speak to over its standard streams, line by line.
///
/// It leads a session and a process group of its own: it has no terminal to ask on, Ctrl-C does not
/// reach it, and a signal to the group reaches what it has started. It gets no descriptor but its
/// three streams, so that each pipe ends with us, whatever ends us.
package final class PipedProcess: Sendable {
  /// What is done with what the program writes; each is called from a thread of its own.
  package struct Listener: Sendable {
    /// Takes a line of its standard output.
    var line: @Sendable (LineReader.Line) -> Void
    /// Called once, after the last line.
    var end: @Sendable () -> Void
    /// Takes what came on standard error.
    var errors: @Sendable ([UInt8]) -> Void

    package init(
      line: @escaping @Sendable (LineReader.Line) -> Void, end: @escaping @Sendable () -> Void,
      errors: @escaping @Sendable ([UInt8]) -> Void
    ) {
      (self.line, self.end, self.errors) = (line, end, errors)
    }
  }

  struct State {
    /// Lines to write.
    var outbox: [[UInt8]] = []
    /// Whether its standard input is to end.
    var isClosing = false
    /// How many of its two output streams have not ended.
    var openOutputs = 2
    /// When it is sent SIGTERM, and when it is killed; `nil` before it is to end.
    var deadlines: (terminate: Double, kill: Double)?
    /// The descendants that were found so far.
    var descendants: [ProcessTree.Member] = []
    /// Whether a thread ends it.
    var isStopping = false
    /// Whether it has been waited for; then ``id`` may be another's.
    var isReaped = false
    /// How it exited, once it has been waited for.
    var exit: String?
  }

  let id: pid_t
  let state = Condition(State())
  private let ends: Ends

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - program: Its file.
  ///   - words: Its name and its arguments.
  ///   - variables: Its environment.
  ///   - folder: The folder it runs in; `nil` for ours.
  /// - Throws: The ``Errno`` of the system.
  package init(
    _ program: String, words: [String], _ variables: CPointers, folder: String?
  ) throws(Errno) {
    let input = try PipeEnds()
    let output = try PipeEnds()
    let errors = try PipeEnds()
    let streams = [input.reading.descriptor, output.writing.descriptor, errors.writing.descriptor]
    let arguments = CPointers(copying: words)
    var process: pid_t = 0
    let code = unsafe clinux_spawn(
      &process, program, arguments.base, variables.base, folder, streams, ProcessSetup.usersFileMask
    )
    withExtendedLifetime(variables) {}
    guard code == 0 else { throw Errno(code: code) }
    id = process
    // Only our end: the program's own is another open file.
    _ = fcntl(input.writing.descriptor, F_SETFL, O_WRONLY | O_NONBLOCK)
    ends = Ends(input.writing, output.reading, errors.reading)
  }

  /// Our ends of its streams.
  private final class Ends: Sendable {
    let input: Condition<OpenFile?>
    let output: Condition<OpenFile?>
    let errors: Condition<OpenFile?>

    init(_ input: consuming OpenFile, _ output: consuming OpenFile, _ errors: consuming OpenFile) {
      self.input = Condition(input)
      self.output = Condition(output)
      self.errors = Condition(errors)
    }

    /// Does something with a stream, and closes it.
    static func use(_ stream: Condition<OpenFile?>, _ body: (borrowing OpenFile) -> Void) {
      stream.withLock { stream in
        if let open = stream { body(open) }
        stream = nil
      }
    }
  }

  /// Starts the threads that read and write.
  ///
  /// - Parameter listener: Takes what it writes.
  package func run(_ listener: Listener) {
    let ends = ends
    let work: [@Sendable () -> Void] = [
      {
        Ends.use(ends.output) { self.readLines($0, listener.line) }
        self.state.update { $0.openOutputs -= 1 }
        listener.end()
      },
      {
        Ends.use(ends.errors) { self.readErrors($0, listener.errors) }
        self.state.update { $0.openOutputs -= 1 }
      },
      { Ends.use(ends.input) { self.writeLines(to: $0) } },
    ]
    for (number, work) in work.enumerated() {
      if !WorkerPool.startDetached(work), number == 0 { listener.end() }
    }
  }

  private func readLines(_ output: borrowing OpenFile, _ take: (LineReader.Line) -> Void) {
    var reader = LineReader(descriptor: output.descriptor)
    while let line = try? reader.next() { take(line) }
  }

  private func readErrors(_ errors: borrowing OpenFile, _ take: ([UInt8]) -> Void) {
    while let bytes = try? errors.readOn(16_384), !bytes.isEmpty { take(bytes) }
  }

  // MARK: Writing

  /// Writes a line when those before it have been written; drops it where its standard input has
  /// ended.
  ///
  /// - Parameter line: The line, without its end.
  package func send(_ line: [UInt8]) {
    state.update { $0.outbox.append(line + [UInt8(ascii: "\n")]) }
  }

  private func writeLines(to input: borrowing OpenFile) {
    while let line = nextLine() {
      guard write(line, to: input) else { break }
    }
    state.update { $0.isClosing = true }
  }

  /// The next line; `nil` when there is none and none will be.
  private func nextLine() -> [UInt8]? {
    let line: [UInt8] = state.wait { state in
      guard state.outbox.isEmpty else { return state.outbox.removeFirst() }
      return state.isClosing ? [] : nil
    }
    return line.isEmpty ? nil : line
  }

  /// Writes a line; gives it up where the program does not read and its input is to end.
  private func write(_ line: [UInt8], to input: borrowing OpenFile) -> Bool {
    var done = 0
    while done < line.count {
      do throws(Errno) {
        done += try retryingInterrupted {
          unsafe line.withUnsafeBytes { bytes in
            unsafe Glibc.write(
              input.descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done)
          }
        }
      } catch {
        guard error == .wouldBlock, !state.withLock({ $0.isClosing }) else { return false }
        _ = try? wait(for: CShort(POLLOUT), on: input.descriptor, milliseconds: 20)
      }
    }
    return true
  }
}
