internal import ByokCore
internal import ByokKit

/// `byok index list`: which indexes there are.
struct IndexList: Command {
  var common = CommonOptions()

  static let name = "index list"

  static let definition = CommandDefinition<Self>(
    summary: "List indexes",
    detail: [
      "Of sealed indexes, only what they are of is listed: nothing is unlocked. 'byok index' does the same."
    ],
    json: true,
    examples: [
      Example(line: "byok index list", purpose: "all of them", runsAnywhere: true),
      Example(line: "byok index list --json", purpose: "the same as JSON", runsAnywhere: true),
    ])

  func run(in session: inout Session) throws(ByokError) {
    let store = try IndexStore(session)
    let definitions = try store.definitions()
    var facts: [IndexFacts] = []
    for definition in definitions {
      let file = definition.isSealed ? nil : try store.read(definition)
      facts.append(IndexFacts(definition, file))
    }
    if common.json {
      return try session.console.write(.array(facts.map(\.document)), pretty: true)
    }
    guard !facts.isEmpty else {
      return session.console.note("no indexes yet; byok index add NAME PATH adds one")
    }
    let now = session.clock.now()
    let rows = facts.map { facts -> [TableCell] in
      [
        TableCell(facts.definition.name.text), .count(facts.files), .count(facts.chunks),
        TableCell(facts.size.map(ByteCount.text) ?? "-"), .time(facts.updated, now: now),
        TableCell(facts.definition.isSealed ? "sealed" : "-"),
        TableCell(facts.definition.paths.joined(separator: ", ")),
      ]
    }
    try session.console.write(Table(Self.columns, rows))
  }

  private static let columns: [TableColumn] = [
    TableColumn("NAME", least: 12, overflow: .shortenInMiddle),
    TableColumn("FILES", isNumber: true, rank: 3), TableColumn("CHUNKS", isNumber: true, rank: 5),
    TableColumn("SIZE", isNumber: true, rank: 4), TableColumn("UPDATED", rank: 2),
    TableColumn("SEALED", rank: 4),
    TableColumn("PATHS", rank: 1, least: 20, overflow: .shortenInMiddle),
  ]
}

/// What is known of an index.
struct IndexFacts {
  let definition: IndexDefinition
  let files: Int?
  let chunks: Int?
  /// The bytes of its file.
  let size: Int?
  let updated: Timestamp?

  /// - Parameters:
  ///   - definition: What it is of.
  ///   - file: Its file; `nil` where it was not read.
  init(_ definition: IndexDefinition, _ file: IndexFile?) {
    self.definition = definition
    files = file?.indexedCount
    chunks = file?.chunkCount
    size = file?.size
    updated = file?.updated
  }

  var document: JSONValue {
    var members = definition.members
    members["name"] = .string(definition.name.text)
    members["files"] = files.map(JSONValue.integer) ?? .null
    members["chunks"] = chunks.map(JSONValue.integer) ?? .null
    members["index_bytes"] = size.map(JSONValue.integer) ?? .null
    members["updated_at"] = updated.map { .string($0.rfc3339) } ?? .null
    return .object(members)
  }
}
