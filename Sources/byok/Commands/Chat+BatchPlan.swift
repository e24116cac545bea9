internal import ByokCore
internal import ByokKit

extension Chat {
  /// The options that say what a batch asks.
  static let namesForBatches: Set<String> = [
    "model", "temperature", "top-p", "max-tokens", "seed", "stop", "reasoning", "system", "file",
    "schema", "api", "key", "base-url", "each-line", "jsonl", "resume", "ca-file",
  ]

  /// What a batch of these prompts asks.
  ///
  /// - Parameters:
  ///   - session: The outside world.
  ///   - split: The most requests of a part; `nil` for the provider's own limit.
  /// - Returns: `nil` where there is nothing to ask.
  /// - Throws: A usage error for what makes no sense; a failure when a file cannot be read.
  func batchPlan(_ session: Session, split: Int? = nil) throws(ByokError) -> BatchPlan? {
    guard batch.isOn else {
      throw ByokError(
        .usage, "there are no prompts", hint: "name them: --jsonl FILE, or --each-line")
    }
    var checked = self
    checked.output.isDryRun = false
    try batch.check(checked)
    var route = route
    route.isWhole = true
    let planner = try ChatPlanner(session, route, ChatLimits())
    var options = BatchPlanner.Options()
    options.isObjects = batch.objects != nil
    options.split = split.map { max(1, $0) }
    if let path = batch.resumed { options.done = try BatchDone.read(path) }
    let plans = PlanCache(planner) { [clock = session.clock] in
      RateLimiter(workers: 1, clock: clock, ended: Latch()) { _ in }
    }
    return try BatchPlanner(
      plans, try batchBase(planner, settings), options, planner.session, BatchStore(session)
    ).plan(try batchLines(session.console))
  }
}

extension CommandOption {
  /// The options of `chat` that another command has, too.
  static func ofChat(in chat: Property<Values, Chat>, _ names: Set<String>) -> [Self] {
    of(
      Chat.modelOptions + Chat.inputOptions + Chat.routeOptions + Chat.limitOptions
        + Chat.outputOptions + Chat.batchOptions, in: chat, names.subtracting(["ca-file"]))
      + [.certificates]
  }
}
