internal import ByokCore

/// Renews credentials, once for all processes that need them at the same time.
///
/// Refresh tokens may be good for one use only, so of several processes one alone asks; the others
/// wait for it, read anew, and find what it got. Qwen's own file is written by Qwen Code's protocol;
/// Gemini CLI's is never written: what byok gets for it is sealed in the keystore.
///
/// Source: the tools' sources, read 2026-11-23.
struct CredentialRenewal {
  let credentialLookup: CredentialLookup
  let tool: CredentialTool
  let endpoint: TokenEndpoint

  /// The longest that the tool's own lock is held, in seconds: it counts for ten.
  static let patience = 8.0
  /// The label of what is sealed for a file of the tool's that is not written.
  static let label = "renewed-by-byok"

  private var clock: Clock { credentialLookup.clock }

  /// Whether there is what it takes: a refresh token, and the OAuth client that it belongs to.
  func canRenew(_ found: borrowing LoadedCredential) -> Bool {
    tool.renewal != nil && found.credentials.facts.hasRefreshToken && client(found) != nil
  }

  /// The client: the tool's own, the user's, or the one that stands in the creds.
  private func client(_ found: borrowing LoadedCredential) -> TokenEndpoint.Client? {
    if let id = tool.renewal?.clientID { return TokenEndpoint.Client(id: id) }
    let settings = credentialLookup.settings
    if let id = settings.geminiClientID, let secret = settings.geminiClientSecret {
      return TokenEndpoint.Client(id: id, secret: secret)
    }
    guard let id = found.credentials.facts.clientID, found.credentials.clientSecret != nil else {
      return nil
    }
    return TokenEndpoint.Client(id: id)
  }

  /// - Parameters:
  ///   - place: The location of the credentials.
  ///   - refused: The fingerprint of an access token that is not good enough.
  /// - Returns: Credentials with a good access token that is another one.
  /// - Throws: `keyRejected` when it cannot be renewed; a failure of network, vendor or files.
  func run(
    _ place: CredentialFinding.Source, rejecting refused: String?
  ) throws(ByokError) -> LoadedCredential {
    let path = try credentialLookup.keystore.locations.renewal(of: tool.id)
    guard let folder = try PrivateDirectory.open(holding: path, create: true) else { throw .noHome }
    let lock = try FileLock.take(for: path, in: folder, clock: clock, patience: 60)
    defer { _ = lock }
    switch place {
    case .keystore(let name): return try renewSealed(name, refused)
    case .file(let text):
      let file = FilePath(text, home: HomePath(credentialLookup.discovery.environment).home)
      return tool.renewal?.writesFile == true
        ? try renewFile(file, refused) : try renewBeside(file, refused)
    }
  }

  private func isGood(_ found: borrowing LoadedCredential, _ refused: String?) -> Bool {
    found.isGood(at: clock.now()) && found.credentials.accessFingerprint != refused
  }

  private func ask(
    _ found: borrowing LoadedCredential, timeout: Double = patience
  ) throws(ByokError) -> TokenReply {
    guard let renewal = tool.renewal, let client = client(found),
      found.credentials.facts.hasRefreshToken
    else { throw .credentialsExpired(found.finding, now: clock.now()) }
    if renewal.clientID == nil, let owner = found.credentials.facts.issuedTo, owner != client.id {
      throw ByokError(
        .keyRejected,
        "the credentials of \(tool.name) belong to another OAuth client than the one"
          + " that is to renew it; nothing was sent",
        hints: [
          "set creds.gemini_client_id to the client of the credentials", found.finding.renewal,
        ])
    }
    return try endpoint.renew(found, renewal, client, timeout: timeout)
  }

  private func read(_ file: FilePath) throws(ByokError) -> LoadedCredential {
    guard let found = try credentialLookup.inFile(tool, file) else { throw .noCredentials(tool) }
    return found
  }

  // MARK: Qwen Code's own file

  private func renewFile(_ file: FilePath, _ refused: String?) throws(ByokError) -> LoadedCredential
  {
    guard let folder = try PrivateDirectory.open(holding: file, isExternal: true) else {
      throw .noCredentials(tool)
    }
    let lock = try LockFile.take(file.sibling("oauth_creds.lock"), in: folder, clock: clock)
    defer { _ = lock }
    let start = clock.monotonic()
    AtomicFile.removeLeftovers(of: file, in: folder)
    let old = try read(file)
    if isGood(old, refused) { return old }
    let reply = try ask(old, timeout: Self.patience - (clock.monotonic() - start))
    return try write(reply, over: old, file, in: folder)
  }

  /// Puts the new tokens into the file, unless another program, which takes no lock, has put newer
  /// ones there meanwhile.
  private func write(
    _ reply: borrowing TokenReply, over old: consuming LoadedCredential, _ file: FilePath,
    in folder: borrowing OpenFile
  ) throws(ByokError) -> LoadedCredential {
    // Qwen Code removes the file when its own renewal fails, as it does once ours has succeeded.
    let base: LoadedCredential
    if let latest = try? read(file) {
      let isOthers =
        latest.credentials.refreshFingerprint != old.credentials.refreshFingerprint
        || latest.credentials.accessFingerprint != old.credentials.accessFingerprint
      if isOthers, let expiry = latest.credentials.facts.expiry, expiry > reply.expiry {
        return latest
      }
      base = latest
    } else {
      base = old
    }
    let text = try base.credentials.renewed(by: reply)
    let mode = ExternalFile.mode(of: file) ?? 0o600
    do throws(ByokError) {
      let isDurable = try text.withBytes { (bytes) throws(ByokError) in
        try AtomicFile.replace(file, in: folder, with: bytes, mode: mode)
      }
      if !isDurable { endpoint.console.warn(.notDurable(file.text)) }
    } catch {
      // The old refresh token may be void: the new one serves this request at least.
      endpoint.console.warn(error)
    }
    return try credential(text, .file(path: file.text))
  }

  private func credential(
    _ text: consuming Secret, _ source: CredentialFinding.Source
  ) throws(ByokError) -> LoadedCredential {
    let name = "the renewed credentials of \(tool.name)"
    let credentials = try CredentialTokens(CredentialDocument(text, from: name), from: name)
    return try credentialLookup.credential(tool, source, credentials)
  }

  // MARK: What is sealed

  private func renewSealed(_ name: KeyName, _ refused: String?) throws(ByokError)
    -> LoadedCredential
  {
    guard let old = try credentialLookup.imported(tool, label: name.label) else {
      throw .noSuchKey(name)
    }
    if isGood(old, refused) { return old }
    let text = try renewedText(of: old, refused)
    try seal(text, as: name, kind: .oauth, insteadOf: old.credentials.refreshFingerprint)
    return try credential(text, .keystore(name))
  }

  /// The text to seal: if the tool's own file holds the same credentials, it is renewed too, or the
  /// tool would be signed out.
  private func renewedText(
    of old: borrowing LoadedCredential, _ refused: String?
  ) throws(ByokError) -> Secret {
    if tool.renewal?.writesFile == true {
      for case .file(let place) in credentialLookup.discovery.files(of: tool).map(\.source) {
        let file = FilePath(place, home: HomePath(credentialLookup.discovery.environment).home)
        guard let twin = try? read(file),
          twin.credentials.refreshFingerprint == old.credentials.refreshFingerprint
        else { continue }
        let renewed = try renewFile(file, refused)
        return try renewed.credentials.sealable(for: tool, project: nil)
      }
    }
    return try old.credentials.renewed(by: try ask(old))
  }

  /// Renews what a file holds without writing to it.
  private func renewBeside(_ file: FilePath, _ refused: String?) throws(ByokError)
    -> LoadedCredential
  {
    let old = try read(file)
    if isGood(old, refused) { return old }
    let name = KeyName(provider: tool.id, label: Self.label)
    if let kept = try? kept(name, for: old), isGood(kept, refused) { return kept }
    let text = try old.credentials.renewed(by: try ask(old))
    do throws(ByokError) {
      try seal(text, as: name, kind: .renewed, insteadOf: nil)
    } catch {
      endpoint.console.detail("the renewed credentials are not stored: \(error.message)")
    }
    return try credential(text, .file(path: file.text))
  }

  /// What was sealed for a file, if it still holds the same credentials.
  private func kept(
    _ name: KeyName, for old: borrowing LoadedCredential
  ) throws(ByokError) -> LoadedCredential? {
    let place = old.finding.source
    guard
      let keystore = try Keystore.open(
        credentialLookup.keystore, provider: tool.id, label: name.label),
      let entry = keystore[name],
      entry.kind == KeyKind.renewed.rawValue
    else { return nil }
    let credentials = try CredentialTokens(unsealing: entry, in: keystore)
    let found = try credentialLookup.credential(tool, place, credentials)
    let isSame = found.credentials.refreshFingerprint == old.credentials.refreshFingerprint
    if isSame { return found }
    return nil
  }

  /// - Parameters:
  ///   - text: The creds.
  ///   - name: What to call them.
  ///   - kind: Of which kind they are.
  ///   - old: The fingerprint of the refresh token that must be there still; what was imported
  ///     meanwhile stays.
  /// - Throws: What ``Keystore/update(_:create:keepsOld:change:)`` does.
  private func seal(
    _ text: borrowing Secret, as name: KeyName, kind: KeyKind, insteadOf old: String?
  ) throws(ByokError) {
    let copy = try text.slice(0..<text.count)
    let facts = try CredentialTokens(CredentialDocument(copy, from: name.text), from: name.text)
      .facts
    let base = try tool.base(for: facts)
    let sealed = SealedKey(baseURL: base.text, secret: try text.slice(0..<text.count))
    let now = Timestamp(seconds: Int(clock.now()))
    try Keystore.update(credentialLookup.keystore, create: kind == .renewed) {
      (keystore) throws(ByokError) in
      if let old, let entry = keystore[name] {
        let sealed = try CredentialTokens(unsealing: entry, in: keystore).refreshFingerprint
        guard sealed == old else { return }
      }
      try keystore.seal(sealed, as: name, origin: base.origin, kind: kind, now: now)
    }
  }
}
