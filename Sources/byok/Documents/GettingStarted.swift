internal import ByokCore
internal import ByokKit

/// What `byok` alone says: what there is to ask with, and what to type first.
struct GettingStarted {
  /// Where keys and credentials were found, such as `OpenAI (OPENAI_API_KEY)`.
  let found: [String]
  /// What to type, and what it is for.
  let steps: [(line: String, purpose: String)]

  /// Looks at what the user has, without unlocking anything.
  ///
  /// - Throws: What is wrong with the configuration or the keystore.
  init(_ session: Session) throws(ByokError) {
    let configuration = try Configuration.load(session.locations)
    // What is wrong with the keystore is the first thing to know.
    _ = try ProvidersWithKeys.names(session.keystore)
    let providersWithKeys = ProvidersWithKeys(session, configuration)
    let owned = ProviderList(configuration).all.filter(providersWithKeys.owns)
    let signedIn = try CredentialInventory(session, configuration).reports().all
      .filter { $0.state == .ready }
    found =
      owned.map { provider in
        "\(provider.name) (\(provider.ownVariable(in: session.environment) ?? "keystore"))"
      } + signedIn.map { "the credentials of \($0.tool.name)" }
    let isChosen =
      configuration.model != nil || session.environment.hasContent(AccountNotes.modelVariable)
      || owned.count == 1 && owned.first?.defaultModel != nil
    let model = isChosen ? nil : owned.first.map { "\($0.id)/\($0.defaultModel ?? "MODEL")" }
    steps = Self.steps(hasKeys: !owned.isEmpty, hasCreds: !signedIn.isEmpty, model)
  }

  private static func steps(
    hasKeys: Bool, hasCreds: Bool, _ model: String?
  ) -> [(line: String, purpose: String)] {
    var steps: [(line: String, purpose: String)] = []
    if hasKeys {
      let choice = model.map { "-m \($0) " } ?? ""
      steps.append(("byok chat \(choice)'why is the sky blue?'", "ask"))
      steps.append(("byok models --available", "what your keys open"))
    } else {
      steps.append(("byok keys add openai", "seal a key (or anthropic, gemini, openrouter, …)"))
      steps.append(("byok chat -m echo/echo 'It works'", "try it offline"))
    }
    if hasCreds { steps.append(("byok creds list", "what the credentials can be used for")) }
    return steps + [("byok help", "every command")]
  }

  /// A few lines for a terminal.
  var text: String {
    let width = steps.map(\.line.count).max() ?? 0
    let lines = steps.map { "  \($0.line.padded(to: width, gap: 3))\($0.purpose)\n" }
    let keys = found.isEmpty ? "No key is found yet." : "Found: \(found.joined(separator: ", "))."
    return """
      byok asks language models with your own keys, and keeps the keys sealed.
      \(keys)

      \(lines.joined())

      """
  }
}
