package import ByokCore

/// Finds the credentials of other tools, and the only addresses that they may be sent to.
///
/// Imported credentials come first, then the tool's own file; where those have ended and the file
/// is good, the file. They go to the vendor's own hosts and nowhere else: no variable, option or
/// file moves them.
///
/// See byok-security(7), Credentials of other tools.
package struct CredentialLookup: Sendable {
  package let discovery: CredentialDiscovery
  package let keystore: KeystoreAccess
  package let defaults: DefaultKey
  let endpoint: TokenEndpoint
  /// The same for all copies.
  let shared = SharedCredentials()

  package init(_ session: Session, _ configuration: Configuration) {
    discovery = CredentialDiscovery(session, configuration.creds)
    keystore = session.keystore
    defaults = DefaultKey(configuration)
    endpoint = TokenEndpoint(
      transport: session.transport(configuration), clock: session.clock, console: session.console)
  }

  package var clock: Clock { discovery.clock }
  package var settings: CredentialSettings { discovery.settings }

  /// Which of a tool's credentials to use.
  package enum Choice: Equatable {
    case best
    /// The imported one of that label.
    case label(String)
    /// The one in that file.
    case file(String)
  }

  /// The key for a request, and the source of a fresh one; nothing is sent.
  ///
  /// - Parameters:
  ///   - provider: The service behind a tool's credentials.
  ///   - label: Of imported credentials, if the command names them.
  ///   - option: The value of `--base-url`, if given.
  /// - Returns: The key; its access token may have ended, if it can be renewed.
  /// - Throws: `noKey` when there is none, or it is not allowed; `keyRejected` when it has ended;
  ///   `damaged` when its file is.
  package func key(
    for provider: Provider, label: String?, baseURL option: String?
  ) throws(ByokError) -> ChosenKey {
    guard let tool = CredentialTool.with(id: provider.id) else { throw .noKey(for: provider) }
    if let option { try checkIsNotMoved(tool, to: option, by: "--base-url") }
    let choice = label.map(Choice.label) ?? .best
    return try source(of: tool, choice).key()
  }

  /// The source of access tokens for a tool's credentials.
  ///
  /// - Throws: `noKey` when a variable names an address that is not the vendor's.
  package func source(
    of tool: CredentialTool, _ choice: Choice
  ) throws(ByokError) -> CredentialSource {
    let variable = tool.provider.baseURLVariable
    if let text = discovery.environment.value(variable) {
      try checkIsNotMoved(tool, to: text, by: variable)
    }
    return CredentialSource(credentialLookup: self, tool: tool, choice: choice)
  }

  private func checkIsNotMoved(
    _ tool: CredentialTool, to text: String, by source: String
  ) throws(ByokError) {
    let asked = try BaseURL(text, from: source)
    guard try asked != BaseURL(tool.provider.baseURL, from: tool.id) else { return }
    throw ByokError(
      .noKey,
      "the credentials of \(tool.name) are sent only to their vendor, not to"
        + " \(asked.origin); nothing was sent", hint: "leave out \(source)")
  }

  /// The chosen credentials, as they are now.
  ///
  /// - Throws: `noKey` when there is none, or it is not allowed; `damaged` when it cannot be read.
  func find(_ tool: CredentialTool, _ choice: Choice) throws(ByokError) -> LoadedCredential {
    switch choice {
    case .label(let label):
      let name = KeyName(provider: tool.id, label: label)
      guard let found = try imported(tool, label: label) else { throw .noSuchKey(name) }
      try checkIsAllowed(tool)
      return found
    case .file(let path):
      let file = FilePath(path, home: HomePath(discovery.environment).home)
      guard let found = try inFile(tool, file) else { throw .noCredentials(tool) }
      try checkIsAllowed(tool)
      return found
    case .best:
      let now = clock.now()
      if let found = try imported(tool, label: nil) {
        try checkIsAllowed(tool)
        if found.isGood(at: now) { return found }
        if let file = try? inFile(tool), file.isGood(at: now) { return file }
        return found
      }
      guard let found = try inFile(tool) else { throw .noCredentials(tool) }
      try checkIsAllowed(tool)
      return found
    }
  }

  private func checkIsAllowed(_ tool: CredentialTool) throws(ByokError) {
    guard settings.allows(tool) else { throw .notAllowed(tool) }
  }

  /// What was imported; `nil` if nothing was.
  ///
  /// Only a keystore that holds some is unlocked.
  ///
  /// - Parameters:
  ///   - tool: Whose credentials.
  ///   - label: Which of them; `nil` for the default.
  /// - Returns: What is sealed.
  /// - Throws: `locked`, `damaged`; a usage error when there are several, and none is the default.
  func imported(_ tool: CredentialTool, label: String?) throws(ByokError) -> LoadedCredential? {
    guard try keystore.locations.hasKeystore else { return nil }
    let entries =
      try Keystore.document(keystore)?.entries.entries(of: tool.id)
      .filter { $0.kind == KeyKind.oauth.rawValue } ?? []
    var name = label.flatMap { label in entries.first { $0.label == label }?.name }
    if label == nil { name = try defaults.choose(among: entries, of: tool.id) }
    guard let name else { return nil }
    guard let keystore = try Keystore.open(keystore, provider: tool.id, label: name.label),
      let entry = keystore[name]
    else { return nil }
    let credentials = try CredentialTokens(unsealing: entry, in: keystore)
    let found = try credential(tool, .keystore(name), credentials)
    guard entry.origins.contains(found.base.origin) else {
      throw ByokError(
        .damaged,
        "'\(name.text)' is bound to \(entry.origins.joined(separator: ", ")), but its"
          + " content names \(found.base.origin)",
        hint: "byok creds import \(tool.id) --label \(name.label) --replace")
    }
    return found
  }

  /// What the tool's own files hold: the first that is good, else the first.
  ///
  /// - Throws: `noKey` when it is encrypted; `damaged` when it cannot be read.
  func inFile(_ tool: CredentialTool) throws(ByokError) -> LoadedCredential? {
    let now = clock.now()
    let findings = discovery.files(of: tool)
    let states: [CredentialState] = [.ready, .expired]
    let best = states.lazy.compactMap { state in findings.first { $0.state(at: now) == state } }
    guard let finding = best.first ?? findings.first else { return nil }
    if let problem = finding.problem { throw problem }
    guard finding.state(at: now) != .encrypted else {
      throw ByokError(
        .noKey, "\(tool.name) encrypts its credentials, and byok does not decrypt them",
        hints: tool.otherWays)
    }
    return try inFile(tool, FilePath(finding.place, home: HomePath(discovery.environment).home))
  }

  /// What a file holds; `nil` if it is gone or signed out.
  ///
  /// - Throws: `damaged` when it cannot be read.
  func inFile(_ tool: CredentialTool, _ path: FilePath) throws(ByokError) -> LoadedCredential? {
    guard case .credentials(let credentials) = try CredentialFile(path: path, clock: clock).read(),
      credentials.facts.state(at: clock.now()) != .signedOut
    else { return nil }
    return try credential(tool, .file(path: path.text), credentials)
  }

  /// - Throws: `damaged` when the credentials name an address that is not trusted.
  func credential(
    _ tool: CredentialTool, _ source: CredentialFinding.Source,
    _ credentials: consuming CredentialTokens
  ) throws(ByokError) -> LoadedCredential {
    let facts = credentials.facts
    return LoadedCredential(
      finding: CredentialFinding(tool: tool, source: source, facts: facts),
      credentials: credentials,
      base: try tool.base(for: facts))
  }
}
