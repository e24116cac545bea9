package import ByokCore

/// A key that is to be checked, together with what it needs for that.
package final class CheckedKey: Sendable {
  package let facts: KeyFacts
  /// `nil` for credentials, and for a key whose provider is not known any more.
  package let provider: Provider?
  /// Where the key is bound to.
  package let base: BaseURL?
  /// The key, or a reference to it; empty for credentials.
  private let secret: Secret
  private let kind: KeyKind
  /// What is known without asking anybody.
  package let known: KeyFinding?
  /// Creds of which the vendor knows more than their file does.
  package let question: CredentialQuestion?

  package init(
    _ facts: KeyFacts, _ provider: Provider?, _ base: BaseURL?, _ secret: consuming Secret,
    kind: KeyKind = .apiKey, known: KeyFinding? = nil, question: CredentialQuestion? = nil
  ) {
    (self.facts, self.provider, self.base) = (facts, provider, base)
    (self.kind, self.known, self.question) = (kind, known, question)
    self.secret = secret
  }

  /// A key of which all is known that will be, or that its vendor can be asked for.
  ///
  /// - Throws: A failure when memory is out.
  package convenience init(
    _ facts: KeyFacts, known: KeyFinding, question: CredentialQuestion? = nil
  ) throws(ByokError) {
    self.init(facts, nil, nil, try Secret(randomBytes: 0), known: known, question: question)
  }

  /// The key itself.
  ///
  /// - Throws: Why it is not available.
  package func resolve() throws(ByokError) -> Secret {
    let copy = try secret.slice(0..<secret.count)
    return try SealedKey(baseURL: facts.baseURL, secret: copy).resolve(kind)
  }
}

extension CheckedKey {
  /// Takes the keys out of keystore and environment.
  package struct Gathering {
    package let session: Session
    package let providers: ProviderList
    package let discovery: CredentialDiscovery
    package let probe: CredentialProbe

    package init(
      session: Session, providers: ProviderList, discovery: CredentialDiscovery,
      probe: CredentialProbe
    ) {
      self.session = session
      self.providers = providers
      self.discovery = discovery
      self.probe = probe
    }

    /// - Parameter facts: Which keys.
    /// - Returns: As many, in the same order.
    /// - Throws: `locked` or `damaged`, when the keystore does not open.
    package func keys(_ facts: [KeyFacts]) throws(ByokError) -> [CheckedKey] {
      var keys: [CheckedKey] = []
      guard facts.contains(where: { $0.source == .keystore }),
        let keystore = try Keystore.open(session.keystore)
      else {
        for fact in facts { keys.append(try unsealed(fact)) }
        return keys
      }
      for fact in facts {
        if fact.source == .keystore {
          keys.append(try sealed(fact, in: keystore))
        } else {
          keys.append(try unsealed(fact))
        }
      }
      return keys
    }

    private func unsealed(_ fact: KeyFacts) throws(ByokError) -> CheckedKey {
      fact.source == .environment ? try environmentKey(fact) : try creds(fact)
    }

    private func provider(_ fact: KeyFacts) -> Provider? {
      providers.all.first { $0.id == fact.provider }
    }

    private func sealed(
      _ fact: KeyFacts, in keystore: borrowing Keystore
    ) throws(ByokError) -> CheckedKey {
      let name = KeyName(provider: fact.provider, label: fact.label ?? "")
      guard let entry = keystore[name] else { throw .noSuchKey(name) }
      let kind = try entry.keyKind()
      if kind == .oauth { return try creds(fact) }
      guard let provider = provider(fact) else {
        return try CheckedKey(
          fact, known: KeyFinding(.unknown, "unknown provider '\(fact.provider)'"))
      }
      let key = try keystore.unseal(entry)
      let base = try BaseURL(key.baseURL, from: "the sealed key \(name.text)")
      do throws(ByokError) {
        try provider.checkIsBound(name, to: entry.origins, session.environment)
      } catch {
        var finding = KeyFinding(.unknown, error.message)
        finding.kind = error.kind
        return try CheckedKey(fact, known: finding)
      }
      let copy = try key.secret.slice(0..<key.secret.count)
      return CheckedKey(fact, provider, base, copy, kind: kind)
    }

    /// A key of the environment; one that cannot be a key, or has no address, is judged at once.
    private func environmentKey(_ fact: KeyFacts) throws(ByokError) -> CheckedKey {
      guard let provider = provider(fact), let variable = fact.variable,
        let raw = try session.environment.secret(variable)
      else { return try CheckedKey(fact, known: KeyFinding(.unknown)) }
      if let warning = KeyValidation.warning(ofQuotesIn: raw, from: variable) {
        session.console.warn(warning)
      }
      let secret: Secret
      do {
        secret = try KeyValidation.check(raw, from: variable)
      } catch  where error.kind == .usage {
        return try CheckedKey(fact, known: KeyFinding(.rejected, error.message))
      }
      do {
        let base = try ProviderAddress(provider, in: session.environment).current()
        return CheckedKey(fact, provider, base, secret)
      } catch {
        var finding = KeyFinding(.unknown, error.message)
        finding.kind = .noKey
        return try CheckedKey(fact, known: finding)
      }
    }

    /// Creds, as their file tells of them, and the vendor if it may be asked.
    private func creds(_ fact: KeyFacts) throws(ByokError) -> CheckedKey {
      guard let found = try discovery.credential(of: fact, session.keystore) else {
        return try CheckedKey(fact, known: KeyFinding(.unknown, "the credentials no longer exist"))
      }
      let mayAsk = discovery.mayAsk(found)
      return try CheckedKey(
        fact, known: discovery.judgement(found),
        question: mayAsk ? CredentialQuestion(probe: probe, credential: found) : nil)
    }
  }
}
