package import ByokCore

/// The servers of a run: started together, one process for each, and stopped together.
package final class ServerSet: ToolRunner {
  /// What servers need of the world around them.
  package struct Outside: Sendable {
    let environment: Environment
    let console: Console
    let transport: any Transport
    /// Where lists of tools are kept; `nil` for nowhere.
    package var cache: ToolCache?
    /// Whether a server that ends during a call is started again, once.
    package var restarts = true

    package init(_ session: Session) {
      (environment, console, transport) = (session.environment, session.console, session.transport)
    }

    /// Opens the way to a server, starting its program.
    func open(
      _ entry: ServerEntry, _ voice: ServerVoice
    ) throws(ServerProblem) -> any ServerChannel {
      switch entry.place {
      case .program(let program): return try ProgramChannel(program, environment, voice)
      case .address(let address):
        return address.isEventStream
          ? try EventStreamChannel(address, transport, voice)
          : try HTTPChannel(address, transport, voice)
      }
    }

    /// Says something that is no failure.
    func note(_ text: String) { console.note(text) }
  }

  private let servers: [StartedServer]
  private let optional: Bool
  private let console: Console
  private let lastWork: LastWork
  private let signals: SignalGuard?

  /// Begins to start servers, and returns at once.
  ///
  /// Whoever makes one must ``stop()`` it. When a signal ends the process meanwhile, the servers are
  /// stopped first, whoever takes the signal.
  ///
  /// - Parameters:
  ///   - entries: The servers.
  ///   - outside: What they need.
  ///   - isOptional: Whether the run goes on without those that fail.
  ///   - onSignal: Done before a signal ends the process; `nil` where others take signals for as long
  ///     as this lives.
  package init(
    _ entries: [ServerEntry], _ outside: Outside, isOptional: Bool = false,
    onSignal: (@Sendable (CInt) -> Void)? = { _ in }
  ) {
    optional = isOptional
    console = outside.console
    // First of all: the threads that follow inherit which signals are held back.
    signals = onSignal.map { first in
      SignalGuard { number in
        first(number)
        ProcessSetup.die(bySignal: number)
      }
    }
    let servers = entries.map { StartedServer($0, outside) }
    self.servers = servers
    lastWork = LastWork { Self.stop(servers, isHurried: true) }
    for server in servers { server.start() }
  }

  /// What is known of a server that is ready.
  package struct Report: Sendable {
    package let server: String
    package let tools: [ServerTool]
    /// How long start, handshake and list took, in seconds.
    package let seconds: Double
    /// The version of the protocol that is spoken.
    package let version: String
    /// The server's own name and version; `nil` where it does not say.
    package let software: String?
    /// What the server says of how its tools are to be used, where the entry wants that.
    package let instructions: String?
    /// Whether it is what the server said last time: it is still starting.
    package let isCached: Bool
  }

  /// Waits for a server, unless it is known from last time what it is.
  ///
  /// - Parameter name: One of the entries' names.
  /// - Returns: What it is.
  /// - Throws: `tools` when it cannot be used.
  package func report(of name: String) throws(ByokError) -> Report {
    let server = try server(name)
    let cached = server.cached
    let ready = cached == nil ? try server.ready() : nil
    guard let known = cached ?? ready?.tools else {
      throw ByokError(.tools, "the MCP server \(name.quoted) was stopped")
    }
    return Report(
      server: name, tools: known.list.tools, seconds: ready?.seconds ?? 0,
      version: known.version.rawValue, software: known.software,
      instructions: server.entry.usesInstructions ? known.instructions : nil,
      isCached: cached != nil)
  }

  /// Waits for all servers.
  ///
  /// - Returns: Those that are ready, in the order of the entries.
  /// - Throws: `tools` when one cannot be used, unless the run can go on without.
  package func reports() throws(ByokError) -> [Report] {
    var reports: [Report] = []
    for server in servers {
      do throws(ByokError) {
        reports.append(try report(of: server.entry.name))
      } catch {
        guard optional else { throw error }
        console.warn(error)
      }
    }
    return reports
  }

  /// Waits for a server, whatever comes of it.
  ///
  /// - Returns: What it is or why it cannot be used, and the seconds that took.
  package func outcome(of name: String) -> (result: Result<Report, ByokError>, seconds: Double) {
    do throws(ByokError) {
      let report = try report(of: name)
      return (.success(report), report.seconds)
    } catch {
      return (.failure(error), servers.first { $0.entry.name == name }?.secondsToFailure ?? 0)
    }
  }

  /// Waits for a server, and finds a tool of it.
  ///
  /// - Throws: `tools` when it cannot be used; a usage error that offers the nearest name.
  package func tool(_ name: String, of server: String) throws(ByokError) -> ServerTool {
    let tools = try report(of: server).tools
    if let tool = tools.first(where: { $0.name == name }) { return tool }
    let names = tools.map { Sanitizer.oneLine($0.name, limit: 80) }
    let nearest = Suggestion.nearest(to: name, among: names)
    throw ByokError(
      .usage, "the MCP server \(server.quoted) has no tool \(name.quoted)",
      hint: nearest.map { "did you mean '\(server)/\($0)'?" } ?? "byok mcp tools \(server)")
  }

  private func server(_ name: String) throws(ByokError) -> StartedServer {
    guard let server = servers.first(where: { $0.entry.name == name }) else {
      throw ByokError(.usage, "the MCP server \(name.quoted) was not started")
    }
    return server
  }

  package func run(
    _ tool: ServerTool, arguments: JSONValue, limit: Double?, interrupt: Latch? = nil
  ) throws(ByokError) -> ToolAnswer {
    do throws(ByokError) {
      let server = try server(tool.server)
      let answer = try server.call(tool, arguments, limit: limit, interrupt)
      if let flaw = answer.flaw(in: tool) {
        let shown = server.voice.clean(flaw)
        console.note("the answer of \(tool.shownName) does not match its own schema: \(shown)")
      }
      return answer
    } catch {
      guard optional, error.kind == .tools else { throw error }
      return ToolAnswer(failure: error.message)
    }
  }

  package func runsInParallel(_ server: String) -> Bool {
    servers.first { $0.entry.name == server }?.entry.isParallel ?? false
  }

  /// Stops all of them, and returns when nothing of them is left.
  package func stop() {
    Self.stop(servers, isHurried: false)
    lastWork.end()
    signals?.end()
  }

  private static func stop(_ servers: [StartedServer], isHurried: Bool) {
    WorkerPool.run(servers.count) { servers[$0].stop(isHurried: isHurried) }
  }
}
