/// Many prompts, asked by several workers: one result a line.
struct BatchRun: Sendable {
  /// The most seconds that a provider is granted while many wait.
  static let longestWait = 600.0
  /// How often is tried again where nobody says: many at once are slowed down more often.
  static let usualRetries = 8

  let options: BatchOptions
  let base: BatchBase
  let shelf: PlanShelf
  let board: BatchBoard
  let done: BatchDone
  let transport: any Transport
  let console: Console

  /// Asks them all.
  ///
  /// - Parameter lines: The prompts.
  func run(_ lines: LineReader) {
    let input = BatchInput(lines, isObjects: options.objects != nil)
    let workers = (options.workers?.count ?? BatchOptions.usualWorkers)
    let watch = SignalWatch(take: { number in
      board.pause {
        board.clearProgress()
        ProcessSetup.die(bySignal: number)
      }
    })
    WorkerPool.run(workers, watch: watch) { _ in
      let connection = transport.keptOpen()
      while !board.isEnded {
        do throws(ByokError) {
          guard let item = try input.next() else { return }
          guard board.admit(item.place) else { return board.leaveOut(item.place) }
          work(item, connection)
        } catch {
          board.end(error)
        }
      }
    }
  }

  private func work(_ item: BatchInput.Item, _ connection: any Transport) {
    var prompt = BatchPrompt()
    do throws(ByokError) {
      try item.read(into: &prompt)
    } catch {
      return note(item, prompt, BatchResult(failure: error.inLine(item.line)))
    }
    guard !done.contains(item.place, id: prompt.id) else {
      board.finish(item.place, [], fraction: item.fraction) { $0.skipped += 1 }
      return
    }
    do throws(ByokError) {
      let result = try ask(prompt, connection)
      note(item, prompt, result)
      if let failure = result.failure, failure.provider?.isOfKey == true { board.end(failure) }
    } catch {
      if error == .overBudget { return board.leaveOut(item.place) }
      note(item, prompt, BatchResult(failure: error))
      if [.locked, .damaged].contains(error.kind) { board.end(error) }
    }
  }

  private func note(_ item: BatchInput.Item, _ prompt: BatchPrompt, _ result: BatchResult) {
    board.finish(
      item.place, result.line(index: item.place, id: prompt.id), fraction: item.fraction
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
    let content = base.content(prompt)
    var text = ""
    let candidates = try shelf.candidates(prompt.model ?? base.model)
    let result = try ChatFallback(candidates: candidates, console: console).run {
      (candidate, _) throws(ByokError) in
      try shelf.plan(candidate)
    } ask: { (plan) throws(ByokError) in
      text = ""
      let request = try plan.request(content, settings)
      let reserved = try reserve(request, plan.exchange.provider)
      defer { board.release(reserved) }
      let call = ChatCall(
        exchange: exchange(plan, connection, isLast: candidates.last?.name == plan.candidate.name),
        request: request, log: plan.log, tell: board.tellOnce)
      let form = try content.schema.map { (schema) throws(ByokError) in try ReplyForm(schema) }
      return CheckedCall(call: call, form: form).run(with: plan.key) { events in
        for case .text(let piece) in events { text += piece }
      }
    }
    return BatchResult(result, text: text)
  }

  /// The plan's exchange, on this worker's connection and at the pace of all.
  private func exchange(
    _ plan: ChatPlan, _ connection: any Transport, isLast: Bool
  ) -> ChatExchange {
    var exchange = plan.exchange
    exchange.transport = connection
    exchange.console = console
    exchange.pace = shelf.pace(of: exchange.provider.id)
    exchange.longestWait = isLast ? Self.longestWait : ChatPlanner.patienceBeforeNext
    return exchange
  }

  /// Sets aside what a request may cost.
  ///
  /// - Throws: A refusal of this prompt; `overBudget` when all together cost too much.
  private func reserve(
    _ request: ChatRequest, _ provider: Provider
  ) throws(ByokError) -> Double {
    try ChatLimits(maxInputTokens: base.limits.maxInputTokens).check(request, provider)
    guard let limit = base.limits.maxCost else { return 0 }
    let cost = try ChatEstimate(request, provider).cost()
    guard board.reserve(cost, of: limit.amount) else {
      board.end(.overBudget)
      throw .overBudget
    }
    return cost
  }
}

/// What all prompts of a batch have in common.
struct BatchBase: Sendable {
  var model: String?
  var settings: ChatSettings
  var limits: ChatLimits
  /// The words that stand before each prompt; may be empty.
  var words: String
  var system: String?
  var schema: ReplySchema?
  var files: [InputFile]

  /// What is said for one prompt.
  func content(_ prompt: BatchPrompt) -> ChatContent {
    let text = [words, prompt.prompt].filter { !$0.isEmpty }.joined(separator: "\n\n")
    return ChatContent(
      system: prompt.system ?? system,
      messages: [ChatMessage(role: .user, parts: files.parts(before: text))], schema: schema)
  }
}

extension ByokError {
  /// All prompts together would cost more than the user will spend.
  static let overBudget = Self(
    .failure, "the next prompt may cost more than is left of --max-cost; it was not sent",
    hint: "raise --max-cost, and go on with --resume FILE")

  /// The failure, with the line of the input that it is about.
  fileprivate func inLine(_ line: Int) -> Self {
    Self(kind, "line \(line): \(message)", hints: hints)
  }
}
