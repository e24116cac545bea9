/// `byok models`: which models there are, and which of them the user's keys open.
struct ModelsList: Command {
  var common = CommonOptions()
  var pattern: String?
  var providers: [ProviderID] = []
  var isAvailable = false
  var seesImages = false
  var callsTools = false
  var thinks = false
  var maxPrice: Double?
  var minContext: Int?
  var order: ModelOrder?

  static let name = "models"

  static let definition = CommandDefinition<Self>(
    summary: "List the models that are known, and which your keys open",
    detail: [
      "PATTERN is a part of a model's id or name; '*' in it stands for any text.",
      "Prices are USD for a million tokens of prompt (IN) and of reply (OUT). The last column marks"
        + " the models that need a key which you do not have. What is not known is '-', and passes"
        + " no filter.",
      "'byok models show MODEL' tells all of one.",
    ],
    operands: [.optional("PATTERN", \.pattern)],
    options: [
      .repeating("provider", "PROVIDER", \.providers, "Only that one's; may be given again"),
      .flag("available", \.isAvailable, "Only those that your keys open"),
      .flag("vision", \.seesImages, "Only those that take images"),
      .flag("tools", \.callsTools, "Only those that call tools"),
      .flag("reasoning", \.thinks, "Only those that think before they reply"),
      .value("max-price", "USD", \.maxPrice, "Only up to USD for a million tokens of prompt"),
      .value("min-context", "TOKENS", \.minContext, "Only with a context of TOKENS or more"),
      .value("sort", "ORDER", \.order, "By price, context, name or released"),
    ],
    json: true,
    examples: [
      Example(
        line: "byok models sonnet", purpose: "models of that name, wherever they run",
        runsAnywhere: true),
      Example(
        line: "byok models --vision --max-price 0.5 --sort price",
        purpose: "the cheapest that take images", runsAnywhere: true),
      Example(
        line: "byok models --available --json", purpose: "what your keys open, for programs",
        runsAnywhere: true),
    ])

  func run(in session: inout Session) throws(ByokError) {
    let all = ProviderList(try Configuration.load(session.locations))
    let chosen = try chosen(among: all)
    let filter = ModelFilter(
      pattern: pattern, isAvailable: isAvailable, seesImages: seesImages, callsTools: callsTools,
      thinks: thinks, maxPrice: maxPrice, minContext: minContext)
    var entries = ModelEntry.all(of: chosen, try ProviderHolders(session)).filter(filter.admits)
    if let order { entries.sort(by: order.precedes) }
    try write(entries, to: session.console)
  }

  /// The providers that are named, each once; all if none is.
  private func chosen(among all: ProviderList) throws(ByokError) -> [Provider] {
    var ids: Set<String> = []
    for id in providers { ids.insert(try all.find(id.text).id) }
    return ids.isEmpty ? all.all : all.all.filter { ids.contains($0.id) }
  }

  private func write(_ entries: [ModelEntry], to console: Console) throws(ByokError) {
    if common.json {
      let rows = entries.map { JSONValue.object(ModelFacts($0).summary) }
      return try console.write(.array(rows), pretty: true)
    }
    guard !entries.isEmpty else { return console.remark("no model is like that") }
    let mark = console.writesToTerminal ? "🔑" : "key"
    let rows = entries.map { ModelFacts($0).cells + [$0.isOpen ? "" : mark] }
    try console.write(
      Table.render(
        ["MODEL", "CONTEXT", "OUTPUT", "IN", "OUT", "CAN", "STATUS", "FROM", "NEEDS"], rows))
  }
}
