internal import ByokCore
internal import ByokKit

/// `byok index embed`: vectors for the passages of an index.
struct IndexEmbed: Command {
  var common = CommonOptions()
  var index: IndexName?
  var options = IndexEmbedOptions()

  static let name = "index embed"

  static let definition = CommandDefinition<Self>(
    summary: "Embed the passages of an index",
    detail: [
      "Each passage that has no vector yet is sent once to the model's provider. What will be sent and what"
        + " it may cost is said first; if it may cost something, it asks, and where nobody can be asked,"
        + " --yes is needed. Vectors are kept as they arrive, under the hash of the passage's text: whatever"
        + " ends the command, nothing is paid for twice, and it continues when it is run again.",
      "After 'byok index update', run it again for the passages that are new. Without -m, the model of the"
        + " index is used. byok search and byok chat --rag then find passages by meaning, too.",
    ],
    operands: [.required("NAME", \.index)],
    options: [
      .value(
        "model", short: "m", "MODEL", \.options.model, "Embedding model (byok help embeddings)"),
      .value("dims", "N", \.options.dimensions, "Number of dimensions, if the model can choose"),
      .flag("yes", short: "y", \.options.isSure, "Do not ask for confirmation"),
      .value("max-cost", "USD", \.options.maxCost, "Send nothing if it may cost more than USD"),
      .flag("dry-run", \.options.isRehearsal, "Print the requests without sending them"),
      .flag("no-log", \.options.isUnlogged, "Do not write these requests to the usage log"),
      .certificates,
    ],
    json: true, unlocks: true,
    examples: [
      Example(
        line: "byok index embed docs -m openai/text-embedding-3-small --max-cost 1",
        purpose: "embed it, unless it may cost more than a dollar"),
      Example(
        line: "byok index embed docs -m ollama/nomic-embed-text", purpose: "embed it locally"),
    ])

  func run(in session: inout Session) throws(ByokError) {
    guard let index else { return }
    let store = try IndexStore(session)
    var options = options
    options.isJSON = common.json
    try options.run(index, store, session)
  }
}

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

  /// Embeds what has no vector yet.
  ///
  /// - Throws: A usage error; `noKey`; a failure of the network or the provider, after which what was
  ///   done is kept.
  func run(_ name: IndexName, _ store: IndexStore, _ session: Session) throws(ByokError) {
    _ = try check(session)
    var definition = try store.definition(name)
    let limits = ChatLimits(maxCost: maxCost)
    let planner = try RetrievalPlanner(session, RequestOptions(isUnlogged: isUnlogged), limits)
    let model = try planner.embeddingModel(self.model ?? definition.embedding?.model)
    let isOther = model.name != definition.embedding?.model
    let dimensions = dimensions ?? (isOther ? nil : definition.embedding?.dimensions)
    let job = try IndexEmbedding(
      try OpenIndex(definition, store), model, dimensions: dimensions, session)
    let embedder = try planner.embedder(model.name)
    if isRehearsal { return try rehearse(job, embedder, session.console) }
    let isReady = try mayStart(job, embedder, session.console)
    guard isReady else { throw ByokError(.failure, "nothing was sent") }
    // Whatever ends it now, the next run goes on with the same model.
    definition.embedding = .init(model: model.name, dimensions: dimensions)
    try store.set(definition, isNew: false)
    try embed(job, embedder, session)
  }

  private func embed(
    _ job: IndexEmbedding, _ embedder: Embedder, _ session: Session
  ) throws(ByokError) {
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
    try report(outcome, job, console)
  }

  private func report(
    _ outcome: IndexEmbedding.Outcome, _ job: IndexEmbedding, _ console: Console
  ) throws(ByokError) {
    for path in outcome.changed.prefix(5) {
      console.warn(
        ByokError(
          .failure, "'\(DisplayedPath().text(path))' has changed, and was left out",
          hint: "byok index update \(job.index.definition.name.text)"))
    }
    let usage = outcome.usage
    if outcome.count > 0 {
      console.note(
        "embedded \(outcome.count.counted("passage")) with \(job.model.name); \(usage.line)")
    }
    guard isJSON else { return }
    try console.write(
      .object([
        "name": .string(job.index.definition.name.text), "model": .string(job.model.name),
        "passages": .integer(job.total), "embedded": .integer(outcome.count),
        "changed_files": .integer(outcome.changed.count),
        "usage": .object(["input_tokens": usage.input.map(JSONValue.integer) ?? .null]),
        "cost_usd": usage.cost.map(JSONValue.number) ?? .null,
      ]), pretty: true)
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
    if job.index.definition.isSealed {
      console.warn(
        ByokError(
          .failure,
          "the index '\(name)' is sealed, but its vectors are not: a text can be guessed in"
            + " part from its vector"))
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
