package import ByokCore

/// What `keys list` and `keys show` print about a key; never the key.
package struct KeyFacts {
  /// Where a key is kept.
  package enum Source: String {
    case keystore, environment, creds
  }

  package let provider: String
  /// `nil` for a key that is not sealed.
  package let label: String?
  package let source: Source
  /// The environment variable that holds it.
  package let variable: String?
  /// Of a locked key, the origin alone.
  package let baseURL: String
  package let kind: String
  /// What a person recognises it by; `nil` where what is kept is not a key, or a short one.
  package let fingerprint: String?
  /// The same for the last four characters.
  package let lastFour: String?
  /// Changes when another key takes its place: the entry's id of a sealed key, the fingerprint of
  /// one from the environment, which must not be written to a file.
  var identity: String?
  /// The command or file that gives the key, where what is known is not the key itself.
  package var reference: String?
  package var created: Timestamp?
  package var updated: Timestamp?
  /// When the usage log last names it, in RFC 3339.
  package var lastUsed: String?
  /// What it was worth when it was last checked.
  package var check: LastChecks.Check?
  /// Whether it is the one used when no label is named.
  package var isDefault = false
  /// Whether a request to the provider uses it if nothing else is said.
  package var isEffective = false
  /// Whether only what the keystore contains in clear text is known, which is not verified then.
  var isLocked = false

  /// The members for JSON; what is not known is `null`.
  package var document: JSONValue {
    func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }
    return .object([
      "provider": .string(provider), "label": text(label), "source": .string(source.rawValue),
      "variable": text(variable), "base_url": .string(baseURL), "kind": .string(kind),
      "fingerprint": text(fingerprint), "last4": text(lastFour),
      "reference": text(reference),
      "created_at": text(created?.rfc3339), "updated_at": text(updated?.rfc3339),
      "last_used_at": text(lastUsed), "default": .bool(isDefault), "effective": .bool(isEffective),
      "check": check?.document ?? .null,
    ])
  }

  /// The key as a listing shows it.
  package var masked: String {
    if isLocked { return "-" }
    return lastFour.map { "…\($0)" } ?? reference.map { "(\($0))" } ?? "…"
  }

  /// Whether it is for a server of tools: such keys have no default.
  package var isOfServer: Bool { provider == KeyName.serverGroup }

  /// What it is bound to, in words; `nil` for a key of a provider.
  package var server: String? {
    isOfServer ? ServerBinding(address: baseURL)?.text : nil
  }

  /// Where it is kept, as a listing shows it.
  package var place: String { variable ?? source.rawValue }
}

extension KeyFacts {
  /// The key as the usage log names it.
  package var used: LastUses.Key {
    LastUses.Key(provider: provider, name: label ?? variable ?? "")
  }
}

/// Gathers what there is of keys.
package struct KeyInventory {
  package let environment: Environment
  package let keystore: KeystoreAccess
  package let defaults: DefaultKey
  package let providers: ProviderList
  /// What other tools' files add.
  package var creds: [KeyFacts] = []

  package init(
    environment: Environment, keystore: KeystoreAccess, defaults: DefaultKey,
    providers: ProviderList, creds: [KeyFacts] = []
  ) {
    self.environment = environment
    self.keystore = keystore
    self.defaults = defaults
    self.providers = providers
    self.creds = creds
  }

  /// All keys, those of the environment before the sealed ones of each provider.
  ///
  /// - Parameter provider: Only this provider's; `nil` for all.
  /// - Returns: Sorted by provider, then source, then label.
  /// - Throws: `locked` or `damaged`.
  package func facts(of provider: String? = nil) throws(ByokError) -> [KeyFacts] {
    var all = try sealed() + fromEnvironment(provider) + creds
    if let provider { all.removeAll { $0.provider != provider } }
    let inEnvironment = Set(all.lazy.filter { $0.source == .environment }.map(\.provider))
    let sealed = Set(all.lazy.filter(\.isDefault).map(\.provider))
    for place in all.indices {
      switch all[place].source {
      case .environment: all[place].isEffective = true
      case .keystore:
        all[place].isEffective =
          all[place].isDefault && !inEnvironment.contains(all[place].provider)
      case .creds:
        all[place].isEffective = all[place].isEffective && !sealed.contains(all[place].provider)
      }
    }
    return all.sorted {
      ($0.provider, $0.source.rawValue, $0.label ?? "") < (
        $1.provider, $1.source.rawValue, $1.label ?? ""
      )
    }
  }

  private func sealed() throws(ByokError) -> [KeyFacts] {
    var facts: [KeyFacts] = []
    guard try self.keystore.locations.hasKeystore else { return [] }
    do throws(ByokError) {
      guard let keystore = try Keystore.open(self.keystore) else { return [] }
      try keystore.unsealEach { (entry, key) throws(ByokError) in
        // What byok keeps for itself is no key of the user's.
        guard entry.kind != KeyKind.renewed.rawValue else { return }
        facts.append(Self.facts(of: entry, key))
      }
      return marked(facts, keystore.entries)
    } catch  where error.kind == .locked {
      return try listedLocked(error)
    }
  }

  /// What a keystore that nothing unlocks contains in clear text.
  ///
  /// - Throws: The failure to unlock it, where something was given that should have.
  private func listedLocked(_ failure: ByokError) throws(ByokError) -> [KeyFacts] {
    guard failure.code != .wrongPassphrase, try keystore.explicitSource() == nil,
      let document = try Keystore.document(keystore)
    else { throw failure }
    keystore.console.warn(
      ByokError(
        .locked, failure.message + "; the list is not verified", hints: failure.hints))
    return marked(document.entries.map(Self.facts(ofLocked:)), document.entries)
  }

  /// The facts of all entries, with each provider's default key marked.
  private func marked(_ facts: [KeyFacts], _ entries: KeyEntries) -> [KeyFacts] {
    var facts = facts
    var standard: (provider: String, label: String?)?
    for place in facts.indices {
      let provider = facts[place].provider
      if standard?.provider != provider {
        standard = (provider, defaults.name(of: provider, in: entries)?.label)
      }
      facts[place].isDefault = facts[place].label == standard?.label && !facts[place].isOfServer
    }
    return facts
  }

  private static func facts(ofLocked entry: KeyEntry) -> KeyFacts {
    KeyFacts(
      provider: entry.provider, label: entry.label, source: .keystore, variable: nil,
      baseURL: entry.origins.first ?? "", kind: entry.kind, fingerprint: nil, lastFour: nil,
      identity: entry.id, created: entry.created, updated: entry.updated, isLocked: true)
  }

  /// What is shown of one sealed key.
  package static func facts(of entry: KeyEntry, _ key: borrowing SealedKey) -> KeyFacts {
    let isKey = entry.kind == KeyKind.apiKey.rawValue
    let isReference = [KeyKind.command, .file].map(\.rawValue).contains(entry.kind)
    let lastFour = isKey ? KeyValidation.lastFour(of: key.secret) : nil
    return KeyFacts(
      provider: entry.provider, label: entry.label, source: .keystore, variable: nil,
      baseURL: key.baseURL, kind: entry.kind,
      fingerprint: lastFour == nil ? nil : Sealing.fingerprint(of: key.secret),
      lastFour: lastFour, identity: entry.id,
      reference: isReference ? key.reference : nil, created: entry.created, updated: entry.updated)
  }

  /// The keys in variables.
  ///
  /// - Parameter named: The provider that was asked for; it then has the variables that it shares.
  /// - Returns: One for each provider that has any.
  /// - Throws: A failure when memory is out.
  private func fromEnvironment(_ named: String?) throws(ByokError) -> [KeyFacts] {
    var facts: [KeyFacts] = []
    for provider in providers.all {
      let variable =
        named == provider.id
        ? provider.setVariables(in: environment).first : provider.ownVariable(in: environment)
      guard let variable, let raw = try environment.secret(variable) else { continue }
      facts.append(
        Self.facts(ofVariable: variable, raw, provider: provider.id, base: base(of: provider)))
    }
    return facts
  }

  /// Where a key from the environment goes; never as it was written, for it may hold a password.
  private func base(of provider: Provider) -> String {
    let address = ProviderAddress(provider, in: environment)
    do {
      return try address.fromVariable()?.base.text
        ?? (try? address.current())?.text ?? provider.baseURL
    } catch {
      return "invalid"
    }
  }

  private static func facts(
    ofVariable variable: String, _ raw: borrowing Secret, provider: String, base: String
  ) -> KeyFacts {
    // One that cannot be a key is listed anyway: it is what a request would fail with.
    var identity: String?
    var lastFour: String?
    if let secret = try? KeyValidation.check(raw, from: variable) {
      identity = Sealing.fingerprint(of: secret)
      lastFour = KeyValidation.lastFour(of: secret)
    }
    return KeyFacts(
      provider: provider, label: nil, source: .environment, variable: variable, baseURL: base,
      kind: "api-key", fingerprint: lastFour == nil ? nil : identity, lastFour: lastFour,
      identity: identity)
  }
}

extension KeyFacts {
  /// The key's name in listings: `openai/work`, or `openai` for one that is not sealed.
  package var listedName: String { label.map { "\(provider)/\($0)" } ?? provider }
}
