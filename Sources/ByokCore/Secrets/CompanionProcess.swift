internal import CLinux
internal import Glibc

/// Another process of this program, which ends when it notices that this one has, whatever this
/// process has become meanwhile.
///
/// It is nobody's child that could wait for it, leads a session of its own, and has these descriptors
/// only: what it is sent on standard input, where it says that it is ready on standard output,
/// standard error, a listening socket and the handle of the process.
package enum CompanionProcess {
  private static let listenerNumber: CInt = 3
  private static let processNumber: CInt = 4
  /// Seconds after which it must be ready.
  private static let patience = 15.0
  /// What it writes once it is ready.
  private static let readyWord = "ready\n"
  /// The most bytes of what it is sent.
  private static let limit = 1 << 20

  /// Why there is none.
  package enum Failure: Error, Equatable {
    case system(Errno)
    /// It wrote something else than that it is ready; empty if it ended, or took too long.
    case notReady(String)

    /// The reason as the end of a sentence.
    package var text: String {
      switch self {
      case .system(let error): error.text
      case .notReady(let answer):
        answer.isEmpty ? "it ended, or took too long" : Sanitizer.oneLine(answer, limit: 200)
      }
    }
  }

  /// Starts it, and waits until it is ready.
  ///
  /// - Parameters:
  ///   - words: Its name and its arguments.
  ///   - variables: Its environment.
  ///   - content: What it is sent.
  ///   - listener: What it takes connections from.
  ///   - keepsErrors: Whether it has our standard error, else it has none.
  /// - Throws: Why there is none.
  package static func start(
    _ words: [String], _ variables: CPointers, sending content: borrowing Secret,
    _ listener: borrowing ListeningSocket, keepsErrors: Bool
  ) throws(Failure) {
    let answer: String
    do throws(Errno) {
      answer = try run(words, variables, sending: content, listener, keepsErrors)
    } catch {
      throw .system(error)
    }
    guard answer == readyWord else { throw .notReady(answer) }
  }

  private static func run(
    _ words: [String], _ variables: CPointers, sending content: borrowing Secret,
    _ listener: borrowing ListeningSocket, _ keepsErrors: Bool
  ) throws(Errno) -> String {
    let process = try ProcessHandle()
    let input = try PipeEnds()
    let listenEnd = input.reading
    let tellEnd = input.writing
    let output = try PipeEnds()
    let hearEnd = output.reading
    let answerEnd = output.writing
    let null = try OpenFile("/dev/null", flags: O_WRONLY)
    let descriptors = [
      listenEnd.descriptor, answerEnd.descriptor,
      keepsErrors ? STDERR_FILENO : null.descriptor, listener.file.descriptor,
      process.file.descriptor,
    ]
    let arguments = CPointers(copying: words)
    let code = unsafe clinux_spawn_detached(
      "/proc/self/exe", arguments.base, variables.base, descriptors, CInt(descriptors.count))
    withExtendedLifetime(variables) {}
    guard code == 0 else { throw Errno(code: code) }
    // Else no end of it would be the last.
    try answerEnd.close()
    try listenEnd.close()
    try content.withBytes { (bytes) throws(Errno) in try tellEnd.writeAll(bytes) }
    try tellEnd.close()
    return try readAnswer(hearEnd)
  }

  private static func readAnswer(_ output: borrowing OpenFile) throws(Errno) -> String {
    let end = Clock.system.monotonic() + patience
    var answer: [UInt8] = []
    while answer.last != UInt8(ascii: "\n"), answer.count < 4096 {
      let left = CInt(clamping: Int(max(0, end - Clock.system.monotonic()) * 1000))
      guard try wait(for: CShort(POLLIN), on: output.descriptor, milliseconds: left) else { break }
      let more = try output.readOn(4096)
      if more.isEmpty { break }
      answer += more
    }
    return String(decoding: answer, as: UTF8.self)
  }

  /// Finds the companions that run on this machine, as far as it tells.
  ///
  /// - Parameter word: The first argument of theirs; the second is the number of their owner's process.
  /// - Returns: Their numbers, and those of the processes that they belong to.
  package static func running(_ word: String) -> [(companion: String, owner: String)] {
    commandLines().compactMap { process, words in
      guard words.count == 3, words[1] == word, Int(words[2]) != nil else { return nil }
      return (process, words[2])
    }
  }

  /// Finds the processes of a program on this machine that run one of its commands.
  ///
  /// - Parameters:
  ///   - command: The first argument.
  ///   - subcommands: What may follow it and is another command then.
  ///   - name: The name of the program's file.
  /// - Returns: Their numbers.
  package static func processes(
    of command: String, except subcommands: [String], _ name: String
  ) -> [String] {
    commandLines().compactMap { process, words in
      guard words.count >= 2, words[1] == command, FilePath(words[0]).name == name,
        !words.dropFirst(2).prefix(1).contains(where: subcommands.contains)
      else { return nil }
      return process
    }
  }

  /// The numbers of all processes that can be seen, and their words.
  private static func commandLines() -> [(process: String, words: [String])] {
    guard let folder = try? OpenFile("/proc", flags: O_RDONLY | O_DIRECTORY) else { return [] }
    return folder.names().filter { Int($0) != nil }.compactMap { number in
      guard let line = try? readFile("/proc/\(number)/cmdline", limit: 4096) else { return nil }
      return (number, line.split(separator: 0).map { String(decoding: $0, as: UTF8.self) })
    }
  }

  // MARK: In the companion

  /// Reads what it is sent.
  ///
  /// - Throws: A failure when it cannot be read.
  package static func message() throws(ByokError) -> Secret {
    let content = try Secret.reading(STDIN_FILENO, limit: limit) { error in
      ByokError(.failure, "cannot read what the broker is sent: \(error.text)")
    }
    guard let content else {
      throw ByokError(.failure, "the broker is sent more than \(limit >> 10) KiB")
    }
    return content
  }

  /// The socket that it takes connections from; `nil` if it was not started by ``start``.
  package static func listener() -> ListeningSocket? {
    ListeningSocket(inherited: listenerNumber)
  }

  /// The process whose end it waits for.
  package static func process() -> ProcessHandle { ProcessHandle(inherited: processNumber) }

  /// Says that it is ready, and gives its standard streams back.
  ///
  /// - Throws: The ``Errno`` of a write: then nobody waits for it.
  package static func reportReady() throws(Errno) {
    try write(Array(readyWord.utf8).span, to: STDOUT_FILENO)
    let null = try OpenFile("/dev/null", flags: O_RDWR)
    for stream in [STDIN_FILENO, STDOUT_FILENO] { dup2(null.descriptor, stream) }
  }
}
