internal import ByokCore
internal import ByokKit

/// `byok providers list`: whom byok can ask.
struct ProvidersList: Command {
  var common = CommonOptions()

  static let name = "providers list"

  static let definition = CommandDefinition<Self>(
    summary: "List known providers, including your own",
    detail: [
      "'*' marks those that there is a key for, in the keystore or the environment. 'byok providers'"
        + " alone does the same. Those that are gone are shown by 'byok providers show' alone."
    ],
    json: true,
    examples: [
      Example(line: "byok providers", purpose: "all providers", runsAnywhere: true),
      Example(
        line: "byok providers --json", purpose: "the same for programs", runsAnywhere: true),
    ])

  func run(in session: inout Session) throws(ByokError) {
    let providers = ProviderList(try Configuration.load(session.locations))
    let providersWithKeys = try ProvidersWithKeys(session)
    if common.json {
      let rows = providers.all.map {
        ProviderFacts($0, hasKey: providersWithKeys.contains($0)).summary
      }
      return try session.console.write(.array(rows.map(JSONValue.object)), pretty: true)
    }
    let rows = providers.all.filter { $0.retirement == nil }.map { provider in
      [
        providersWithKeys.contains(provider) ? "*" : "", provider.id, provider.name,
        provider.dialect.name,
        provider.isOffline ? "offline" : provider.baseURL,
        provider.keyVariables.first ?? "-",
      ]
    }
    try session.console.write(
      Table.render(["", "ID", "NAME", "DIALECT", "BASE URL", "VARIABLE"], rows))
  }
}
