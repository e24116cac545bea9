package import ByokCore

/// A key together with where it may go.
package struct ChosenKey: ~Copyable {
  /// The key; empty for a provider that needs none.
  package let secret: Secret
  package let source: KeySource
  /// The address to use, to which the key is bound.
  package let base: BaseURL
  /// The cloud project that the credentials are for, if they name one.
  package var project: String?
  /// Source of a fresh key, for keys that expire.
  var credential: CredentialSource?

  /// The HTTP header line that carries it, once it has been prepared.
  package private(set) var line: Secret?

  package init(
    secret: consuming Secret, source: KeySource, base: BaseURL, project: String? = nil,
    credential: CredentialSource? = nil
  ) {
    self.secret = secret
    (self.source, self.base, self.project, self.credential) = (source, base, project, credential)
    line = nil
  }

  /// No key, for a server that needs none.
  ///
  /// - Parameter base: The address to use.
  /// - Throws: A failure when memory is out.
  init(noneAt base: BaseURL) throws(ByokError) {
    self.init(secret: try Secret(randomBytes: 0), source: .notNeeded, base: base)
  }

  /// Makes the header line that many requests will carry.
  mutating func prepareLine(
    for provider: Provider, _ dialect: any Dialect.Type
  ) throws(ByokError) {
    line = try headerLine(for: provider, dialect)
  }

  /// Lends the header line, which is made for this once where none has been prepared.
  borrowing func withLine<Result>(
    for provider: Provider, _ dialect: any Dialect.Type,
    _ body: (borrowing Secret) throws(ByokError) -> Result
  ) throws(ByokError) -> Result {
    switch line {
    case .some(let line): try body(line)
    case .none: try body(try headerLine(for: provider, dialect))
    }
  }

  /// Makes the HTTP header line that carries it; see ``KeyValidation/headerLine(_:field:)``.
  borrowing func headerLine(
    for provider: Provider, _ dialect: any Dialect.Type
  ) throws(ByokError) -> Secret {
    try KeyValidation.headerLine(secret, field: source.header(for: provider, dialect).prefix)
  }
}

/// Where a key was found.
package enum KeySource: Equatable, Sendable {
  case environment(variable: String)
  case keystore(KeyName)
  case credential(CredentialName)
  case notNeeded

  /// The header field that a key of this source travels in.
  package func header(for provider: Provider, _ dialect: any Dialect.Type) -> KeyHeader {
    if case .environment(let variable) = self, provider.bearerVariables.contains(variable) {
      return .bearer
    }
    return provider.keyHeader ?? dialect.keyHeader
  }

  /// Whether it is kept for an address of its own: it is not moved by what variables say.
  package var isKept: Bool {
    switch self {
    case .keystore, .credential: true
    case .environment, .notNeeded: false
    }
  }

  /// For messages: `the key OPENAI_API_KEY`, `the sealed key openai/work`.
  package var text: String {
    switch self {
    case .environment(let variable): "the key in \(variable)"
    case .keystore(let name): "the sealed key \(name.text)"
    case .credential(let credential): "the credentials of \(credential.text)"
    case .notNeeded: "no key"
    }
  }

  /// The label or the variable, for the usage log and JSON output.
  package var shortName: String? {
    switch self {
    case .environment(let variable): variable
    case .keystore(let name): name.label
    case .credential(let credential): credential.label ?? "file"
    case .notNeeded: nil
    }
  }
}

/// Finds the key for a request, and the only addresses it may be sent to.
///
/// The order: the label that the command names, the provider's variables, the keystore; for the
/// credentials of other tools, see ``CredentialLookup``. A key from the environment goes to the built-in address or the one in the environment; a sealed key goes
/// where it was bound to. Anything else is refused before a connection is made.
///
/// See byok-security(7), Where a key may go.
package struct KeyLookup: Sendable {
  package let environment: Environment
  package let keystore: KeystoreAccess
  package let defaults: DefaultKey
  /// The credentials of other tools.
  package var credentialLookup: CredentialLookup?

  package init(
    environment: Environment, keystore: KeystoreAccess, defaults: DefaultKey,
    credentialLookup: CredentialLookup? = nil
  ) {
    self.environment = environment
    self.keystore = keystore
    self.defaults = defaults
    self.credentialLookup = credentialLookup
  }

  /// - Parameters:
  ///   - provider: Whom to ask.
  ///   - label: The key's label, if the command names one.
  ///   - option: The value of `--base-url`, if given.
  /// - Returns: The key and its address.
  /// - Throws: `noKey` when there is none, or it may not go where it is asked to.
  package func find(
    for provider: Provider, label: String?, baseURL option: String?
  ) throws(ByokError) -> ChosenKey {
    if let retirement = provider.retirement { throw .retired(provider, retirement) }
    if provider.usesCredentials, let credentialLookup {
      return try credentialLookup.key(for: provider, label: label, baseURL: option)
    }
    let asked = try option.map { (text) throws(ByokError) in
      try BaseURL(text, from: "--base-url", allowsHTTP: provider.allowsHTTP)
    }
    if label == nil, let key = try fromEnvironment(provider, asked: asked) { return key }
    let mayDoWithout = (try? keylessBase(of: provider, asked)) ?? nil != nil
    if try mayBeSealed(label, provider, mayDoWithout: mayDoWithout),
      let key = try sealed(label, asked: asked, provider)
    {
      return key
    }
    guard let base = try keylessBase(of: provider, asked) else { throw .noKey(for: provider) }
    return try ChosenKey(noneAt: base)
  }

  /// The address of a server that answers without a key; `nil` for one that needs a key.
  ///
  /// - Throws: A usage error when it is no address that byok uses.
  private func keylessBase(of provider: Provider, _ asked: BaseURL?) throws(ByokError) -> BaseURL? {
    let own = ProviderAddress(provider, in: environment, hasKey: false)
    var base = asked
    if base == nil, try own.missingPart() == nil { base = try own.current() }
    guard let base, provider.worksWithoutKey || base.isLoopback else { return nil }
    return base
  }

  /// Where a key is from and goes, and what of the provider's variables is not used, in words.
  package func detail(of key: borrowing ChosenKey, for provider: Provider) -> String {
    let text = "using \(key.source.text) at \(key.base.text)"
    guard case .environment(let used) = key.source else { return text }
    let others = provider.setVariables(in: environment).filter { $0 != used }
    guard !others.isEmpty else { return text }
    return text + "; \(others.joined(separator: ", ")) \(others.count == 1 ? "is" : "are") not used"
  }

  /// The variable that holds a key which is the provider's, where no provider is named.
  package func variable(of provider: Provider) -> String? {
    provider.ownVariable(in: environment)
  }

  /// Those of some providers that have a key, sealed or in the environment.
  ///
  /// Names are read without unlocking the keystore.
  ///
  /// - Throws: `damaged`.
  package func providersWithKeys(among providers: [Provider]) throws(ByokError) -> [Provider] {
    let sealed = Set(try ProvidersWithKeys.names(keystore).map(\.provider))
    // Credentials are never chosen: their owner decides on their use.
    return providers.filter {
      !$0.usesCredentials && (variable(of: $0) != nil || sealed.contains($0.id))
    }
  }

  private func fromEnvironment(
    _ provider: Provider, asked: BaseURL?
  ) throws(ByokError) -> ChosenKey? {
    guard let variable = provider.setVariables(in: environment).first,
      let raw = try environment.secret(variable)
    else { return nil }
    if let warning = KeyValidation.warning(ofQuotesIn: raw, from: variable) {
      keystore.console.warn(warning)
    }
    let keyless = ProviderAddress(provider, in: environment, hasKey: false)
    if provider.allowsHTTP, let base = try? keyless.current(), !base.mayCarryKey {
      throw .plainHTTP(for: .environment(variable: variable), base)
    }
    let base = try address(of: provider).current()
    guard asked.map({ $0.origin == base.origin }) ?? true else {
      throw .wrongPlace(
        for: .environment(variable: variable), asked: asked, bound: [base.origin],
        hints: [
          "set \(provider.baseURLVariable) beside \(variable), or seal the key for that "
            + "address: byok keys add \(provider.id) --base-url URL"
        ])
    }
    return ChosenKey(
      secret: try KeyValidation.check(raw, from: variable),
      source: .environment(variable: variable),
      base: asked ?? base)
  }

  func address(of provider: Provider) -> ProviderAddress {
    ProviderAddress(provider, in: environment)
  }
}

extension KeyLookup {
  package init(_ session: Session, _ configuration: Configuration) {
    self.init(
      environment: session.environment, keystore: session.keystore,
      defaults: DefaultKey(configuration),
      credentialLookup: CredentialLookup(session, configuration))
  }
}
