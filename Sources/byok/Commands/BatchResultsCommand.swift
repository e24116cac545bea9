internal import ByokCore
internal import ByokKit

/// `byok batch results`: fetch what came of a batch.
struct BatchResultsCommand: Command {
  var common = CommonOptions()
  var batch: BatchName?
  var resumed: String?
  var output: String?
  var isPartial = false
  /// Whether results come as the provider sends them.
  var isUnordered = false
  var keys: LabelList?

  static let name = "batch results"

  static let definition = CommandDefinition<Self>(
    summary: "Fetch the results of a batch",
    detail: [
      "Each result is a line of JSON as of 'byok chat --jsonl', with 'batch', in the order of the prompts."
        + " Prompts without a result are failures. The exit status is 0 if every prompt has a reply,"
        + " otherwise that of the most severe failure.",
      "--resume FILE appends to FILE what it lacks. 'byok chat --jsonl PROMPTS --resume FILE' then asks"
        + " the failures directly, and 'byok batch submit --resume FILE' submits them again.",
      "--unordered prints each result as it arrives, in whatever order the provider sends them, and keeps"
        + " none on the disk; prompts without a result come last.",
      "What the batch cost is added to the usage log the first time, at the batch price.",
    ],
    operands: [.required("NAME", \.batch, words: .names(.batch))],
    options: [
      .value("resume", "FILE", \.resumed, "Append to FILE, skipping prompts that have a reply"),
      .value("output", short: "o", "FILE", \.output, "Write to FILE, which must be new or empty"),
      .flag("unordered", \.isUnordered, "Print results as they arrive"),
      .flag("partial", \.isPartial, "Also of a batch that has not ended"),
      .value("key", "LABEL", \.keys, "Label of the sealed key to use"), .certificates,
    ],
    unlocks: true,
    examples: [
      Example(
        line: "byok batch results monday --resume answers.jsonl",
        purpose: "append the results to a file"),
      Example(
        line: "byok batch results monday --partial -o so-far.jsonl",
        purpose: "fetch what there is before the end"),
    ])

  func run(in session: inout Session) throws(ByokError) {
    guard let name = batch else { return }
    if resumed != nil, output != nil { throw .conflict("--resume", "--output") }
    let store = BatchStore(session)
    let lock = try store.lock(name)
    defer { _ = lock }
    var record = try store.existing(name)
    let access = try BatchAccess(record, session, key: keys)
    try access.work.refresh(&record)
    guard isPartial || record.parts.allSatisfy(\.isOver) else {
      throw ByokError(
        .failure, "the batch '\(name.text)' is \(record.state)",
        hints: ["byok batch wait \(name.text)", "--partial prints what there is"])
    }
    let console = session.console
    var done = BatchDone()
    let writer = ResultWriter(try resultFile(&done), console)
    let counts: BatchResults.Counts
    do throws(ByokError) {
      counts = try fetch(record, access, store, done, writer)
    } catch {
      // What has arrived before is whole.
      try? writer.close()
      throw error
    }
    try writer.close()
    if done.isEmpty, !isPartial { try access.note(writer.logged, &record) }
    Self.warn(counts, console)
    if counts.skipped > 0 {
      console.note("\(counts.skipped.counted("prompt was", "prompts were")) answered before")
    }
    if counts.pending > 0 {
      console.note("\(counts.pending.counted("prompt is", "prompts are")) not answered yet")
    }
    try conclude(writer, console)
  }

  private func fetch(
    _ record: BatchRecord, _ access: BatchAccess, _ store: BatchStore, _ done: BatchDone,
    _ writer: ResultWriter
  ) throws(ByokError) -> BatchResults.Counts {
    if isUnordered {
      return try UnorderedResults(record, access.work, facts: access.facts, except: done) {
        (item) throws(ByokError) in try writer.take(item)
      }.run()
    }
    let results = try BatchResults(record, access.work, facts: access.facts)
    return try results.items(store, except: done) { (item) throws(ByokError) in
      try writer.take(item)
    }
  }

  private func resultFile(_ done: inout BatchDone) throws(ByokError) -> ResultFile? {
    if let resumed { return try ResultFile.resume(resumed) { line in done.take(line) } }
    guard let output, output != "-" else { return nil }
    return try ResultFile.create(output)
  }

  private static func warn(_ counts: BatchResults.Counts, _ console: Console) {
    for (count, what) in [
      (counts.duplicates, "more than once"), (counts.foreign, "for no prompt of this batch"),
      (counts.unreadable, "that cannot be read"),
    ] where count > 0 {
      console.warn(
        ByokError(.provider, "the provider sent \(count.counted("result")) \(what)"))
    }
  }

  private func conclude(_ tally: ResultWriter, _ console: Console) throws(ByokError) {
    let failed = tally.failures.values.reduce(0, +)
    let cost = tally.usage.cost.map { $0 > 0 ? ", \(Usage.dollars($0))" : "" } ?? ""
    console.note("\(tally.replies) answered\(failed > 0 ? ", \(failed) failed" : "")\(cost)")
    guard failed > 0 else { return }
    let kinds = tally.failures.sorted { $0.key.rawValue < $1.key.rawValue }
      .map { "\($0.value) \($0.key.name)" }
    var failure = ByokError(
      .mostSevere(of: Array(tally.failures.keys)),
      "\(failed) of \((tally.replies + failed).counted("prompt")) failed:"
        + " \(kinds.joined(separator: ", "))",
      hint: "byok chat --jsonl PROMPTS --resume \(resumed ?? output ?? "FILE") asks them directly")
    failure.reporting = .inWords
    throw failure
  }
}

/// Writes results to a file or to standard output, many at once, and counts them.
private final class ResultWriter {
  private(set) var replies = 0
  private(set) var failures: [ByokError.Kind: Int] = [:]
  private(set) var usage = Usage(input: 0, output: 0, cost: 0)
  private(set) var logged: [BatchResults.Logged] = []
  private var file: ResultFile?
  private let console: Console
  private var lines: [UInt8] = []

  init(_ file: consuming ResultFile?, _ console: Console) {
    self.file = file
    self.console = console
  }

  func take(_ item: BatchResults.Item) throws(ByokError) {
    if let kind = ByokError.Kind(rawValue: item.status) {
      failures[kind, default: 0] += 1
    } else {
      replies += 1
    }
    usage = item.usage.added(to: usage)
    logged.append(item.logged)
    lines += item.line
    if lines.count > 256 << 10 { try flush() }
  }

  private func flush() throws(ByokError) {
    guard !lines.isEmpty else { return }
    // After a failure, nothing more is written.
    let ready = lines
    lines = []
    if file == nil { try console.write(ready.span) } else { try file?.append(ready) }
  }

  /// Writes what is left, and makes sure that it stays.
  func close() throws(ByokError) {
    try flush()
    try file?.synchronize()
  }
}
