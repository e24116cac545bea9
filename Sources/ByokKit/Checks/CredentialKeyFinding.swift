internal import ByokCore

extension CredentialDiscovery {
  /// Whether a request might use the key: credentials of others only where the user has allowed it.
  package func mayUse(_ key: KeyFacts) -> Bool {
    tool(of: key).map(settings.allows) ?? true
  }

  /// A tool's command, such as `gemini`, is a provider's id too.
  private func tool(of key: KeyFacts) -> CredentialTool? {
    CredentialTool.all.first { $0.id == key.provider }
  }

  /// The credentials that a key stands for.
  ///
  /// - Parameters:
  ///   - key: Creds, in a file or imported.
  ///   - keystore: Where imported ones are.
  /// - Returns: `nil` if they are gone.
  /// - Throws: `locked` or `damaged`, when the keystore does not open.
  func credential(of key: KeyFacts, _ keystore: KeystoreAccess) throws(ByokError)
    -> CredentialFinding?
  {
    guard let tool = tool(of: key) else { return nil }
    let all = key.source == .creds ? files(of: tool) : try imported(keystore)
    let place = key.reference ?? key.listedName
    return all.first { $0.tool.id == tool.id && $0.place == place }
  }

  /// Whether a vendor can be asked about credentials: there are tokens, and the user lets them be
  /// used.
  package func mayAsk(_ found: CredentialFinding) -> Bool {
    settings.allows(found.tool) && [.ready, .expired].contains(found.state(at: clock.now()))
  }

  /// The verdict on credentials by their file alone; those that look ready are `unknown`, because
  /// their vendor was not asked.
  func judgement(_ found: CredentialFinding) -> KeyFinding {
    let report = CredentialReport(
      finding: found, now: clock.now(), isAllowed: settings.allows(found.tool), keyFiles: [])
    var finding = KeyFinding(
      report.state == .expired ? .expired : .unknown, "\(report.state.words): \(report.advice)")
    if report.state != .ready { finding.kind = report.state.failure }
    if let account = found.facts?.account {
      finding.account = [.init(name: "account", value: .string(account))]
    }
    return finding
  }
}

extension CredentialState {
  fileprivate var words: String {
    switch self {
    case .ready: "valid according to the file; the vendor was not asked"
    case .expired: "expired according to the file"
    case .signedOut: "signed out"
    case .encrypted: "encrypted"
    case .damaged: "damaged"
    }
  }
}
