internal import ByokCore
internal import ByokKit

/// `byok providers list`: whom byok can ask.
struct ProvidersList: Command {
  var common = CommonOptions()

  static let name = "providers list"

  static let definition = CommandDefinition<Self>(
    summary: "List known providers, including your own",
    detail: [
      "'*' marks providers that you have a key for, in the keystore or the environment. 'byok providers'"
        + " does the same. Providers that were shut down are shown only by 'byok providers show'."
    ],
    json: true,
    examples: [
      Example(line: "byok providers", purpose: "list all providers", runsAnywhere: true),
      Example(
        line: "byok providers --json", purpose: "list them as JSON", runsAnywhere: true),
    ])

  func run(in session: inout Session) throws(ByokError) {
    let configuration = try Configuration.load(session.locations)
    let providers = ProviderList(configuration)
    let providersWithKeys = ProvidersWithKeys(session, configuration)
    if common.json {
      let rows = providers.all.map {
        ProviderFacts($0, hasKey: providersWithKeys.contains($0)).summary
      }
      return try session.console.write(.array(rows.map(JSONValue.object)), pretty: true)
    }
    let rows = providers.all.filter { $0.retirement == nil }.map { provider in
      [
        TableCell(providersWithKeys.contains(provider) ? "*" : "", style: .good),
        TableCell(provider.id),
        TableCell(provider.name), TableCell(provider.dialect.name),
        provider.isOffline ? "offline" : .address(provider.baseURL),
        TableCell(provider.keyVariables.first ?? "-"),
      ]
    }
    try session.console.write(Table(Self.columns, rows))
  }

  private static let columns: [TableColumn] = [
    "", TableColumn("ID", comfortable: 20, least: 12, overflow: .shortenInMiddle),
    TableColumn("NAME", rank: 2, comfortable: 20, least: 14), TableColumn("DIALECT", rank: 4),
    TableColumn("BASE URL", rank: 3, least: 24),
    TableColumn("VARIABLE", rank: 1, comfortable: 26, least: 18, overflow: .shortenInMiddle),
  ]
}
