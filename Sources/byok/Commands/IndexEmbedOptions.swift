internal import ByokCore
internal import ByokKit

/// How an index is embedded.
struct IndexEmbedOptions: Sendable {
  var model: String?
  var dimensions: Int?
  var isSure = false
  var maxCost: Dollars?
  var isRehearsal = false
  var isUnlogged = false
  var isJSON = false

  /// Refuses a model that is none, before anything is done.
  ///
  /// - Returns: `nil` where none is named.
  /// - Throws: A usage error.
  func check(_ session: Session) throws(ByokError) -> EmbeddingModel? {
    if let dimensions, dimensions == 0 {
      throw ByokError(.usage, "--dims must be a whole number above 0")
    }
    guard let model else {
      if dimensions != nil { throw ByokError(.usage, "--dims is for --embed MODEL") }
      return nil
    }
    return try RetrievalPlanner(session).embeddingModel(model)
  }

  /// What is to be done for an index.
  struct Task {
    let job: IndexEmbedding
    let planner: RetrievalPlanner
    let dimensions: Int?
  }

  /// Finds out what there is to do for an index, without looking for a key.
  ///
  /// - Throws: A usage error for a model that is none; a failure when the vectors cannot be read.
  func task(_ index: OpenIndex, _ session: Session) throws(ByokError) -> Task {
    let limits = ChatLimits(maxCost: maxCost)
    let planner = try RetrievalPlanner(session, RequestOptions(isUnlogged: isUnlogged), limits)
    let known = index.definition.embedding
    let model = try planner.embeddingModel(self.model ?? known?.model)
    let dimensions = dimensions ?? (model.name == known?.model ? known?.dimensions : nil)
    let job = try IndexEmbedding(index, model, dimensions: dimensions, session)
    return Task(job: job, planner: planner, dimensions: dimensions)
  }

  /// Embeds what has no vector yet.
  ///
  /// - Throws: A usage error; `noKey`; a failure of the network or the provider, after which what was
  ///   done is kept.
  func run(_ name: IndexName, _ store: IndexStore, _ session: Session) throws(ByokError) {
    _ = try check(session)
    let task = try task(try OpenIndex(try store.definition(name), store), session)
    let outcome = try run(task, store, session)
    guard isJSON, !isRehearsal else { return }
    try session.console.write(document(of: outcome, task.job), pretty: true)
  }

  /// Embeds what a task names, once that is agreed to.
  ///
  /// - Returns: What came of it.
  /// - Throws: As ``run(_:_:_:)-(IndexName,_,_)``.
  func run(
    _ task: Task, _ store: IndexStore, _ session: Session
  ) throws(ByokError) -> IndexEmbedding.Outcome {
    let job = task.job
    let embedder = try task.planner.embedder(job.model.name)
    if isRehearsal {
      try rehearse(job, embedder, session.console)
      return IndexEmbedding.Outcome()
    }
    let isReady = try mayStart(job, embedder, session.console)
    guard isReady else { throw ByokError(.failure, "nothing was sent") }
    // Whatever ends it now, the next run goes on with the same model.
    var definition = job.index.definition
    definition.embedding = .init(model: job.model.name, dimensions: task.dimensions)
    if definition != job.index.definition { try store.set(definition, isNew: false) }
    return try embed(job, embedder, session)
  }

  private func embed(
    _ job: IndexEmbedding, _ embedder: Embedder, _ session: Session
  ) throws(ByokError) -> IndexEmbedding.Outcome {
    let console = session.console
    let line = Spinner(showingProgressOn: console, session.clock)
    var outcome = IndexEmbedding.Outcome()
    do throws(ByokError) {
      try job.run(embedder, &outcome) { done in
        line?.show { _ in "\(done) of \(job.count.counted("passage")) embedded" }
      }
    } catch {
      line?.clear()
      guard outcome.count > 0 else { throw error }
      var error = error
      error.hints.append(
        "\(outcome.count) of \(job.count.counted("passage")) are embedded and kept: run it again to"
          + " continue")
      throw error
    }
    line?.clear()
    report(outcome, job, console)
    return outcome
  }

  private func report(
    _ outcome: IndexEmbedding.Outcome, _ job: IndexEmbedding, _ console: Console
  ) {
    for path in outcome.changed.prefix(5) {
      console.warn(
        ByokError(
          .failure, "'\(DisplayedPath().text(path))' has changed, and was left out",
          hint: "byok index update \(job.index.definition.name.text)"))
    }
    guard outcome.count > 0 else { return }
    console.note(
      "embedded \(outcome.count.counted("passage")) with \(job.model.name); \(outcome.usage.line)")
  }

  private func document(of outcome: IndexEmbedding.Outcome, _ job: IndexEmbedding) -> JSONValue {
    let usage = outcome.usage
    return .object([
      "name": .string(job.index.definition.name.text), "model": .string(job.model.name),
      "passages": .integer(job.total), "embedded": .integer(outcome.count),
      "changed_files": .integer(outcome.changed.count),
      "usage": .object(["input_tokens": usage.input.map(JSONValue.integer) ?? .null]),
      "cost_usd": usage.cost.map(JSONValue.number) ?? .null,
    ])
  }

  /// Says what will be sent and what it may cost, and asks where that is not nothing.
  private func mayStart(
    _ job: IndexEmbedding, _ embedder: Embedder, _ console: Console
  ) throws(ByokError) -> Bool {
    let name = job.index.definition.name.text
    guard job.count > 0 else {
      console.note("all passages of '\(name)' have vectors of \(job.model.name)")
      return true
    }
    let (tokens, cost) = job.estimate
    let price = cost.map { $0 == 0 ? "free" : "about \(Usage.dollars($0))" } ?? "price unknown"
    let offline = job.model.provider.isOffline
    let place = offline ? "nothing leaves this machine" : "sent to \(embedder.key.base.origin)"
    console.note(
      "to embed: \(job.count.counted("passage")) of \(job.files.counted("file")),"
        + " \(ByteCount.text(job.bytes)), about \(tokens) tokens; \(price); \(place)")
    try job.check(ChatLimits(maxCost: maxCost))
    guard cost != 0, !isSure else { return true }
    return try console.confirms(
      "embed them?", otherwise: "byok index embed \(name) -m \(job.model.name) --yes")
  }

  /// Shows all requests: exactly what would leave the machine.
  private func rehearse(
    _ job: IndexEmbedding, _ embedder: Embedder, _ console: Console
  ) throws(ByokError) {
    try job.forEachRequest(embedder) { (endpoint) throws(ByokError) in
      let shown = try RequestText(endpoint, embedder.client, key: embedder.key)
      if isJSON {
        try console.write(.object(shown.members))
      } else {
        try console.write(try shown.text())
      }
    }
    let (tokens, cost) = job.estimate
    let price = cost.map { Usage.dollars($0) } ?? "price unknown"
    console.note(
      "\(job.count.counted("passage")), about \(tokens) tokens, \(price); nothing was sent")
  }
}
