public import Foundation
internal import Glibc

/// What a program that has ended left behind.
public struct Run: Sendable {
  /// The exit status; 128 + n when signal n ended it, as a shell says it.
  public let status: Int32
  /// The bytes of its standard output; all of the screen, when that is a terminal.
  public let stdout: [UInt8]
  /// The bytes of its standard error; when that is a terminal, all of the screen, unless standard
  /// output is on it too.
  public let stderr: [UInt8]

  /// Standard output as text.
  public var output: String { String(decoding: stdout, as: UTF8.self) }

  /// Standard error as text.
  public var errors: String { String(decoding: stderr, as: UTF8.self) }

  /// The folder in which the built executables lie: the one of the test bundle.
  public static let products = URL(filePath: CommandLine.arguments[0]).absoluteURL
    .deletingLastPathComponent()
}

/// A program, ready to be run.
public struct Program: Sendable {
  /// Where its standard input comes from.
  public enum Input: Sendable {
    /// These bytes through a pipe, then the end.
    case bytes([UInt8])
    /// The file at this path.
    case file(String)
    /// A pipe that stays open, to be written to by ``Running/write(_:)`` or to stay silent.
    case pipe
    /// Nothing: the descriptor is closed.
    case closed
    /// The terminal it is started on.
    case terminal
  }

  /// Where its standard output or standard error goes.
  public enum Output: Sendable {
    /// Into a pipe, kept for the test.
    case captured
    /// To the file at this path, such as `/dev/full`.
    case file(String)
    /// Nowhere: the descriptor is closed.
    case closed
    /// The terminal it is started on.
    case terminal
  }

  /// The program's file.
  public var path: String
  /// The words after the program's name.
  public var arguments: [String]
  /// The whole environment: nothing is inherited.
  public var environment: [String: String] = [:]
  /// The working directory; `nil` means ours.
  public var folder: String?
  /// Standard input, `/dev/null` unless set.
  public var input = Input.file("/dev/null")
  /// Standard output.
  public var output = Output.captured
  /// Standard error.
  public var errors = Output.captured
  /// The controlling terminal, which any of the three streams can be; `nil` means none.
  public var terminal: PseudoTerminal?

  /// The program at `path` with its arguments.
  public init(_ path: String, _ arguments: [String] = []) {
    self.path = path
    self.arguments = arguments
  }

  /// The built `byok` with its arguments.
  public static func byok(_ arguments: String...) -> Self {
    Self(Run.products.appending(path: "byok").path(percentEncoded: false), arguments)
  }

  /// Runs the program to its end.
  ///
  /// - Parameter timeLimit: Seconds after which it is killed.
  /// - Returns: What it left behind.
  /// - Throws: A ``SupportFailure`` when it cannot be started or takes too long; an exit status
  ///   other than 0 is a normal result.
  public func run(timeLimit: TimeInterval = 60) throws -> Run {
    try start().wait(timeLimit: timeLimit)
  }

  /// Starts the program, and lets it run.
  ///
  /// - Throws: A ``SupportFailure`` when it cannot be started.
  public func start() throws -> Running {
    var spawn = Spawn(path, arguments)
    spawn.environment = environment
    spawn.folder = folder
    let input = try open(self.input)
    let output = try open(self.output)
    let errors = try open(self.errors)
    let ends = [input, output, errors]
    spawn.streams = ends.map(\.child)
    spawn.terminal = ends.contains(where: \.isTerminal) ? nil : terminal?.path
    let pid: Int32
    do {
      pid = try spawn.start()
    } catch {
      ends.forEach { $0.close() }
      throw error
    }
    ends.forEach { $0.closeChildsEnd() }
    let running = Running(
      pid, input: input.ours, output: arrivals(from: output),
      errors: errors.isTerminal && output.isTerminal ? Arrivals(nil) : arrivals(from: errors),
      terminal: terminal)
    if case .bytes(let bytes) = self.input { running.feed(bytes) }
    return running
  }

  /// A stream as the child gets it, and our end of it when it is a pipe.
  private struct End {
    var child: Spawn.Stream
    var ours: Int32?
    var isTerminal = false

    func closeChildsEnd() {
      if case .descriptor(let descriptor) = child { Glibc.close(descriptor) }
    }

    func close() {
      closeChildsEnd()
      if let ours { Glibc.close(ours) }
    }
  }

  private func arrivals(from end: End) -> Arrivals {
    guard let terminal, end.isTerminal else { return Arrivals(end.ours) }
    return terminal.arrivals
  }

  private func open(_ input: Input) throws -> End {
    switch input {
    case .file(let path): return End(child: .file(path, O_RDONLY))
    case .closed: return End(child: .closed)
    case .terminal: return try terminalEnd()
    case .bytes, .pipe:
      let (read, write) = try Descriptor.pipe()
      return End(child: .descriptor(read), ours: write)
    }
  }

  private func open(_ output: Output) throws -> End {
    switch output {
    case .file(let path): return End(child: .file(path, O_WRONLY | O_CREAT | O_TRUNC))
    case .closed: return End(child: .closed)
    case .terminal: return try terminalEnd()
    case .captured:
      let (read, write) = try Descriptor.pipe()
      return End(child: .descriptor(write), ours: read)
    }
  }

  private func terminalEnd() throws -> End {
    guard let terminal else { throw SupportFailure("a stream is the terminal, but there is none") }
    return End(child: .file(terminal.path, O_RDWR), isTerminal: true)
  }
}
