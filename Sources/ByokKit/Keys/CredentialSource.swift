package import ByokCore
internal import Synchronization

/// The source of access tokens for one tool's credentials: read again, and renewed, on each request.
package struct CredentialSource: Sendable {
  let credentialLookup: CredentialLookup
  let tool: CredentialTool
  let choice: CredentialLookup.Choice

  /// What there is now; nothing is sent.
  ///
  /// - Returns: The key, which may have ended if it can be renewed.
  /// - Throws: `keyRejected` when it has ended for good; what ``CredentialLookup/find(_:_:)`` throws.
  func key() throws(ByokError) -> ChosenKey {
    try credentialLookup.shared.use { () throws(ByokError) in
      let found = try credentialLookup.find(tool, choice)
      let now = credentialLookup.clock.now()
      let isUsable =
        found.isGood(at: now) || renewal.canRenew(found) || mayRunOut(found, now)
      guard isUsable else { throw .credentialsExpired(found.finding, now: now) }
      return try found.key(from: self)
    }
  }

  /// A key that is good now: it is renewed if it must be.
  ///
  /// - Throws: `keyRejected` when it has ended for good, or the vendor does not renew it; a failure
  ///   of the network.
  func freshKey() throws(ByokError) -> ChosenKey {
    try credentialLookup.shared.use { () throws(ByokError) in try goodKey() }
  }

  private func goodKey() throws(ByokError) -> ChosenKey {
    let found = try credentialLookup.find(tool, choice)
    let now = credentialLookup.clock.now()
    if found.isGood(at: now) { return try found.key(from: self) }
    guard renewal.canRenew(found) else {
      guard mayRunOut(found, now) else { throw .credentialsExpired(found.finding, now: now) }
      return try found.key(from: self)
    }
    do {
      return try renewal.run(found.finding.source, rejecting: nil).key(from: self)
    } catch {
      // What has not ended yet is still good for something.
      guard found.isAlive(at: now), found.credentials.facts.expiry != nil else { throw error }
      credentialLookup.endpoint.console.detail(error.message)
      return try found.key(from: self)
    }
  }

  /// Another key instead of one that the service has refused.
  ///
  /// - Parameter key: The one that was refused.
  /// - Returns: `nil` if there is no other.
  /// - Throws: What ``freshKey()`` does.
  func key(insteadOf key: borrowing ChosenKey) throws(ByokError) -> ChosenKey? {
    try self.key(rejecting: Sealing.fingerprint(of: key.secret))
  }

  /// Another key instead of a refused one, of which only the fingerprint is known.
  ///
  /// - Throws: What ``freshKey()`` does.
  func key(rejecting refused: String) throws(ByokError) -> ChosenKey? {
    try credentialLookup.shared.use { () throws(ByokError) in try other(than: refused) }
  }

  private func other(than refused: String) throws(ByokError) -> ChosenKey? {
    let found = try credentialLookup.find(tool, choice)
    let now = credentialLookup.clock.now()
    if found.credentials.accessFingerprint != refused, found.isAlive(at: now) {
      return try found.key(from: self)
    }
    // What was imported may have been replaced since, which the tool's own file tells.
    if choice == .best, let file = try? credentialLookup.inFile(tool), file.isGood(at: now),
      file.credentials.accessFingerprint != refused
    {
      return try file.key(from: self)
    }
    guard renewal.canRenew(found) else { return nil }
    return try renewal.run(found.finding.source, rejecting: refused).key(from: self)
  }

  /// Renews the credentials, even if they have not expired.
  ///
  /// - Returns: What it is called, and when it ends, in seconds since 1970.
  /// - Throws: A usage error where byok may not renew it; what ``freshKey()`` does.
  package func renew() throws(ByokError) -> (name: CredentialName, expiry: Double?) {
    try credentialLookup.shared.use { () throws(ByokError) in
      let found = try credentialLookup.find(tool, choice)
      guard tool.renewal != nil else {
        throw ByokError(
          .usage,
          "byok does not renew the credentials of \(tool.name): that would sign out the tool",
          hint: found.finding.renewal)
      }
      guard renewal.canRenew(found) else {
        throw .credentialsExpired(found.finding, now: credentialLookup.clock.now())
      }
      let renewed = try renewal.run(
        found.finding.source, rejecting: found.credentials.accessFingerprint)
      return (renewed.name, renewed.credentials.facts.expiry)
    }
  }

  /// Whether a token in its last minutes is used up: not one that the tool is about to replace, and
  /// with it all others.
  private func mayRunOut(_ found: borrowing LoadedCredential, _ now: Double) -> Bool {
    !tool.keepsRefreshToken && found.isAlive(at: now)
  }

  private var renewal: CredentialRenewal {
    CredentialRenewal(
      credentialLookup: credentialLookup, tool: tool, endpoint: credentialLookup.endpoint)
  }
}

/// State shared by all threads that look for credentials or renew them.
final class SharedCredentials: Sendable {
  /// Held while a thread looks for credentials or renews them, so that a person is asked once to
  /// unlock the keystore, and credentials are renewed once.
  private let turn = Mutex(())
  /// The projects, by the fingerprint of the access token.
  private let projects = SingleFlight<String, String>()

  /// Does something while no other thread does.
  ///
  /// - Throws: What `body` throws.
  func use<Result: ~Copyable>(
    _ body: () throws(ByokError) -> Result
  ) throws(ByokError) -> Result {
    try turn.withLock { (_: inout Void) throws(ByokError) in try body() }
  }

  /// The project for an access token, which is asked for once.
  ///
  /// - Throws: What `find` throws.
  func project(
    for token: String, _ find: () throws(ByokError) -> String
  ) throws(ByokError) -> String {
    try projects.value(for: token, find)
  }
}
