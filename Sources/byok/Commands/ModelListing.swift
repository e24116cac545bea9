internal import ByokCore
internal import ByokKit

/// A listing of models, each of which may be forgotten once it is added.
struct ModelListing {
  private var table: GrowingTable
  private var cells = ModelCells()
  /// What is written as JSON; `nil` for a table.
  private var documents: JSONListing?
  private let now: Double

  init(_ console: Console, asJSON: Bool, now: Double) {
    // Room for all built-in models; the system provides memory only for what is written.
    table = GrowingTable(ModelCells.columns, console.listingForm, rows: 2000)
    documents = asJSON ? JSONListing() : nil
    self.now = now
  }

  private(set) var isEmpty = true

  mutating func add(_ entry: ModelEntry) {
    isEmpty = false
    if documents == nil {
      table.add(cells.row(of: entry))
    } else {
      documents?.add(ModelFacts(entry, now: now).summary)
    }
  }

  func write(to console: Console) throws(ByokError) {
    guard let documents else { return try console.write(table) }
    try console.write(documents)
  }
}

/// The cells of a table of models.
private struct ModelCells {
  static let columns = [
    TableColumn("MODEL", comfortable: 34, least: 24, overflow: .shortenInMiddle),
    TableColumn("CONTEXT", isNumber: true, rank: 3),
    TableColumn("OUTPUT", isNumber: true, rank: 5),
    TableColumn("IN", shown: "IN $/M", isNumber: true, rank: 2),
    TableColumn("OUT", shown: "OUT $/M", isNumber: true, rank: 2),
    TableColumn("CAN", rank: 4, least: 12),
    TableColumn("STATUS", rank: 1, comfortable: 10, least: 7),
    TableColumn("FROM", rank: 6),
    TableColumn("NEEDS", rank: 1),
  ]

  /// What models can, by what it was made of: models are many, and most can what others can.
  private var abilities: [(key: Int, cell: TableCell)] = []

  private static let catalogue = TableCell(ModelEntry.Source.catalogue.rawValue, shown: "")
  private static let active = TableCell("active", shown: "")
  private static let key = TableCell("key", shown: "🔑")

  /// The cells of a model.
  mutating func row(of entry: ModelEntry) -> [TableCell] {
    let model = entry.model
    let price = model.price?.rates
    return [
      .path(model.provider, model.id), .count(model.contextWindow), .count(model.maxOutputTokens),
      .price(price?.input), .price(price?.output), abilities(of: entry), Self.status(of: entry),
      entry.source == .catalogue ? Self.catalogue : TableCell(entry.source.rawValue),
      entry.isOpen ? "" : Catalogue.isNamedOnly(model.provider) ? "credentials" : Self.key,
    ]
  }

  /// The status; on a terminal, only one that is not the usual.
  private static func status(of entry: ModelEntry) -> TableCell {
    if case .active = entry.model.status, !entry.isGone { return active }
    let isBad = entry.isGone || entry.model.status.isRetired
    return TableCell(entry.status, style: isBad ? .bad : .warning)
  }

  /// What it can besides text; `-` for nothing.
  private mutating func abilities(of entry: ModelEntry) -> TableCell {
    let model = entry.model
    let (tools, thinks) = (model.callsTools == true, entry.thinks == true)
    let schema = model.hasStructuredOutput == true
    let flags = (tools ? 4 : 0) | (thinks ? 2 : 0) | (schema ? 1 : 0)
    let key = Int(model.input.rawValue) << 3 | flags
    // There are a few dozen, and the most frequent come early.
    for index in abilities.indices where abilities[index].key == key {
      return abilities[index].cell
    }
    var words = model.input.subtracting(.text).words
    for (word, flag) in [("tools", tools), ("reasoning", thinks), ("schema", schema)] where flag {
      words.append(word)
    }
    let cell = TableCell(words.isEmpty ? "-" : words.joined(separator: ","))
    abilities.append((key, cell))
    return cell
  }
}
