internal import ByokCore

/// One server of a run: started once, in a thread of its own, and stopped with the run.
final class StartedServer: Sendable {
  /// How far it has come.
  private enum Phase {
    case starting
    case ready(ServerClient, CachedTools, seconds: Double)
    case failed(ByokError)
    case stopped
  }

  private struct State {
    var phase = Phase.starting
    /// The way to it, from the moment its program runs.
    var channel: (any ServerChannel)?
    var isStopping = false
    /// Whether a program may be running that ``channel`` does not know yet.
    var isOpening = true
    /// How often it was started.
    var starts = 1
    /// How long it took to fail.
    var secondsToFailure = 0.0
  }

  let entry: ServerEntry
  let voice: ServerVoice
  private let outside: ServerSet.Outside
  private let state = Condition(State())
  /// One call at a time, unless the entry allows more.
  private let turn = Condition(false)
  private let record: ToolCache.Record?
  /// What it said of itself and its tools last time, where that is still good.
  let cached: CachedTools?

  init(_ entry: ServerEntry, _ outside: ServerSet.Outside) {
    (self.entry, self.outside) = (entry, outside)
    voice = ServerVoice(entry, outside.console)
    record = outside.cache?.record(of: entry, outside.environment)
    cached = record?.read()
  }

  // MARK: Start

  /// Starts it, in a thread of its own.
  func start() {
    guard WorkerPool.startDetached({ self.begin() }) else {
      state.update { $0.isOpening = false }
      finish(
        .failed(ByokError(.failure, "cannot start a thread for the MCP server '\(entry.name)'")))
      return
    }
  }

  private func begin() {
    let start = Clock.system.monotonic()
    let end = start + entry.startTimeout
    var stage = Stage.start
    do throws(ServerProblem) {
      guard let channel = try open() else { return }
      stage = .handshake
      let client = try ServerClient(channel, entry.era, last: record?.version(), until: end)
      stage = .list
      let list = try client.tools(of: entry.name, until: end)
      let seconds = Clock.system.monotonic() - start
      let tools = CachedTools(list, client)
      for note in list.notes { outside.note("\(entry.name) \(note)") }
      record?.write(tools)
      voice.detail(
        "ready after \(ServerProblem.text(seconds)), \(list.tools.count.counted("tool"))"
          + ", version \(client.version.rawValue)"
          + (client.software.map { ", \($0)" } ?? ""))
      finish(.ready(client, tools, seconds: seconds))
    } catch {
      let seconds = Clock.system.monotonic() - start
      state.withLock { $0.secondsToFailure = seconds }
      finish(.failed(failure(error, stage, seconds)))
    }
  }

  /// Opens the way to it.
  ///
  /// - Returns: `nil` where it is to end before it began.
  /// - Throws: Why it cannot be started.
  private func open() throws(ServerProblem) -> (any ServerChannel)? {
    defer { state.update { $0.isOpening = false } }
    guard !state.withLock(\.isStopping) else { return nil }
    let channel = try outside.open(entry, voice)
    let isWanted = state.update { state in
      state.channel = channel
      return !state.isStopping
    }
    return isWanted ? channel : nil
  }

  /// What a server was doing when it failed.
  private enum Stage: String {
    case start = "while it was started"
    case handshake = "during the handshake"
    case list = "while it listed its tools"
  }

  private func finish(_ phase: Phase) {
    state.update { state in
      if !state.isStopping { state.phase = phase }
    }
    // What failed is not left running until the end.
    if case .failed = phase { state.withLock(\.channel)?.stop(isHurried: true) }
  }

  private func failure(_ problem: ServerProblem, _ stage: Stage, _ seconds: Double) -> ByokError {
    var words = "the MCP server \(entry.name.quoted) \(voice.text(problem))"
    if case .unreachable = problem {
      // Its words tell the stage.
    } else if case .broken = problem {
      words += " (\(stage.rawValue), after \(ServerProblem.text(seconds)))"
    } else if stage != .start, !problem.isOfRequest || problem.isRefusal {
      words += " \(stage.rawValue), after \(ServerProblem.text(seconds))"
    } else if stage != .start {
      words += " \(stage.rawValue)"
    }
    var error = ByokError(.tools, words)
    error.hints = state.withLock(\.channel)?.lastWords.map { "it printed: \($0)" } ?? []
    error.hints += hints(problem)
    return error
  }

  private func hints(_ problem: ServerProblem) -> [String] {
    switch problem {
    case .unauthorized(_, let scheme):
      let way = "byok keys add mcp/LABEL --for \(entry.name)   seals a token for its headers"
      guard scheme?.contains("resource_metadata") == true else { return [way] }
      // Source: <https://modelcontextprotocol.io/specification/2025-11-25/basic/authorization>.
      return [way, "the server asks for OAuth; byok needs a token that another program obtained"]
    case .tooSlow:
      return ["mcp.servers.\(entry.name).start_timeout in config.json sets another limit"]
    case .unreachable, .otherEra: return []
    default:
      guard case .program = entry.place else { return [] }
      return ["byok mcp check \(entry.name) -v   shows all that it prints"]
    }
  }

  // MARK: Use

  /// Waits until it is ready.
  ///
  /// - Returns: What it speaks and lists, and how long the start took.
  /// - Throws: `tools` when it cannot be used.
  func ready() throws(ByokError) -> (client: ServerClient, tools: CachedTools, seconds: Double) {
    let phase: Phase = state.wait { state in
      if case .starting = state.phase { return nil }
      return state.phase
    }
    switch phase {
    case .ready(let client, let tools, let seconds): return (client, tools, seconds)
    case .failed(let error): throw error
    case .starting, .stopped: throw stoppedError
    }
  }

  /// How long it took to fail, in seconds; 0 before it has.
  var secondsToFailure: Double { state.withLock(\.secondsToFailure) }

  private var stoppedError: ByokError {
    ByokError(.tools, "the MCP server \(entry.name.quoted) was stopped")
  }

  /// Calls a tool.
  ///
  /// - Parameters:
  ///   - tool: The tool, as it was offered.
  ///   - arguments: An object.
  ///   - limit: How long it may take, in seconds; `nil` for the entry's limit, which progress extends.
  ///   - interrupt: Cancels the call when it opens; `nil` for never.
  /// - Returns: The answer; a failed or late call is an answer, too.
  /// - Throws: `tools` when the server is gone for good.
  func call(
    _ tool: ServerTool, _ arguments: JSONValue, limit: Double?, _ interrupt: Latch?
  ) throws(ByokError) -> ToolAnswer {
    let (client, tools, _) = try ready()
    // A list from last time may be about tools that are no more.
    if cached != nil, let answer = tools.list.refusal(of: tool) { return answer }
    if !entry.isParallel {
      turn.wait { isTaken -> Void? in
        guard !isTaken else { return nil }
        isTaken = true
        return ()
      }
    }
    defer { if !entry.isParallel { turn.update { $0 = false } } }
    do throws(ServerProblem) {
      return try client.call(tool, arguments, limits(limit, interrupt))
    } catch {
      guard error == .sessionLost, !state.withLock(\.isStopping) else { return try answer(error) }
    }
    // Nothing was done of a call of a session that the server does not know any more.
    voice.detail("ended the session; a new one is begun")
    state.update { ($0.phase, $0.isOpening) = (.starting, true) }
    begin()
    let second = try ready().client
    do throws(ServerProblem) {
      return try second.call(tool, arguments, limits(limit, interrupt))
    } catch {
      return try answer(error)
    }
  }

  /// How many times the limit without a sign of life a call may take in all.
  private static let patience = 10.0

  private func limits(_ limit: Double?, _ interrupt: Latch?) -> OpenRequests.Limits {
    let most = limit ?? entry.toolTimeout * Self.patience
    return OpenRequests.Limits(
      idle: limit ?? entry.toolTimeout, end: Clock.system.monotonic() + most, interrupt: interrupt)
  }

  /// What a call without an answer means for the model.
  private func answer(_ problem: ServerProblem) throws(ByokError) -> ToolAnswer {
    let words = voice.text(problem)
    switch problem {
    case .refused(let error):
      return ToolAnswer(failure: voice.clean(error.message, limit: 2000))
    case .tooSlow:
      return ToolAnswer(
        failure: "the server \(words); the call was cancelled, and its outcome is unknown")
    case .interrupted: return ToolAnswer(failure: "the call was cancelled")
    case .broken, .otherType:
      return ToolAnswer(failure: "the server \(words); the outcome of the call is unknown")
    case .unsendable(let error): throw error
    case .unauthorized: throw failure(problem, .start, 0)
    case .lost, .unreachable, .sessionLost, .otherEra:
      guard !state.withLock(\.isStopping) else { throw stoppedError }
      try restart(words)
      return ToolAnswer(
        failure: "the server \(words) during the call, whose outcome is unknown; it is there again")
    }
  }

  /// Starts it again, once.
  private func restart(_ words: String) throws(ByokError) {
    let mayRestart = outside.restarts
    let old = state.update { state in
      state.starts += mayRestart ? 1 : 2
      guard state.starts == 2, !state.isStopping else { return state.channel }
      state.phase = .starting
      state.isOpening = true
      return state.channel
    }
    old?.stop(isHurried: true)
    let isSecond = state.withLock { $0.starts == 2 }
    guard isSecond else {
      var error = ByokError(.tools, "the MCP server \(entry.name.quoted) \(words) during a call")
      error.hints = old?.lastWords.map { "it printed: \($0)" } ?? []
      throw error
    }
    outside.note("the MCP server \(entry.name) \(words) during a call; byok tries it again")
    begin()
  }

  // MARK: End

  /// Stops it, wherever it is.
  func stop(isHurried: Bool) {
    state.update { state in
      state.isStopping = true
      state.phase = .stopped
    }
    state.wait(atMost: 5) { $0.isOpening ? nil : () }
    state.withLock(\.channel)?.stop(isHurried: isHurried)
  }
}

extension ServerProblem {
  fileprivate var isRefusal: Bool {
    guard case .refused = self else { return false }
    return true
  }
}
