internal import ByokCore
internal import ByokKit

/// `byok index show`: what is known of an index.
struct IndexShow: Command {
  var common = CommonOptions()
  var index: IndexName?
  var listsFiles = false

  static let name = "index show"

  static let definition = CommandDefinition<Self>(
    summary: "Show what an index is of, or its files",
    operands: [.required("NAME", \.index)],
    options: [
      .flag("files", \.listsFiles, "List its files, and why some have no text in it")
    ],
    json: true,
    unlocks: true,
    examples: [
      Example(line: "byok index show docs", purpose: "its paths, sizes and settings"),
      Example(line: "byok index show docs --files", purpose: "each file, with its chunks"),
    ])

  func run(in session: inout Session) throws(ByokError) {
    guard let name = index else { return }
    let store = try IndexStore(session)
    let definition = try store.definition(name)
    let file = try store.read(definition)
    if listsFiles {
      guard let file else { throw .notBuilt(name) }
      return try list(file, session)
    }
    let facts = IndexFacts(definition, file)
    if common.json { return try session.console.write(facts.document, pretty: true) }
    try session.console.write(listing(facts, file, session))
  }

  private func list(_ file: IndexFile, _ session: Session) throws(ByokError) {
    let files = (0..<file.fileCount).map(file.file)
    if common.json {
      let documents = files.map { file in
        JSONValue.object([
          "path": .string(file.pathText), "size": .integer(file.stamp.size),
          "chunks": .integer(file.chunks.count), "status": .string("\(file.outcome)".snakeCase),
        ])
      }
      return try session.console.write(.array(documents), pretty: true)
    }
    let places = DisplayedPath()
    let rows = files.map { file -> [TableCell] in
      [
        TableCell(places.text(file.pathText)), TableCell(ByteCount.text(file.stamp.size)),
        TableCell("\(file.chunks.count)"), TableCell(file.outcome.reason),
      ]
    }
    let columns = [
      TableColumn("FILE", least: 24, overflow: .shortenInMiddle),
      TableColumn("SIZE", isNumber: true, rank: 2), TableColumn("CHUNKS", isNumber: true, rank: 3),
      TableColumn("STATUS", rank: 1),
    ]
    try session.console.write(Table(columns, rows))
  }

  private func listing(_ facts: IndexFacts, _ file: IndexFile?, _ session: Session) -> FactList {
    let definition = facts.definition
    func texts(_ texts: [String]) -> [TableCell] { texts.map { TableCell($0) } }
    let model = definition.embedding.map { embedding in
      embedding.model + (embedding.dimensions.map { " (\($0) dimensions)" } ?? "")
    }
    let rows: [FactList.Row] = [
      ("name", texts([definition.name.text])), ("paths", texts(definition.paths)),
      ("include", texts(definition.includes)), ("exclude", texts(definition.excludes)),
      ("sealed", texts([definition.isSealed ? "yes" : "no"])),
      ("secrets", texts(definition.takesSecrets ? ["included"] : [])),
      ("encoding", texts(definition.encoding.map { [$0.rawValue] } ?? [])),
      ("embeddings", texts(model.map { [$0] } ?? [])),
      ("files", texts([facts.files.map(String.init) ?? "not built: byok index update"])),
      ("left out", texts(file.map(Self.leftOut) ?? [])),
      ("chunks", texts(facts.chunks.map { [String($0)] } ?? [])),
      ("size", texts(facts.size.map { [ByteCount.text($0)] } ?? [])),
      ("updated", [.datedTime(facts.updated, now: session.clock.now())]),
      ("added", [.datedTime(definition.created, now: session.clock.now())]),
    ]
    return FactList(rows)
  }

  private static func leftOut(_ file: IndexFile) -> [String] {
    var counts: [FileOutcome: Int] = [:]
    for number in 0..<file.fileCount { counts[file.file(number).outcome, default: 0] += 1 }
    return counts.filter { $0.key != .indexed }.sorted { $0.key.rawValue < $1.key.rawValue }
      .map { "\($0.value) \($0.key.reason)" }
  }
}
