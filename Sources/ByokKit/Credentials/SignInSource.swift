/// Where the keys of one sign-in come from: it is read anew, and renewed, as often as it is asked.
struct SignInSource {
  let signIns: SignIns
  let tool: OAuthTool
  let choice: SignIns.Choice
  /// An address on this machine that is asked instead of the vendor's.
  let asked: BaseURL?
  /// Certificates in PEM form that are trusted besides the system's.
  var extraCertificates: [UInt8]?

  /// What there is now; nothing is sent.
  ///
  /// - Returns: The key, which may have ended if it can be renewed.
  /// - Throws: `keyRejected` when it has ended for good; what ``SignIns/find(_:_:)`` throws.
  func key() throws(ByokError) -> ChosenKey {
    let found = try signIns.find(tool, choice)
    let now = signIns.clock.now()
    let isUsable = found.isGood(at: now) || renewal.canRenew(found) || mayRunOut(found, now)
    guard isUsable else { throw .signInEnded(found.finding, now: now) }
    return try found.key(at: asked, self)
  }

  /// A key that is good now: it is renewed if it must be.
  ///
  /// - Throws: `keyRejected` when it has ended for good, or the vendor does not renew it; a failure
  ///   of the network.
  func freshKey() throws(ByokError) -> ChosenKey {
    let found = try signIns.find(tool, choice)
    let now = signIns.clock.now()
    if found.isGood(at: now) { return try found.key(at: asked, self) }
    guard renewal.canRenew(found) else {
      guard mayRunOut(found, now) else { throw .signInEnded(found.finding, now: now) }
      return try found.key(at: asked, self)
    }
    do {
      return try renewal.run(found.finding.source, rejecting: nil).key(at: asked, self)
    } catch {
      // What has not ended yet is still good for something.
      guard found.isAlive(at: now), found.credentials.facts.expiry != nil else { throw error }
      signIns.endpoint.console.detail(error.message)
      return try found.key(at: asked, self)
    }
  }

  /// Another key instead of one that the service has refused.
  ///
  /// - Parameter key: The one that was refused.
  /// - Returns: `nil` if there is no other.
  /// - Throws: What ``freshKey()`` does.
  func key(insteadOf key: borrowing ChosenKey) throws(ByokError) -> ChosenKey? {
    let refused = Sealing.fingerprint(of: key.secret)
    let found = try signIns.find(tool, choice)
    if found.credentials.accessFingerprint != refused, found.isAlive(at: signIns.clock.now()) {
      return try found.key(at: asked, self)
    }
    // What was imported may have been replaced since, which the tool's own file tells.
    if choice == .best, let file = try? signIns.inFile(tool), file.isGood(at: signIns.clock.now()),
      file.credentials.accessFingerprint != refused
    {
      return try file.key(at: asked, self)
    }
    guard renewal.canRenew(found) else { return nil }
    return try renewal.run(found.finding.source, rejecting: refused).key(at: asked, self)
  }

  /// Renews the sign-in, also one that is still good.
  ///
  /// - Returns: The sign-in as it is then.
  /// - Throws: A usage error where byok may not renew it; what ``freshKey()`` does.
  func renew() throws(ByokError) -> SignIn {
    let found = try signIns.find(tool, choice)
    guard tool.renewal != nil else {
      throw ByokError(
        .usage, "byok does not renew the sign-in of \(tool.name): that would sign it out itself",
        hint: found.finding.renewal)
    }
    guard renewal.canRenew(found) else {
      throw .signInEnded(found.finding, now: signIns.clock.now())
    }
    return try renewal.run(found.finding.source, rejecting: found.credentials.accessFingerprint)
  }

  /// Whether a token in its last minutes is used up: not one that the tool is about to replace, and
  /// with it all others.
  private func mayRunOut(_ found: borrowing SignIn, _ now: Double) -> Bool {
    !tool.keepsRefreshToken && found.isAlive(at: now)
  }

  private var renewal: SignInRenewal {
    var endpoint = signIns.endpoint
    endpoint.extraCertificates = extraCertificates
    return SignInRenewal(signIns: signIns, tool: tool, endpoint: endpoint, asked: asked)
  }
}
