package import ByokCore

/// The providers that a program reaches through a broker, and the variables by which it does.
///
/// Which key a provider's is, and where it may go, is decided as for a request: see ``KeyLookup``.
package struct BrokeredKeys {
  /// What a program finds the broker itself by.
  package static let variable = "BYOK_BROKER"

  private let lookup: KeyLookup
  private let providers: ProviderList
  private let session: Session
  private let transport: any Transport
  /// The providers.
  package private(set) var routes: [BrokerRoute] = []
  /// Variables of the user's choice that are to hold the token.
  private var others: [String] = []

  package init(_ lookup: KeyLookup, _ configuration: Configuration, _ session: Session) {
    (self.lookup, self.session) = (lookup, session)
    providers = ProviderList(configuration)
    transport = session.transport(configuration)
  }

  /// Adds a provider.
  ///
  /// - Throws: `noKey` when there is no key, or it may not go where a variable says; a usage error
  ///   for what a broker cannot reach.
  package mutating func add(_ reference: KeyReference) throws(ByokError) {
    try add(try providers.find(reference.provider), label: reference.label)
  }

  /// Adds every provider that has a key.
  ///
  /// - Throws: `noKey` when there is none; what ``add(_:)-(KeyReference)`` throws.
  package mutating func addAll() throws(ByokError) {
    let candidates = providers.all.filter { provider in
      !provider.isOffline && provider.retirement == nil && !provider.usesCredentials
    }
    let providersWithKeys = try lookup.providersWithKeys(among: candidates)
    guard !providersWithKeys.isEmpty else {
      throw ByokError(.noKey, "no keys yet", hint: "byok keys add openai")
    }
    for provider in providersWithKeys { try add(provider, label: nil) }
  }

  /// Adds a provider whose token a variable that the user names holds, too.
  ///
  /// - Throws: As ``add(_:)-(KeyReference)``.
  package mutating func add(_ assignment: KeyAssignment) throws(ByokError) {
    guard !assignment.key.name.isOfServer else {
      throw ByokError(
        .usage, "a key for a server of tools cannot be brokered",
        hint: "byok exec --env \(assignment.variable)=\(assignment.key.text)   passes the key")
    }
    if !routes.contains(where: { $0.provider.id == assignment.key.provider }) {
      try add(assignment.key)
    }
    others.append(assignment.variable)
  }

  private mutating func add(_ provider: Provider, label: String?) throws(ByokError) {
    guard !routes.contains(where: { $0.provider.id == provider.id }) else {
      throw ByokError(.usage, "\(provider.id) is named twice, and a broker has one key for it")
    }
    guard provider.dialects.contains(where: { !$0.brokered.isEmpty }) else {
      throw ByokError(
        .usage, "\(provider.id) cannot be brokered: no program's SDK speaks its API",
        hints: CredentialTool.with(id: provider.id)?.otherWays ?? [])
    }
    let key = try lookup.find(for: provider, label: label, baseURL: nil)
    session.console.detail("\(provider.id): \(key.source.text), for \(key.base.text)")
    routes.append(try BrokerRoute(provider, key, transport))
  }

  // MARK: What the program gets

  /// Names and values of the variables that say where the broker is.
  ///
  /// - Parameter address: The broker's address, such as `http://127.0.0.1:8377`.
  /// - Returns: The variables, in the order in which they are set.
  /// - Throws: A usage error when the address is none.
  package func addresses(at address: String) throws(ByokError) -> [(name: String, value: String)] {
    var lines: [(name: String, value: String)] = []
    for route in routes {
      let text = "\(address)/\(route.provider.id)\(route.base.path)"
      let base = try BaseURL(text, from: Self.variable)
      for provider in speakers(of: route.provider) {
        lines += provider.variablesForPrograms.map { ($0.name, $0.text(of: base)) }
      }
    }
    lines.append((Self.variable, address))
    let own = "127.0.0.1,localhost,::1"
    for name in ["NO_PROXY", "no_proxy"] {
      lines.append((name, session.environment.content(name).map { "\($0),\(own)" } ?? own))
    }
    return lines
  }

  /// The names of the variables that hold the token.
  package var tokenVariables: [String] {
    var seen: Set<String> = []
    let names = routes.flatMap { speakers(of: $0.provider).flatMap(\.tokenVariables) }
    return (names + others).filter { seen.insert($0).inserted }
  }

  /// The providers by whose variables programs find a route: its own, and for another tool's
  /// credentials, whose variables no program reads, the first one with that API.
  private func speakers(of provider: Provider) -> [Provider] {
    guard provider.usesCredentials else { return [provider] }
    let usual = Provider.builtIn.first { other in
      !other.usesCredentials && other.dialects.contains { $0 == provider.dialect }
    }
    guard let usual, !routes.contains(where: { $0.provider.id == usual.id }) else {
      return [provider]
    }
    return [provider, usual]
  }

  /// The variables that may hold a key of a provider of the broker's.
  private var keyVariables: [String] {
    routes.flatMap { speakers(of: $0.provider).flatMap(\.keyVariables) }
  }

  /// Variables that hold a key under another name than the provider's.
  package var copies: [String] {
    let known = Set(keyVariables)
    return Set(routes.flatMap { $0.variables(in: session.environment) }).subtracting(known).sorted()
  }

  /// Which variables the program does not inherit, as their beginnings.
  ///
  /// - Parameter isOnly: Whether it gets no other provider's key.
  /// - Returns: Beginnings such as `OPENAI_API_KEY=`.
  /// - Throws: What ``addresses(at:)`` throws.
  package func withheld(isOnly: Bool) throws(ByokError) -> [String] {
    var names = Set(copies + tokenVariables + keyVariables)
    names.formUnion(try addresses(at: "http://127.0.0.1:1").map(\.name))
    if isOnly { names.formUnion(providers.all.flatMap(\.keyVariables)) }
    return SecretCommand.withheldVariables + names.sorted().map { "\($0)=" }
  }

  /// The environment of the broker's own process: no key, and nothing that leads to one.
  package func variablesOfBroker() -> CPointers {
    let keys = Set(providers.all.flatMap(\.keyVariables) + copies)
    return CPointers(adding: []) { name in
      !keys.contains(name)
        && !SecretCommand.withheldVariables.contains { "\(name)=".hasPrefix($0) }
    }
  }
}

extension Provider {
  /// The variables that tell programs its address, whatever they call it.
  fileprivate var variablesForPrograms: [AddressVariable] {
    let usual = [baseURLVariable, baseURLVariable.dropLast("BASE_URL".count) + "API_BASE"]
    var seen: Set<String> = []
    return (addressVariables + usual.map { AddressVariable(name: String($0)) })
      .filter { $0.bareHostPort == nil && seen.insert($0.name).inserted }
  }

  /// The variables that programs read its key from; one of its id where the row has none.
  fileprivate var tokenVariables: [String] {
    let names = keyVariables.filter { !bearerVariables.contains($0) }
    return names.isEmpty ? [baseURLVariable.dropLast("BASE_URL".count) + "API_KEY"] : names
  }
}
