internal import ByokCore

/// The credentials of another tool, as found in one place.
struct LoadedCredential: ~Copyable {
  let finding: CredentialFinding
  let credentials: CredentialTokens
  /// The address that requests go to.
  let base: BaseURL

  var tool: CredentialTool { finding.tool }

  /// What messages and the log call it.
  var name: CredentialName {
    var label: String?
    if case .keystore(let name) = finding.source { label = name.label }
    return CredentialName(toolID: tool.id, place: finding.place, label: label)
  }

  /// Whether its access token is good for some time yet, as far as the creds tell.
  func isGood(at now: Double) -> Bool {
    credentials.facts.hasAccessToken
      && credentials.facts.expiry.map { $0 - now > tool.margin } ?? true
  }

  /// Whether its access token has not ended yet.
  func isAlive(at now: Double) -> Bool { credentials.facts.state(at: now) == .ready }

  /// The key to ask with; empty where there is no access token.
  ///
  /// - Parameter source: Where another comes from.
  /// - Returns: The key.
  /// - Throws: A failure when memory is out.
  consuming func key(from source: CredentialSource) throws(ByokError) -> ChosenKey {
    let (name, base, project) = (name, base, credentials.facts.project)
    guard let token = try credentials.copyOfAccessToken() else {
      return ChosenKey(
        secret: try Secret(randomBytes: 0), source: .credential(name), base: base,
        project: project, credential: source)
    }
    return ChosenKey(
      secret: token, source: .credential(name), base: base,
      project: project, credential: source)
  }
}

/// The name of credentials in messages.
package struct CredentialName: Equatable, Sendable {
  let toolID: String
  /// The file, or the name in the keystore.
  let place: String
  /// The label in the keystore; `nil` for a file.
  let label: String?

  var tool: CredentialTool? { CredentialTool.with(id: toolID) }

  package var text: String { "\(tool?.name ?? toolID) (\(place))" }
}

extension ByokError {
  /// The access token has ended, and only the tool itself gets another.
  static func credentialsExpired(_ finding: CredentialFinding, now: Double) -> Self {
    let tool = finding.tool
    let expiry = finding.facts?.expiry
    let words = expiry.map { CredentialExpiry.words($0, now: now) }
    let when = words.map { (expiry ?? 0) > now ? "expire \($0)" : "expired \($0)" }
    var hints = [finding.renewal]
    if tool.renewal != nil, tool.renewal?.clientID == nil {
      hints.append(
        "or let byok renew it: set creds.gemini_client_id and creds.gemini_client_secret in"
          + " config.json")
    }
    var error = Self(
      .keyRejected,
      "the credentials of \(tool.name) (\(finding.place)) \(when ?? "have no access token");"
        + " nothing was sent", hints: hints)
    error.provider = .init(id: tool.id)
    return error
  }

  /// The vendor is against it, and the user has not said yet that it is to be used all the same.
  static func notAllowed(_ tool: CredentialTool) -> Self {
    var error = Self(
      .noKey,
      "the credentials of \(tool.name) are not used unless you allow it: the vendor forbids it",
      hints: ["byok creds allow \(tool.id)   explains, and asks"] + tool.otherWays)
    error.provider = .init(id: tool.id)
    return error
  }

  static func noCredentials(_ tool: CredentialTool) -> Self {
    var error = Self(
      .noKey, "no credentials of \(tool.name)",
      hints: ["sign in with '\(tool.command)', or: byok creds import \(tool.id) FILE"]
        + tool.otherWays)
    error.provider = .init(id: tool.id)
    return error
  }
}
