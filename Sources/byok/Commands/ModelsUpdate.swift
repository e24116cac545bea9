internal import ByokCore
internal import ByokKit

/// `byok models update`: takes prices and limits from a public table of models.
struct ModelsUpdate: Command {
  var common = CommonOptions()
  var source: String?
  var day: String?
  var isDryRun = false
  var isForgetting = false
  var timeout: Seconds?

  static let name = "models update"

  static let definition = CommandDefinition<Self>(
    summary: "Import model prices and limits from a public table",
    detail: [
      "SOURCE is a file or an https URL of LiteLLM's price file, models.dev's api.json or"
        + " genai-prices' data.json; the default is 'catalogue' in config.json. No URL is built in,"
        + " nothing is fetched unless you run this command, and no key is sent.",
      "The table takes precedence over the built-in catalogue, unless its price is older. Lists of"
        + " providers ('models --refresh') and config.json take precedence over the table. Price changes"
        + " are shown. If a table cannot be read, the previous one is kept.",
    ],
    operands: [.optional("SOURCE", \.source)],
    options: [
      .value("as-of", "DAY", \.day, "Date of the prices, such as 2026-11-20 (default: today)"),
      .flag("dry-run", \.isDryRun, "Show what would change, without changing it"),
      .flag("forget", \.isForgetting, "Remove the imported table"),
      .value("timeout", "SECONDS", \.timeout, "Timeout in seconds (default: 60)"),
      .certificates,
    ],
    examples: [
      Example(line: "byok models update prices.json", purpose: "import a downloaded table"),
      Example(
        line: "byok models update https://models.dev/api.json --dry-run",
        purpose: "show what a table would change"),
    ])

  func run(in session: inout Session) throws(ByokError) {
    let configuration = try Configuration.load(session.locations)
    if isForgetting {
      if source != nil || day != nil || isDryRun {
        throw ByokError(.usage, "'--forget' takes no source and no other options")
      }
      let wasThere = try ImportedCatalogue.remove(session.locations)
      return session.console.note(
        wasThere ? "back to the built-in catalogue" : "no table has been imported")
    }
    guard let source = source ?? configuration.catalogueSource else {
      throw ByokError(
        .usage, "no table of models is given",
        hints: [
          "byok models update prices.json   takes a file",
          "byok config set catalogue https://models.dev/api.json   names one for later",
        ])
    }
    if let day, PriceAge.days(since: day, now: session.clock.now()) == nil {
      throw ByokError(
        .usage, "--as-of needs a past day, such as 2026-11-20, not \(day.quoted)")
    }
    let bytes = try read(source, configuration, session)
    let today = String(Timestamp(seconds: Int(session.clock.now())).rfc3339.prefix(10))
    guard let document = JSONValue(bytes) else { throw .noTable }
    let table = try CatalogueImport(document, day: day ?? today)
    try report(table, KnownModels(configuration), session)
    if isDryRun { return }
    try ImportedCatalogue.write(
      try table.rows(
        source: WebFetch.shown(source), day: day ?? today, hash: Sealing.sha256(of: bytes)),
      session.locations)
  }

  private func read(
    _ source: String, _ configuration: Configuration, _ session: Session
  ) throws(ByokError) -> [UInt8] {
    let limit = ImportedCatalogue.limit
    if source.contains("://") {
      let client = try ClientSession(session, configuration)
      return try WebFetch(client, timeout: timeout?.count ?? 60).bytes(at: source, limit: limit)
    }
    do throws(ReadFailure) {
      return try readFile(source, limit: limit)
    } catch {
      throw ByokError(.failure, "cannot read \(source.quoted): \(error.text)")
    }
  }

  /// Shows the prices that the table changes, and how many models it has.
  private func report(
    _ table: CatalogueImport, _ known: KnownModels, _ session: Session
  ) throws(ByokError) {
    var (rows, new) = ([[TableCell]](), 0)
    for model in table.models {
      guard let old = known.find(provider: model.provider, id: model.id) else {
        new += 1
        continue
      }
      guard let price = model.price, let before = old.price, before.rates.differ(from: price.rates)
      else { continue }
      rows.append(
        [TableCell("\(model.provider)/\(model.id)")]
          + [before.input, price.input, before.output, price.output].map { .price($0) })
    }
    if !rows.isEmpty {
      let prices = ["IN", "NEW IN", "OUT", "NEW OUT"].map { title in
        TableColumn(title, shown: title + " $/M", isNumber: true)
      }
      try session.console.write(Table([TableColumn("MODEL", least: 20)] + prices, rows))
    }
    session.console.note(
      "\(table.models.count) models (\(table.form.rawValue)): \(rows.count) prices differ,"
        + " \(new) models are new" + (isDryRun ? "; nothing was changed" : ""))
  }
}

extension Model.Rates {
  /// Whether prompt or reply cost one in a hundred more or less.
  fileprivate func differ(from other: Self) -> Bool {
    [(input, other.input), (output, other.output)].contains { one, other in
      abs(one - other) > 0.01 * max(one, other)
    }
  }
}

extension ByokError {
  fileprivate static let noTable = Self(.failure, "this is no table of models: it is not JSON")
}
