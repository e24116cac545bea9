internal import ByokCore
internal import ByokKit

/// `byok batch status`: how batches are.
struct BatchStatus: Command {
  var common = CommonOptions()
  var names: [BatchName] = []
  var keys: LabelList?
  var isOffline = false
  /// Whether parts that wait for room are submitted.
  var isAdvancing = false

  static let name = "batch status"

  static let definition = CommandDefinition<Self>(
    summary: "Ask the provider how batches are",
    detail: [
      "Without a name, all batches that have not ended are asked for. A batch of which it is not known"
        + " whether it was created is looked for in the provider's list. The exit status is 0 also for one"
        + " that is running.",
      "--advance also submits parts for which the provider had no room, from their files there: one for"
        + " each part that has ended, or one if none is running. From cron, it brings a batch of many parts"
        + " to its end, as 'byok batch wait' does at a terminal.",
    ],
    operands: [.repeating("NAME", optional: true, \.names, words: .names(.batch))],
    options: [
      .flag("offline", \.isOffline, "Print what is known, without asking"),
      .flag("advance", \.isAdvancing, "Submit parts that wait for room at the provider"),
      .value("key", "LABEL", \.keys, "Label of the sealed key to use"), .certificates,
    ],
    json: true, unlocks: true,
    examples: [
      Example(line: "byok batch status monday", purpose: "ask about one"),
      Example(
        line: "byok batch status --advance -q", purpose: "from cron: submit what waits for room"),
    ])

  func run(in session: inout Session) throws(ByokError) {
    if isOffline, isAdvancing { throw .conflict("--offline", "--advance") }
    let store = BatchStore(session)
    var records: [BatchRecord] = []
    for name in names.isEmpty ? try store.names() : names {
      var record = try store.existing(name)
      let isOpen = record.parts.contains { part in
        [.created, .creating].contains(part.state) || isAdvancing && part.isWaiting
      }
      if names.isEmpty, !isOpen { continue }
      if !isOffline, isOpen { record = try ask(name, store, session) }
      records.append(record)
    }
    if common.json {
      return try session.console.write(.array(records.map(\.document)), pretty: true)
    }
    guard !records.isEmpty else { return session.console.note("no batch is running") }
    for record in records { record.reportFailures(session.console) }
    try session.console.write(BatchTable(records, now: session.clock.now()).table)
  }

  private func ask(
    _ name: BatchName, _ store: BatchStore, _ session: Session
  ) throws(ByokError) -> BatchRecord {
    let lock = try store.lock(name)
    defer { _ = lock }
    var record = try store.existing(name)
    let work = try BatchAccess(record, session, key: keys).work
    let mayAdvance = isAdvancing ? try hasFiles(record, work, session.console) : false
    guard mayAdvance else {
      try work.refresh(&record)
      return record
    }
    let count = try work.advance(&record, isRepeated: false)
    if count > 0 {
      session.console.note("\(name.text): submitted \(count.counted("part"))")
    }
    return record
  }

  /// Whether what is left of a batch can be submitted without the prompts.
  ///
  /// - Throws: A usage error where it cannot, and the batch was asked for by name.
  private func hasFiles(
    _ record: BatchRecord, _ work: BatchWork, _ console: Console
  ) throws(ByokError) -> Bool {
    do throws(ByokError) {
      try work.checkSubmitted(record)
      return true
    } catch {
      // One batch does not keep the others waiting.
      guard names.isEmpty else { throw error }
      console.note(error.message)
      return false
    }
  }
}

/// Batches as a table.
struct BatchTable {
  private let records: [BatchRecord]
  private let now: Double

  init(_ records: [BatchRecord], now: Double) { (self.records, self.now) = (records, now) }

  var table: Table {
    Table(
      [
        TableColumn("NAME", least: 12, overflow: .shortenInMiddle), "STATE",
        TableColumn("DONE", isNumber: true), TableColumn("FAILED", isNumber: true, rank: 2),
        TableColumn("REQUESTS", isNumber: true), TableColumn("PARTS", isNumber: true, rank: 4),
        TableColumn("PROVIDER", rank: 1), TableColumn("SUBMITTED", rank: 3),
      ],
      records.map { record in
        [
          TableCell(record.name.text), TableCell(record.state),
          TableCell(Self.sum(record.parts.map(\.completed))),
          TableCell(Self.sum(record.parts.map(\.failures))), TableCell("\(record.requests)"),
          TableCell("\(record.parts.count)"), TableCell(record.provider),
          .time(Timestamp(seconds: record.createdAt), now: now),
        ]
      })
  }

  private static func sum(_ counts: [Int?]) -> String {
    let known = counts.compactMap(\.self)
    return known.isEmpty ? "-" : "\(known.reduce(0, +))"
  }
}
