internal import ByokCore
internal import ByokKit

/// `byok batch list`: the batches of this machine.
struct BatchList: Command {
  var common = CommonOptions()

  static let name = "batch list"

  static let definition = CommandDefinition<Self>(
    summary: "List batches, without asking providers",
    json: true,
    examples: [
      Example(line: "byok batch list", purpose: "all of them", runsAnywhere: true)
    ])

  func run(in session: inout Session) throws(ByokError) {
    let store = BatchStore(session)
    var records: [BatchRecord] = []
    for name in try store.names() {
      if let record = try store.read(name) { records.append(record) }
    }
    if common.json {
      return try session.console.write(.array(records.map(\.document)), pretty: true)
    }
    guard !records.isEmpty else {
      return session.console.note("no batches yet; byok batch submit --jsonl FILE begins one")
    }
    records.sort { $0.createdAt > $1.createdAt }
    try session.console.write(BatchTable(records, now: session.clock.now()).table)
  }
}
