internal import ByokCore
internal import ByokKit

extension ManualPage {
  /// The built-in providers, from the table that requests use.
  static let providerTable = ManualPage(
    name: "byok-providers", section: 7, summary: "the providers that byok knows",
    parts: [
      Part(title: "Description", blocks: aboutProviders),
      Part(title: "Built-in providers", blocks: [.terms(builtInProviders)]),
      Part(title: "Addresses", blocks: addresses),
      Part(title: "Your own providers", blocks: ownProviders),
      Part(
        title: "See also",
        blocks: [
          .paragraph("`byok-providers`(1), `byok-config`(5), `byok-creds`(1), `byok-keys`(1)")
        ]),
    ])

  private static let aboutProviders: [Block] = [
    .paragraph(
      "A model is written PROVIDER/MODEL-ID. Each provider below is listed with its base URL and the"
        + " environment variables that may hold its key. `byok providers show PROVIDER` prints more,"
        + " such as the page where a key is made; `byok models --provider PROVIDER` lists its models."
    )
  ]

  private static var builtInProviders: [(term: String, meaning: String)] {
    Provider.builtIn.filter { $0.retirement == nil }.map { provider in
      var facts = [provider.name, provider.isOffline ? "offline" : provider.baseURL]
      if !provider.keyVariables.isEmpty {
        facts.append(provider.keyVariables.joined(separator: ", "))
      }
      return (provider.id, facts.joined(separator: "; "))
    }
  }

  private static let addresses: [Block] = [
    .paragraph(
      "A variable such as OPENAI_BASE_URL changes the address for keys from the environment. A sealed"
        + " key is sent only to the address that it was sealed for: `byok keys add openai/LABEL"
        + " --base-url URL` seals one for another address."),
    .paragraph(
      "Parts in braces are specific to your account: `byok keys add azure-openai` asks for them or reads"
        + " them from variables such as AZURE_RESOURCE_NAME, which `byok providers show azure-openai`"
        + " lists."),
    .paragraph(
      "A key is sent over plain http only to this machine. A server elsewhere that needs no key may be"
        + " used over plain http if its row says `allow_http: true`."),
  ]

  private static let ownProviders: [Block] = [
    .paragraph(
      "Any server with an API that byok speaks can be added, for example a company's gateway."
        + " A row of your own can contain everything that a built-in row contains, such as header"
        + " fields, limits and prices of models, and how keys are checked: see `byok-config`(5)."),
    .lines(ManualSession.gateway),
  ]
}
