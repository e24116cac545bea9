internal import ByokCore

/// A call of a tool, and what is to be done about it.
struct ToolJob: Sendable {
  /// What is done.
  enum Work: Sendable {
    /// The tool is run.
    case run(ServerTool, JSONValue)
    /// The model gets this answer.
    case answer(String)
  }

  let run: ToolRun
  let work: Work
  /// Whether the tool was not offered.
  var isRefused = false

  /// What came of a call.
  struct Outcome: Sendable {
    let answer: ToolAnswer
    let milliseconds: Int
  }

  /// How many servers are asked at once.
  private static let workers = 16

  /// Does what is to be done: calls of different servers at the same time, those of one server in turn
  /// unless the server allows otherwise.
  ///
  /// - Parameters:
  ///   - jobs: The calls of one reply.
  ///   - runner: Runs the tools.
  ///   - limit: How long a call may take, in seconds; `nil` for the server's own limit.
  ///   - session: Measures, and says when calls are to be cancelled.
  /// - Returns: The outcomes in the order of the calls.
  /// - Throws: `tools` when a server is lost.
  static func answers(
    of jobs: [ToolJob], by runner: any ToolRunner, limit: Double?, _ session: ClientSession
  ) throws(ByokError) -> [Outcome] {
    let groups = groups(of: jobs, runner)
    let work = { @Sendable (group: [Int]) -> [(Int, Result<Outcome, ByokError>)] in
      group.map { ($0, jobs[$0].outcome(by: runner, limit: limit, session)) }
    }
    let done =
      groups.count > 1
      ? WorkerPool.map(groups, workers: workers, work).flatMap(\.self)
      : groups.flatMap(work)
    var outcomes: [Outcome] = []
    for (_, outcome) in done.sorted(by: { $0.0 < $1.0 }) { outcomes.append(try outcome.get()) }
    return outcomes
  }

  /// The places of calls that must not run at the same time.
  private static func groups(of jobs: [ToolJob], _ runner: any ToolRunner) -> [[Int]] {
    var groups: [[Int]] = []
    var places: [String: Int] = [:]
    for (index, job) in jobs.enumerated() {
      guard case .run(let tool, _) = job.work, !runner.runsInParallel(tool.server) else {
        groups.append([index])
        continue
      }
      if let place = places[tool.server] {
        groups[place].append(index)
      } else {
        places[tool.server] = groups.count
        groups.append([index])
      }
    }
    return groups
  }

  private func outcome(
    by runner: any ToolRunner, limit: Double?, _ session: ClientSession
  ) -> Result<Outcome, ByokError> {
    switch work {
    case .answer(let text):
      return .success(
        Outcome(answer: ToolAnswer(content: [.text(text)], isError: true), milliseconds: 0))
    case .run(let tool, let arguments):
      let start = session.clock.monotonic()
      do throws(ByokError) {
        let answer = try runner.run(
          tool, arguments: arguments, limit: limit, interrupt: session.interrupt)
        let milliseconds = Int((session.clock.monotonic() - start) * 1000)
        return .success(Outcome(answer: answer, milliseconds: milliseconds))
      } catch {
        return .failure(error)
      }
    }
  }
}
