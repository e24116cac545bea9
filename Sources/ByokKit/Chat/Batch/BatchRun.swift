package import ByokCore

/// Many prompts, asked by several workers: one result a line.
package struct BatchRun: Sendable {
  /// The most seconds that a provider is granted while many wait.
  static let longestWait = 600.0
  /// How often is tried again where nobody says: many at once are slowed down more often.
  package static let usualRetries = 8
  /// How long a signal waits for a line that is being written, in seconds.
  package static let patienceAtSignal = 0.2

  package let options: BatchOptions
  package let base: BatchBase
  package let plans: PlanCache
  package let coordinator: BatchCoordinator
  package let done: BatchDone
  package let session: ClientSession
  /// Shows requests that are not sent; `nil` where they are.
  package let show: RequestShow?

  /// Shows a request, as the members of a result.
  package typealias RequestShow =
    @Sendable (ChatPlan, ChatRequest) throws(ByokError) -> [String: JSONValue]

  package init(
    options: BatchOptions, base: BatchBase, plans: PlanCache, coordinator: BatchCoordinator,
    done: BatchDone, session: ClientSession, show: RequestShow? = nil
  ) {
    self.show = show
    self.options = options
    self.base = base
    self.plans = plans
    self.coordinator = coordinator
    self.done = done
    self.session = session
  }

  /// Asks them all.
  ///
  /// - Parameter lines: The prompts.
  package func run(_ lines: consuming LineReader) {
    let input = BatchInput(lines, isObjects: options.objects != nil, shard: options.shard)
    let workers = (options.workers?.count ?? BatchOptions.usualWorkers)
    let last: @Sendable (CInt) -> Void = { _ in coordinator.stop(within: Self.patienceAtSignal) }
    let grace = options.grace.map { SignalGrace($0.count, session.clock, coordinator) }
    let watch = grace?.watch(session.requests, last) ?? session.requests.watch(last)
    WorkerPool.run(workers, watch: watch) { _ in
      let connection = session.transport.keptOpen()
      while !coordinator.ended.isOpen {
        do throws(ByokError) {
          guard let item = try input.next() else { return }
          guard coordinator.admit(item.place) else { return coordinator.leaveOut(item.place) }
          work(item, connection)
        } catch {
          coordinator.end(error)
        }
      }
    }
    grace?.conclude(session.requests, last)
  }

  private func work(_ item: BatchInput.Item, _ connection: any Transport) {
    var prompt = BatchPrompt()
    do throws(ByokError) {
      try item.read(into: &prompt)
    } catch {
      return note(item, prompt, BatchResult(failure: error.inLine(item.line)))
    }
    guard !done.contains(item.index, id: prompt.id) else {
      coordinator.finish(item.place, [], fraction: item.fraction) { $0.skipped += 1 }
      return
    }
    do throws(ByokError) {
      let result = try ask(prompt, connection)
      if !result.hasText, [.batchEnded, .overBudget].contains(result.failure?.code) {
        return coordinator.leaveOut(item.place, usage: result.usage)
      }
      note(item, prompt, result)
      if let failure = result.failure, failure.provider?.isOfKey == true {
        coordinator.end(failure)
      }
    } catch {
      // What was to be found out before the request may have been refused, too.
      if error.code == .overBudget { coordinator.end(.overBatchBudget) }
      if [.batchEnded, .overBudget].contains(error.code) {
        return coordinator.leaveOut(item.place)
      }
      note(item, prompt, BatchResult(failure: error))
      if [.locked, .damaged].contains(error.kind) { coordinator.end(error) }
    }
  }

  private func note(_ item: BatchInput.Item, _ prompt: BatchPrompt, _ result: BatchResult) {
    coordinator.finish(
      item.place, result.line(index: item.index, id: prompt.id), fraction: item.fraction
    ) { tally in
      tally.done += 1
      if let failure = result.failure { tally.failures[failure.kind, default: 0] += 1 }
      tally.usage = result.usage.added(to: tally.usage)
    }
  }

  private func ask(
    _ prompt: BatchPrompt, _ connection: any Transport
  ) throws(ByokError) -> BatchResult {
    var settings = prompt.settings
    settings.fill(from: base.settings)
    let text = TextSink()
    var (said, shown): (Said?, [String: JSONValue]?)
    let candidates = try plans.candidates(prompt.model ?? base.model)
    var result = try ChatFallback(candidates: candidates, console: session.console).run {
      (candidate, _) throws(ByokError) in
      try plans.plan(candidate)
    } ask: { (plan) throws(ByokError) in
      text.clear()
      let isLast = candidates.last?.name == plan.candidate.name
      let client = try client(plan, connection, isLast: isLast)
      // Nothing is looked for before a key is there, and then once.
      let asked = if let said { said } else { try self.said(prompt, connection) }
      said = asked
      let loop = TurnLoop(client, policies: base.policies, tools: base.tools)
      guard let show else { return try loop.run(plan, asked.content, settings, to: text) }
      let request = try loop.firstRequest(plan, asked.content, settings)
      shown = try show(plan, request)
      return ChatResult(
        provider: plan.client.provider, request: request, key: plan.key.source, start: 0)
    }
    if let shown { return BatchResult(shown: shown) }
    for notice in result.notices { coordinator.noteOnce(notice) }
    if result.failure?.code == .overBudget { coordinator.end(.overBatchBudget) }
    if let sources = said?.sources, !sources.isEmpty {
      let cited = CitedSources(sources, in: text.text, isJSON: base.schema != nil)
      result.sources = cited.document
      if !cited.unknown.isEmpty {
        coordinator.noteOnce("a reply cites a source that was not given")
      }
    }
    return BatchResult(result, text: text.text)
  }

  /// What is said for a prompt, and the passages that the reply is to come from.
  private struct Said {
    let content: ChatContent
    let sources: [SourcePassage]
  }

  private func said(
    _ prompt: BatchPrompt, _ connection: any Transport
  ) throws(ByokError) -> Said {
    let content = try base.content(prompt)
    guard let finder = base.sources else { return Said(content: content, sources: []) }
    let client = try finder.client.map { (client) throws(ByokError) in
      var client = client
      client.session = session
      try share(&client, connection)
      client.patience.longestWait = Self.longestWait
      return client
    }
    let sources = try finder.find(content.question, by: client, note: coordinator.noteOnce)
    return Said(content: content.adding(sources: sources), sources: sources)
  }

  /// The plan's client, on this worker's connection and within the limits of all.
  private func client(
    _ plan: ChatPlan, _ connection: any Transport, isLast: Bool
  ) throws(ByokError) -> ProviderClient {
    var client = plan.client
    try share(&client, connection)
    client.patience.longestWait = isLast ? Self.longestWait : ChatPlanner.patienceBeforeNext
    return client
  }

  /// Puts a client on this worker's connection and within the limits of all.
  private func share(
    _ client: inout ProviderClient, _ connection: any Transport
  ) throws(ByokError) {
    client.session.transport = connection
    client.session.console = session.console
    client.session.note = coordinator.noteOnce
    client.session.limiter = plans.limiter(of: client.provider.id)
    client.session.pace = try plans.pace(of: client.provider.id)
  }
}

/// Gathers the text of a reply.
final class TextSink: ReplySink {
  private(set) var text = ""

  func take(_ events: [StreamEvent]) {
    for case .text(let piece) in events { text += piece }
  }

  func clear() { text = "" }
}

extension ByokError {
  /// All prompts together would cost more than the user allows.
  static let overBatchBudget = Self(
    .failure, "the next prompt may cost more than is left of --max-cost; it was not sent",
    hint: "raise --max-cost, and go on with --resume FILE")

  /// The failure, with the line of the input that it is about.
  func inLine(_ line: Int) -> Self {
    Self(kind, "line \(line): \(message)", hints: hints)
  }
}
