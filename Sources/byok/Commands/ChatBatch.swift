internal import ByokCore
internal import ByokKit

/// `byok chat` with many prompts.
extension Chat {
  /// Asks them, and reports at the end how many failed.
  ///
  /// - Throws: What ended the batch before its last prompt; else the most severe failure.
  func runBatch(
    _ planner: ChatPlanner, _ settings: ChatSettings, in session: Session
  ) throws(ByokError) {
    var planner = planner
    planner.usualRetries = BatchRun.usualRetries
    var batch = batch
    batch.shard = try batch.part?.shard(session.environment)
    let console = planner.session.console
    let template = try input.template(planner)
    var base = try answeringBase(planner, settings, template, session)
    var done = BatchDone()
    let lines = try batchLines(console)
    let clock = session.clock
    let start = clock.monotonic()
    let sink = BatchSink(
      console, BatchProgress(console, clock), file: try resultFile(&done, batch.shard))
    let workers = batch.workers?.count ?? BatchOptions.usualWorkers
    let coordinator = BatchCoordinator(sink, workers: workers, isOrdered: !batch.isUnordered)
    let servers = try openServers(planner, template?.template, session) {
      [requests = planner.session.requests] in
      requests.cutOff(bySignal: $0)
      coordinator.stop(within: BatchRun.patienceAtSignal)
    }
    defer { servers?.stop() }
    let plans = batch.plans(planner, coordinator, session)
    if batch.isEachLine || base.model != nil { try check(plans, base) }
    base.tools = try offered(by: servers, planner, template?.template, session)
    base.instructions = servers?.instructions
    var quiet = console
    (quiet.isQuiet, quiet.isVerbose) = (true, false)
    var shared = planner.session
    shared.console = quiet
    BatchRun(
      options: batch, base: base, plans: plans, coordinator: coordinator, done: done,
      session: shared, show: output.isDryRun ? Self.show : nil
    ).run(lines)
    try coordinator.close()
    try conclude(coordinator.tally, seconds: clock.monotonic() - start, console)
  }

  /// What all prompts have in common, but for the tools.
  private func answeringBase(
    _ planner: ChatPlanner, _ settings: ChatSettings, _ template: TemplateUse?, _ session: Session
  ) throws(ByokError) -> BatchBase {
    var settings = settings
    if let template { settings.fill(from: template.template.params) }
    var base = try batchBase(planner, settings, template)
    base.sources = try SourceFinder(
      sources, session, isRehearsal: output.isDryRun, isUnlogged: route.isUnlogged)
    return base
  }

  /// Shows a request without sending it.
  private static let show: BatchRun.RequestShow = { (plan, request) throws(ByokError) in
    try RequestText(ChatEndpoint(plan.client.dialect, request), plan.client, key: plan.key).members
  }

  /// Lets what fails for every prompt fail before the first is sent.
  private func check(
    _ plans: PlanCache, _ base: BatchBase
  ) throws(ByokError) {
    let candidates = try plans.candidates(base.model)
    for candidate in candidates { _ = try candidate.accepted(base.settings) }
    if candidates.count == 1 { _ = try plans.plan(candidates[0]) }
  }

  private func conclude(
    _ tally: BatchCoordinator.Tally, seconds: Double, _ console: Console
  ) throws(ByokError) {
    // Of a batch without prompts, there is nothing to say.
    if tally.done > 0 {
      let requests = "\((tally.done - tally.failed).counted("request")); nothing was sent"
      console.note(output.isDryRun ? requests : tally.words(seconds: seconds))
    }
    if output.showsUsage { console.writeAside("byok: \(tally.usage.line)\n") }
    if tally.skipped > 0 {
      let prompts = tally.skipped.counted("prompt was", "prompts were")
      console.note("\(prompts) answered before")
    }
    let again = "--resume \(batch.resumed ?? "FILE")"
    if var end = tally.end {
      end.partialResult = nil
      end.reporting = .inWords
      end.hints.append("\(tally.done) prompts were done; \(again) continues")
      throw end
    }
    guard tally.failed > 0 else { return }
    let kinds = tally.failures.sorted { $0.key.rawValue < $1.key.rawValue }
      .map { "\($0.value) \($0.key.name)" }
    var failure = ByokError(
      .mostSevere(of: Array(tally.failures.keys)),
      "\(tally.failed) of \(tally.done) prompts failed: \(kinds.joined(separator: ", "))",
      hint: "see each result for the reason; \(again) retries the failures")
    failure.reporting = .inWords
    throw failure
  }

  func batchBase(
    _ planner: ChatPlanner, _ settings: ChatSettings, _ template: TemplateUse? = nil
  ) throws(ByokError) -> BatchBase {
    let console = planner.session.console
    let schema = try input.replySchema(console)
    let model = model ?? template?.template.model
    let files: [InputFile] =
      input.files.isEmpty
      ? [] : try planner.loader(for: try planner.candidates(model)).load(input.files)
    var base = BatchBase(
      model: model, settings: settings,
      words: input.words.joined(separator: " "), system: try input.systemText(console),
      schema: schema,
      files: files,
      policies: try schema.map { (schema) throws(ByokError) in
        [SchemaPolicy(try ReplyForm(schema))]
      } ?? [])
    base.template = template
    return base
  }

  func batchLines(_ console: Console) throws(ByokError) -> LineReader {
    guard let path = batch.objects, path != "-" else {
      return LineReader(descriptor: console.input)
    }
    do {
      return try LineReader(path: path)
    } catch {
      throw ByokError(.failure, "cannot read \(path.quoted): \(error.text)")
    }
  }

  private func resultFile(
    _ done: inout BatchDone, _ shard: Shard?
  ) throws(ByokError) -> ResultFile? {
    if output.isDryRun {
      if let path = batch.resumed { done = try BatchDone.read(shard?.fileName(path) ?? path) }
      return nil
    }
    if let path = batch.resumed {
      return try ResultFile.resume(shard?.fileName(path) ?? path) { line in done.take(line) }
    }
    guard let path = output.outputFile?.path else { return nil }
    return try ResultFile.create(shard?.fileName(path) ?? path)
  }
}

extension BatchOptions {
  /// The plans, and what limits the requests to a provider.
  fileprivate func plans(
    _ planner: ChatPlanner, _ coordinator: BatchCoordinator, _ session: Session
  ) -> PlanCache {
    let workers = workers?.count ?? Self.usualWorkers
    let makePace = paceMaker(coordinator, session)
    return PlanCache(planner, makePace: makePace) { [clock = session.clock] in
      RateLimiter(
        workers: workers, clock: clock, ended: coordinator.ended, note: coordinator.note)
    }
  }

  /// Makes the pace of requests to a provider; `nil` where none is asked for.
  private func paceMaker(
    _ coordinator: BatchCoordinator, _ session: Session
  ) -> PlanCache.PaceMaker? {
    guard let pace else { return nil }
    let (locations, clock, ended) = (session.locations, session.clock, coordinator.ended)
    let part = shard.map { "\($0.number)-of-\($0.count)" }
    return { (provider) throws(ByokError) in
      try SharedPace(
        pace, at: locations.requestPace(of: provider, shard: part), clock: clock, ended: ended)
    }
  }
}
