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
      "'*' marks the key that requests to the provider use by default: one from the environment takes"
        + " precedence over one from the keystore.",
      "A keystore that cannot be unlocked is listed too, with names, addresses, kinds and dates, which"
        + " are not verified in that case.",
    ],
    operands: [.optional("PROVIDER", \.provider)],
    json: true,
    unlocks: true,
    examples: [
      Example(line: "byok keys list", purpose: "list all keys", runsAnywhere: true),
      Example(
        line: "byok keys list --json", purpose: "list them as JSON", runsAnywhere: true),
    ])

  func run(in session: inout Session) throws(ByokError) {
    // Nobody may take a list without the keystore for the whole one.
    _ = try session.locations.keystore()
    let configuration = try Configuration.load(session.locations)
    let providers = ProviderList(configuration)
    let isTool = CredentialTool.all.contains { $0.id == provider?.text }
    var inventory = KeyInventory(
      environment: session.environment, keystore: session.keystore,
      defaults: DefaultKey(configuration), providers: providers)
    let discovery = CredentialDiscovery(session, configuration.creds)
    inventory.creds = discovery.keyFacts
    var facts = try inventory.facts(of: provider?.text).map(discovery.judged)
    // Keys stay when a provider of the user's own is removed.
    let isOfServers = provider?.text == KeyName.serverGroup
    if facts.isEmpty, let provider, !isTool, !isOfServers {
      _ = try providers.find(provider.text)
    }
    let last = LastChecks.read(session.locations)
    for place in facts.indices { facts[place].check = last[facts[place]] }
    if common.json {
      let uses = LastUses(
        UsageLog(path: try session.locations.usageLog()), of: facts.map(\.used))
      for place in facts.indices { facts[place].lastUsed = uses.time(of: facts[place].used) }
      return try session.console.write(.array(facts.map(\.document)), pretty: true)
    }
    guard !facts.isEmpty else {
      let whose = provider.map { " for \($0.text)" } ?? " yet"
      let name = isOfServers ? "mcp/LABEL --for SERVER" : provider?.text ?? "PROVIDER"
      session.console.note(
        isTool
          ? "no credentials\(whose); byok creds import \(name) seals them"
          : "no keys\(whose); byok keys add \(name) seals one")
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
        TableCell(key.masked), TableCell(key.place),
        key.server.map { TableCell($0) } ?? .address(key.baseURL),
        .time(key.updated, now: now),
      ] + (hasChecks ? [.check(key.check, now: now)] : [])
    }
    return Table(
      columns + (hasChecks ? [TableColumn("CHECKED", rank: 1, comfortable: 24, least: 12)] : []),
      rows)
  }
}
