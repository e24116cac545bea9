/// `byok providers list`: whom byok can ask.
struct ProvidersList: Command {
  var common = CommonOptions()

  static let name = "providers list"

  static let definition = CommandDefinition<Self>(
    summary: "List the providers that byok knows, and your own",
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
    let holders = try ProviderHolders(session)
    if common.json {
      let rows = providers.all.map { ProviderFacts($0, hasKey: holders.contains($0)).summary }
      return try session.console.write(.array(rows.map(JSONValue.object)), pretty: true)
    }
    let rows = providers.all.filter { $0.retirement == nil }.map { provider in
      [
        holders.contains(provider) ? "*" : "", provider.id, provider.name, provider.wire.dialect,
        provider.isOffline ? "offline" : provider.baseURL,
        provider.keyVariables.first ?? "-",
      ]
    }
    try session.console.write(
      Table.render(["", "ID", "NAME", "DIALECT", "BASE URL", "VARIABLE"], rows))
  }
}

/// Which providers there is a key for.
struct ProviderHolders {
  private let sealed: Set<String>
  private let environment: Environment
  /// The tools whose sign-ins may be used, and have not ended for good.
  private let signedIn: Set<String>

  /// Names are read without unlocking the keystore.
  ///
  /// - Throws: `damaged` when the keystore is not in form.
  init(_ session: Session) throws(ByokError) {
    let sealed = try Self.names(session.keystore)
    let ids = Set(sealed.map(\.provider))
    let discovery = OAuthDiscovery(session, try Configuration.load(session.locations))
    let usable = OAuthTool.all.filter { tool in
      discovery.settings.allows(tool) && (ids.contains(tool.id) || discovery.hasTokens(tool))
    }
    self.init(sealed: sealed, session.environment, signedIn: Set(usable.map(\.id)))
  }

  init(sealed: [KeyName], _ environment: Environment, signedIn: Set<String> = []) {
    self.sealed = Set(sealed.map(\.provider)).subtracting(OAuthTool.all.map(\.id))
    self.environment = environment
    self.signedIn = signedIn
  }

  /// Whether a request to the provider would find a key.
  func contains(_ provider: Provider) -> Bool {
    sealed.contains(provider.id) || signedIn.contains(provider.id)
      || !provider.setVariables(in: environment).isEmpty
  }

  /// Whether there is a key that is the provider's where none is named.
  func owns(_ provider: Provider) -> Bool {
    sealed.contains(provider.id) || provider.ownVariable(in: environment) != nil
  }

  /// Whether a request to the provider would find a key, or need none.
  func opens(_ provider: Provider) -> Bool {
    contains(provider) || provider.worksWithoutKey
      || (try? BaseURL(provider.baseURL, from: provider.id))?.isLoopback == true
  }

  /// The names of the sealed keys; without a home folder there are none.
  ///
  /// - Throws: `damaged` when the keystore is not in form.
  static func names(_ keystore: KeystoreAccess) throws(ByokError) -> [KeyName] {
    do {
      return try Keystore.document(keystore)?.entries.map(\.name) ?? []
    } catch  where error == .noHome {
      return []
    }
  }
}
