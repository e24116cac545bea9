internal import ByokCore
internal import ByokKit

/// `byok batch status`: how batches are.
struct BatchStatus: Command {
  var common = CommonOptions()
  var names: [BatchName] = []
  var keys: LabelList?
  var isOffline = false

  static let name = "batch status"

  static let definition = CommandDefinition<Self>(
    summary: "Ask the provider how batches are",
    detail: [
      "Without a name, all batches that have not ended are asked for. A batch of which it is not known"
        + " whether it was created is looked for in the provider's list. The exit status is 0 also for one"
        + " that is running."
    ],
    operands: [.repeating("NAME", optional: true, \.names, words: .names(.batch))],
    options: [
      .flag("offline", \.isOffline, "Print what is known, without asking"),
      .value("key", "LABEL", \.keys, "Label of the sealed key to use"), .certificates,
    ],
    json: true, unlocks: true,
    examples: [Example(line: "byok batch status monday", purpose: "ask about one")])

  func run(in session: inout Session) throws(ByokError) {
    let store = BatchStore(session)
    var records: [BatchRecord] = []
    for name in names.isEmpty ? try store.names() : names {
      var record = try store.existing(name)
      let isOpen = record.parts.contains { [.created, .creating].contains($0.state) }
      if names.isEmpty, !isOpen { continue }
      if !isOffline, isOpen {
        let lock = try store.lock(name)
        defer { _ = lock }
        record = try store.existing(name)
        try BatchAccess(record, session, key: keys).work.refresh(&record)
      }
      records.append(record)
    }
    if common.json {
      return try session.console.write(.array(records.map(\.document)), pretty: true)
    }
    guard !records.isEmpty else { return session.console.note("no batch is running") }
    try session.console.write(BatchTable(records, now: session.clock.now()).table)
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
