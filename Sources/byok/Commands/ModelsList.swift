internal import ByokCore
internal import ByokKit

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
  var minContext: TokenCount?
  var order: ModelOrder?
  var isRefreshing = false
  var timeout: Seconds?

  static let name = "models"

  static let definition = CommandDefinition<Self>(
    summary: "List known models, and which ones your keys can use",
    detail: [
      "PATTERN is part of a model's id or name; '*' matches any text.",
      "Prices are in USD per million input (IN) and output (OUT) tokens. The last column marks models"
        + " that need a key you do not have. Unknown values are shown as '-' and match no filter.",
      "--refresh asks every provider that you have a key for, or those given by --provider, and stores"
        + " their lists: models missing from the catalogue are added ('refreshed'), those that a provider"
        + " no longer lists are marked 'gone'. Nothing else uses the network.",
      "'byok models show MODEL' prints all details of a model.",
    ],
    operands: [.optional("PATTERN", \.pattern)],
    options: [
      .repeating("provider", "PROVIDER", \.providers, "Only models of PROVIDER (repeatable)"),
      .flag("available", \.isAvailable, "Only models that your keys can use"),
      .flag("vision", \.seesImages, "Only models that accept images"),
      .flag("tools", \.callsTools, "Only models that can call tools"),
      .flag("reasoning", \.thinks, "Only reasoning models"),
      .value("max-price", "USD", \.maxPrice, "Maximum price per million input tokens"),
      .value("min-context", "TOKENS", \.minContext, "Minimum context window"),
      .value("sort", "ORDER", \.order, "Sort by price, context, name or released"),
      .flag("refresh", \.isRefreshing, "Fetch the lists of the providers, with your keys"),
      .value("timeout", "SECONDS", \.timeout, "Timeout per provider, in seconds (default: 60)"),
      .certificates,
    ],
    json: true,
    unlocks: true,
    examples: [
      Example(
        line: "byok models sonnet", purpose: "find models by name",
        runsAnywhere: true),
      Example(
        line: "byok models --vision --max-price 0.5 --sort price",
        purpose: "list the cheapest models that accept images", runsAnywhere: true),
      Example(
        line: "byok models --available --json",
        purpose: "list the models that your keys can use, as JSON",
        runsAnywhere: true),
    ])

  func run(in session: inout Session) throws(ByokError) {
    let configuration = try Configuration.load(session.locations)
    let chosen = try chosen(among: ProviderList(configuration))
    let providersWithKeys = ProvidersWithKeys(session, configuration)
    var failure: ByokError?
    if isRefreshing {
      let outcome = try refresh(chosen, providersWithKeys, configuration, session)
      failure = outcome.failure(session.console)
      if let failure, outcome.isFailure { throw failure }
    }
    let filter = ModelFilter(
      pattern: pattern, isAvailable: isAvailable, seesImages: seesImages, callsTools: callsTools,
      thinks: thinks, maxPrice: maxPrice, minContext: minContext?.count)
    var listing = ModelListing(session.console, asJSON: common.json, now: session.clock.now())
    var unsorted: [ModelEntry] = []
    ModelEntry.forEach(of: chosen, providersWithKeys, KnownModels(configuration)) { entry in
      guard filter.admits(entry) else { return }
      if order == nil { listing.add(entry) } else { unsorted.append(entry) }
    }
    if let order { for entry in unsorted.sorted(by: order.precedes) { listing.add(entry) } }
    try write(listing, session)
    StalePrices(session.locations, session.console, now: session.clock.now()).warn()
    if let failure { throw failure }
  }

  /// Asks the providers that are named, else all that have a key of theirs and list their models.
  private func refresh(
    _ chosen: [Provider], _ providersWithKeys: ProvidersWithKeys, _ configuration: Configuration,
    _ session: Session
  ) throws(ByokError) -> ModelRefresh.Outcome {
    let isNamed = !providers.isEmpty
    let asked =
      isNamed ? chosen : chosen.filter { $0.modelList != nil && providersWithKeys.owns($0) }
    guard !asked.isEmpty else {
      throw ByokError(
        .noKey, "no keys yet, so no provider was asked",
        hints: ["byok keys add openai", "or name a local one: --provider ollama"])
    }
    let client = try ClientSession(session, configuration)
    let fetch = ModelListFetch(client, timeout: timeout?.count ?? 60)
    let lookup = KeyLookup(session, configuration)
    return ModelRefresh(
      lookup: lookup, locations: session.locations, fetch: fetch, console: session.console
    )
    .run(asked, areNamed: isNamed)
  }

  /// The providers that are named, each once; all if none is.
  private func chosen(among all: ProviderList) throws(ByokError) -> [Provider] {
    var ids: Set<String> = []
    for id in providers { ids.insert(try all.find(id.text).id) }
    return ids.isEmpty ? all.all : all.all.filter { ids.contains($0.id) }
  }

  private func write(_ listing: ModelListing, _ session: Session) throws(ByokError) {
    let console = session.console
    guard common.json || !listing.isEmpty else {
      return console.note(
        pattern.map { "no model matches \($0.quoted)" } ?? "no models match")
    }
    try listing.write(to: console)
    if !common.json, console.stdoutIsTerminal {
      let prices = StalePrices(session.locations, console, now: session.clock.now())
      console.note("prices as of \(prices.words)")
    }
  }
}

/// A number of tokens as users write it, such as `8000`, `128k` or `1M`.
struct TokenCount: ArgumentValue {
  static let expectation = "a number of tokens such as 8000, 128k or 1M"
  let count: Int

  init?(argument: String) {
    let units = ["k": 1000, "K": 1000, "m": 1_000_000, "M": 1_000_000]
    let unit = argument.last.flatMap { units[String($0)] }
    let digits = unit == nil ? argument : String(argument.dropLast())
    guard let number = Int(argument: digits), number >= 0 else { return nil }
    let (product, overflows) = number.multipliedReportingOverflow(by: unit ?? 1)
    guard !overflows else { return nil }
    count = product
  }
}
