internal import ByokCore
internal import ByokKit

/// `byok keys list`: which keys there are.
struct KeysList: Command {
  var common = CommonOptions()
  var provider: ProviderID?

  static let name = "keys list"

  static let definition = CommandDefinition<Self>(
    summary: "List keys in keystore, environment and other tools' files",
    detail: [
      "'*' marks the key that a request to the provider uses if nothing else is said: one from the"
        + " environment before one from the keystore.",
      "A keystore that nothing unlocks is listed too: names, addresses, kinds and dates, which are"
        + " not verified then.",
    ],
    operands: [.optional("PROVIDER", \.provider)],
    json: true,
    unlocks: true,
    examples: [
      Example(line: "byok keys list", purpose: "all keys", runsAnywhere: true),
      Example(
        line: "byok keys list --json", purpose: "the same for programs", runsAnywhere: true),
    ])

  func run(in session: inout Session) throws(ByokError) {
    // Nobody may take a list without the keystore for the whole one.
    _ = try session.locations.keystore()
    let configuration = try Configuration.load(session.locations)
    let providers = ProviderList(configuration)
    let isTool = CredentialTool.all.contains { $0.id == provider?.text }
    if let provider, !isTool { _ = try providers.find(provider.text) }
    var inventory = KeyInventory(
      environment: session.environment, keystore: session.keystore,
      defaults: DefaultKey(configuration), providers: providers)
    let discovery = CredentialDiscovery(session, configuration.creds)
    inventory.creds = discovery.keyFacts
    var facts = try inventory.facts(of: provider?.text).map(discovery.judged)
    let last = LastChecks.read(session.locations)
    for place in facts.indices { facts[place].check = last[facts[place]] }
    if common.json {
      let uses = LastUses(
        UsageLog(path: try session.locations.usageLog()), of: facts.map(\.used))
      for place in facts.indices { facts[place].lastUsed = uses.time(of: facts[place].used) }
      return try session.console.write(.array(facts.map(\.document)), pretty: true)
    }
    guard !facts.isEmpty else {
      session.console.remark("no keys yet; byok keys add PROVIDER seals one")
      return
    }
    try session.console.write(Self.table(facts, now: session.clock.now()))
  }

  private static func table(_ facts: [KeyFacts], now: Double) -> Table {
    // A column that would be empty is left out.
    let hasChecks = facts.contains { $0.check != nil }
    let columns: [TableColumn] = [
      "", TableColumn("NAME", comfortable: 24, least: 14, overflow: .shortenInMiddle),
      TableColumn("KEY", rank: 2, least: 8),
      TableColumn("FROM", rank: 3, least: 12), TableColumn("BASE URL", rank: 5, least: 14),
      TableColumn("UPDATED", rank: 4),
    ]
    let rows = facts.map { key in
      [
        TableCell(key.isEffective ? "*" : "", style: .good), TableCell(key.listedName),
        TableCell(key.masked), TableCell(key.place), .address(key.baseURL),
        .time(key.updated, now: now),
      ] + (hasChecks ? [.check(key.check, now: now)] : [])
    }
    return Table(
      columns + (hasChecks ? [TableColumn("CHECKED", rank: 1, comfortable: 24, least: 12)] : []),
      rows)
  }
}
