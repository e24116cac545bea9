internal import ByokCore
internal import Synchronization

/// A server that byok starts and speaks to over its standard streams, a line for each message.
///
/// Source: <https://modelcontextprotocol.io/specification/2025-11-25/basic/transports>, "stdio".
final class ProgramChannel: ServerChannel {
  private let process: PipedProcess
  private let requests = OpenRequests()
  private let voice: ServerVoice
  private let isModern = Mutex(false)

  /// Starts the server.
  ///
  /// - Parameters:
  ///   - program: What to start.
  ///   - environment: The variables of this process.
  ///   - voice: Takes what the server says to people.
  /// - Throws: `unreachable` when it cannot be started.
  init(
    _ program: ServerEntry.ServerProgram, _ environment: Environment, _ voice: ServerVoice
  ) throws(ServerProblem) {
    self.voice = voice
    process = try Self.start(
      program, ServerEnvironment(program: program, environment: environment))
    process.run(
      PipedProcess.Listener(
        line: { self.take($0) }, end: { self.takeEnd() }, errors: { voice.take($0) }))
  }

  private static func start(
    _ program: ServerEntry.ServerProgram, _ environment: ServerEnvironment
  ) throws(ServerProblem) -> PipedProcess {
    if let folder = program.folder, !fileExists(folder) {
      throw .unreachable("cannot be started: the folder \(folder.quoted) does not exist")
    }
    let variables: CPointers
    do throws(ByokError) {
      variables = try environment.variables()
    } catch {
      throw .unsendable(error)
    }
    do throws(Errno) {
      let file = try ProgramFile.find(
        program.command, path: environment.value("PATH"), folder: program.folder)
      return try PipedProcess(
        file, words: [program.command] + program.arguments, variables, folder: program.folder)
    } catch {
      let isName = error == .notFound && !program.command.contains("/")
      let reason = isName ? "no such program in PATH" : error.text
      throw .unreachable("cannot be started: \(program.command.quoted): \(reason)")
    }
  }

  // MARK: What the server sends

  private func take(_ line: LineReader.Line) {
    guard case .bytes(let bytes) = line else {
      let size = LineReader.limit >> 20
      return requests.settleAll(.broken("sent a message of more than \(size) MiB"))
    }
    guard let messages = RPCMessage.read(bytes) else {
      if RPCMessage.isMeant(by: bytes) {
        let error = "sent a message that is not JSON, or too deeply nested"
        return requests.settleAll(.broken(error))
      }
      if !bytes.isEmpty {
        voice.detail("stray line: \(String(decoding: bytes.prefix(2000), as: UTF8.self))")
      }
      return
    }
    for message in messages {
      // A server without a handshake asks in its results, and is answered in requests.
      if let answer = requests.take(message, voice), !isModern.withLock(\.self) {
        process.send(answer)
      }
    }
  }

  /// How often a server that has exited is looked for, as what it started may hold its output open.
  private static let looksAfterExit = 5

  /// Takes the end of the server's output, which ends all that is under way.
  private func takeEnd() {
    // The exit follows in a moment; without it, there is less to say.
    let exit = process.awaitExit(atMost: 0.2)
    requests.end(.lost(exit ?? "closed its output"))
  }

  // MARK: What byok sends

  func result(
    of request: RPCRequest, _ limits: OpenRequests.Limits
  ) throws(ServerProblem) -> JSONValue {
    let id = try requests.begin()
    process.noteDescendants()
    process.send(try request.line(id))
    do throws(ServerProblem) {
      var looks = 0
      return try requests.wait(for: id, limits) {
        process.noteDescendants()
        // What it has written before is read meanwhile.
        looks += process.exit == nil ? 0 : 1
        return looks > Self.looksAfterExit ? process.exit.map(ServerProblem.lost) : nil
      }
    } catch {
      if error.leavesRequest, request.isCancellable { notify(.cancellation(of: id)) }
      throw error
    }
  }

  func notify(_ request: RPCRequest) {
    if let message = try? request.line(nil) { process.send(message) }
  }

  var prefersHandshake: Bool { true }

  func use(_ version: ProtocolVersion?) {
    isModern.withLock { $0 = version?.isModern ?? false }
  }

  var lastWords: [String] { voice.lastLines(5) }

  func stop(isHurried: Bool) {
    requests.end(.lost("was stopped"))
    process.stop(isHurried ? .hurried : .usual) { LastWork.isHurried }
  }
}
