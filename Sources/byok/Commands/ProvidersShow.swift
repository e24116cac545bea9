internal import ByokCore
internal import ByokKit

/// `byok providers show`: everything that is known of one provider.
struct ProvidersShow: Command {
  var common = CommonOptions()
  var id: ProviderID?

  static let name = "providers show"

  static let definition = CommandDefinition<Self>(
    summary: "Show details of a provider",
    operands: [.required("PROVIDER", \.id)],
    json: true,
    examples: [
      Example(
        line: "byok providers show groq",
        purpose: "show its base URL, variables and where to make a key",
        runsAnywhere: true)
    ])

  func run(in session: inout Session) throws(ByokError) {
    guard let id else { return }
    let configuration = try Configuration.load(session.locations)
    let provider = try ProviderList(configuration).find(id.text)
    let hasKey = ProvidersWithKeys(session, configuration).contains(provider)
    let facts = ProviderFacts(provider, hasKey: hasKey)
    if common.json { return try session.console.write(facts.document, pretty: true) }
    try session.console.write(facts.listing)
  }
}
