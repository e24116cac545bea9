internal import Synchronization

/// Where the keys of one sign-in come from: it is read anew, and renewed, as often as it is asked.
struct SignInSource: Sendable {
  let shared: SharedSignIns
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
    try shared.use { (signIns) throws(ByokError) in
      let found = try signIns.find(tool, choice)
      let now = signIns.clock.now()
      let isUsable =
        found.isGood(at: now) || renewal(signIns).canRenew(found) || mayRunOut(found, now)
      guard isUsable else { throw .signInEnded(found.finding, now: now) }
      return try found.key(at: asked, self)
    }
  }

  /// A key that is good now: it is renewed if it must be.
  ///
  /// - Throws: `keyRejected` when it has ended for good, or the vendor does not renew it; a failure
  ///   of the network.
  func freshKey() throws(ByokError) -> ChosenKey {
    try shared.use { (signIns) throws(ByokError) in try freshKey(signIns) }
  }

  private func freshKey(_ signIns: SignIns) throws(ByokError) -> ChosenKey {
    let found = try signIns.find(tool, choice)
    let now = signIns.clock.now()
    if found.isGood(at: now) { return try found.key(at: asked, self) }
    let renewal = renewal(signIns)
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
    return try shared.use { (signIns) throws(ByokError) in
      try self.key(signIns, insteadOf: refused)
    }
  }

  private func key(
    _ signIns: SignIns, insteadOf refused: String
  ) throws(ByokError) -> ChosenKey? {
    let found = try signIns.find(tool, choice)
    let now = signIns.clock.now()
    if found.credentials.accessFingerprint != refused, found.isAlive(at: now) {
      return try found.key(at: asked, self)
    }
    // What was imported may have been replaced since, which the tool's own file tells.
    if choice == .best, let file = try? signIns.inFile(tool), file.isGood(at: now),
      file.credentials.accessFingerprint != refused
    {
      return try file.key(at: asked, self)
    }
    let renewal = renewal(signIns)
    guard renewal.canRenew(found) else { return nil }
    return try renewal.run(found.finding.source, rejecting: refused).key(at: asked, self)
  }

  /// Renews the sign-in, also one that is still good.
  ///
  /// - Returns: What it is called, and when it ends, in seconds since 1970.
  /// - Throws: A usage error where byok may not renew it; what ``freshKey()`` does.
  func renew() throws(ByokError) -> (name: SignInName, expiry: Double?) {
    try shared.use { (signIns) throws(ByokError) in
      let found = try signIns.find(tool, choice)
      guard tool.renewal != nil else {
        throw ByokError(
          .usage,
          "byok does not renew the sign-in of \(tool.name): that would sign it out itself",
          hint: found.finding.renewal)
      }
      let renewal = renewal(signIns)
      guard renewal.canRenew(found) else {
        throw .signInEnded(found.finding, now: signIns.clock.now())
      }
      let renewed = try renewal.run(
        found.finding.source, rejecting: found.credentials.accessFingerprint)
      return (renewed.name, renewed.credentials.facts.expiry)
    }
  }

  /// Whether a token in its last minutes is used up: not one that the tool is about to replace, and
  /// with it all others.
  private func mayRunOut(_ found: borrowing SignIn, _ now: Double) -> Bool {
    !tool.keepsRefreshToken && found.isAlive(at: now)
  }

  private func renewal(_ signIns: SignIns) -> SignInRenewal {
    var endpoint = signIns.endpoint
    endpoint.extraCertificates = extraCertificates
    return SignInRenewal(signIns: signIns, tool: tool, endpoint: endpoint, asked: asked)
  }
}

/// What one thread holds at a time.
final class SignInLock: Sendable {
  let mutex = Mutex(())
}

/// The sign-ins for several threads, of which one at a time looks for one or renews it.
///
/// `@unchecked`: what is not made for threads is used under the lock alone.
final class SharedSignIns: @unchecked Sendable {
  private let signIns: SignIns
  /// The projects that have been found out, by the fingerprint of the access token.
  private let projects = Mutex<[String: String]>([:])

  init(_ signIns: SignIns) {
    self.signIns = signIns
  }

  /// Does something while no other thread does.
  ///
  /// - Throws: What `body` throws.
  func use<Result: ~Copyable>(
    _ body: (SignIns) throws(ByokError) -> Result
  ) throws(ByokError) -> Result {
    try signIns.lock.mutex.withLock { (_: inout Void) throws(ByokError) in try body(signIns) }
  }

  /// The project for an access token, which is asked for once.
  ///
  /// - Throws: What `find` throws.
  func project(
    for token: String, _ find: () throws(ByokError) -> String
  ) throws(ByokError) -> String {
    if let known = projects.withLock({ $0[token] }) { return known }
    let project = try find()
    projects.withLock { $0[token] = project }
    return project
  }

  /// The variables, by which a project may be named.
  var environment: Environment { signIns.discovery.environment }
}
