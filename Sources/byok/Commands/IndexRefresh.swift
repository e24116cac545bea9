internal import ByokCore
internal import ByokKit

/// `byok index update`: bring indexes up to date with their files.
struct IndexRefresh: Command {
  var common = CommonOptions()
  var indexes: [IndexName] = []
  var embedding = IndexEmbedOptions()
  /// Whether nothing is embedded.
  var leavesVectors = false

  static let name = "index update"

  static let definition = CommandDefinition<Self>(
    summary: "Bring indexes up to date with their files",
    detail: [
      "All indexes, or those that are named. Only files whose size, time or inode changed are read; files"
        + " that are gone are removed from the index. An index that is missing, damaged or of another version"
        + " of byok is built anew. Ctrl-C keeps what was written so far; the next update goes on from there.",
      "Passages that are new are then embedded if the index has embeddings: only they are sent, to the same"
        + " model, after the same words and questions as with 'byok index embed'. Where they cannot be, for"
        + " want of a key, the network or an answer, a warning says how many passages have no vector, and the"
        + " update counts as done; with --embed, --yes or --max-cost, it fails. --no-embed sends nothing.",
    ],
    operands: [.repeating("NAME", optional: true, \.indexes)],
    options: [
      .value("embed", "MODEL", \.embedding.model, "Embed with this model from now on"),
      .value("dims", "N", \.embedding.dimensions, "Number of dimensions of the embeddings"),
      .flag("no-embed", \.leavesVectors, "Embed nothing, and send nothing"),
      .flag("yes", short: "y", \.embedding.isSure, "Send passages to be embedded without asking"),
      .value(
        "max-cost", "USD", \.embedding.maxCost, "Embed nothing that may exceed USD in all"),
      .flag(
        "dry-run", \.embedding.isRehearsal, "Change and send nothing; print the requests"),
      .flag("no-log", \.embedding.isUnlogged, "Do not write requests to the usage log"),
      .certificates,
    ],
    json: true,
    unlocks: true,
    examples: [
      Example(line: "byok index update", purpose: "update all indexes", runsAnywhere: true),
      Example(line: "byok index update docs", purpose: "update one"),
      Example(
        line: "byok index update --yes --max-cost 0.10",
        purpose: "in a script: embed what is new, unless it may cost more"),
    ])

  func run(in session: inout Session) throws(ByokError) {
    try checkOptions()
    let store = try IndexStore(session)
    var meant = try store.definitions()
    if !indexes.isEmpty {
      meant = try indexes.map { (name) throws(ByokError) in try store.definition(name) }
    }
    // A model that cannot be used is found before files are read.
    _ = try embedding.check(session)
    if meant.isEmpty { session.console.note("no indexes yet; byok index add NAME PATH adds one") }
    var reports: [IndexReport] = []
    var problem: ByokError?
    /// The others are brought up to date all the same.
    func trying(_ body: () throws(ByokError) -> Void) {
      do throws(ByokError) {
        try body()
      } catch {
        if let problem { session.console.report(problem) }
        problem = error
      }
    }
    for definition in meant {
      trying { () throws(ByokError) in
        let report = try store.update(definition, isRehearsal: embedding.isRehearsal)
        report.write(to: session.console)
        reports.append(report)
      }
    }
    var left = embedding.maxCost?.amount
    for place in reports.indices {
      trying { () throws(ByokError) in try embed(&reports[place], store, session, &left) }
    }
    if common.json, !embedding.isRehearsal {
      try session.console.write(.array(reports.map(\.document)), pretty: true)
      // Standard output is one document.
      problem?.reporting = .inWords
    }
    if let problem { throw problem }
  }

  /// Refuses what makes no sense together.
  private func checkOptions() throws(ByokError) {
    guard leavesVectors else { return }
    let others: [(Bool, String)] = [
      (embedding.model != nil, "--embed"), (embedding.isSure, "--yes"),
      (embedding.maxCost != nil, "--max-cost"), (embedding.dimensions != nil, "--dims"),
    ]
    if let other = others.first(where: \.0)?.1 { throw .conflict("--no-embed", other) }
  }

  /// Whether an update without new vectors is a failure.
  private var mustEmbed: Bool {
    embedding.model != nil || embedding.isSure || embedding.maxCost != nil
  }

  /// Embeds what is new in an index that has vectors, or is to get some.
  ///
  /// - Parameters:
  ///   - report: Gets what came of it.
  ///   - store: Where the indexes are.
  ///   - session: The outside world.
  ///   - left: What of `--max-cost` is left for this index and those after it.
  /// - Throws: A failure where vectors are asked for.
  private func embed(
    _ report: inout IndexReport, _ store: IndexStore, _ session: Session, _ left: inout Double?
  ) throws(ByokError) {
    guard let file = report.file else { return }
    let index = OpenIndex(report.definition, file, store.converter)
    let isNewModel = embedding.model != nil
    guard isNewModel || index.definition.embedding != nil else { return }
    var options = embedding
    options.isJSON = common.json
    options.maxCost = left.map { Dollars(amount: $0) }
    do throws(ByokError) {
      let task = try options.task(index, session)
      report.withoutVector = task.job.count
      guard task.job.count > 0 || isNewModel else { return }
      guard !leavesVectors else { return noteMissing(report, session.console) }
      let outcome = try options.run(task, store, session)
      report.embedded = outcome.count
      report.withoutVector = task.job.count - outcome.count
      left? -= task.job.estimate.cost ?? 0
    } catch {
      let missing = (try? options.task(index, session))?.job.count
      if let missing, let before = report.withoutVector { report.embedded = before - missing }
      report.withoutVector = missing ?? report.withoutVector
      guard !mustEmbed, error.kind != .damaged else { throw error }
      warn(of: error, report, session.console)
    }
  }

  private func noteMissing(_ report: IndexReport, _ console: Console) {
    let name = report.definition.name.text
    console.note(
      "\((report.withoutVector ?? 0).counted("passage")) of '\(name)' without a vector:"
        + " byok index embed \(name)")
  }

  private func warn(of failure: ByokError, _ report: IndexReport, _ console: Console) {
    let name = report.definition.name.text
    let missing = report.withoutVector.map { "\($0.counted("passage"))" } ?? "passages"
    console.warn(
      ByokError(
        .failure, "\(missing) of '\(name)' without a vector: \(failure.message)",
        hints: failure.hints.isEmpty ? ["byok index embed \(name)"] : failure.hints))
  }
}
