/// What `keys list` and `keys show` tell of a key; never the key.
///
/// Source of the members: CONTRACT.md part 3.
struct KeyFacts {
  /// Where a key is kept.
  enum Source: String {
    case keystore, environment, creds
  }

  let provider: String
  /// `nil` for a key that is not sealed.
  let label: String?
  let source: Source
  /// The environment variable that holds it.
  let variable: String?
  let baseURL: String
  let kind: String
  /// `nil` where what is kept is not a key.
  let fingerprint: String?
  let lastFour: String?
  /// The command or file that gives the key, where what is known is not the key itself.
  var reference: String?
  var created: Timestamp?
  var updated: Timestamp?
  /// Whether it is the one used when no label is named.
  var isDefault = false
  /// Whether a request to the provider uses it if nothing else is said.
  var isEffective = false

  /// The members for JSON; what is not known is `null`.
  var document: JSONValue {
    func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }
    return .object([
      "provider": .string(provider), "label": text(label), "source": .string(source.rawValue),
      "variable": text(variable), "base_url": .string(baseURL), "kind": .string(kind),
      "fingerprint": text(fingerprint), "last4": text(lastFour),
      "reference": text(reference),
      "created_at": text(created?.rfc3339), "updated_at": text(updated?.rfc3339),
      "last_used_at": .null, "default": .bool(isDefault), "effective": .bool(isEffective),
      "check": .null,
    ])
  }

  /// The key as a listing shows it.
  var masked: String { lastFour.map { "…\($0)" } ?? reference.map { "(\($0))" } ?? "…" }

  /// Where it is kept, as a listing shows it.
  var place: String { variable ?? source.rawValue }
}

/// Gathers what there is of keys.
struct KeyInventory {
  let environment: Environment
  let keystore: KeystoreAccess
  let defaults: DefaultKey
  let providers: ProviderList
  /// What other tools' files add.
  var creds: [KeyFacts] = []

  /// All keys, those of the environment before the sealed ones of each provider.
  ///
  /// - Parameter provider: Only this provider's; `nil` for all.
  /// - Returns: Sorted by provider, then source, then label.
  /// - Throws: `locked` or `damaged`.
  func facts(of provider: String? = nil) throws(ByokError) -> [KeyFacts] {
    var all = try sealed() + fromEnvironment(provider) + creds
    if let provider { all.removeAll { $0.provider != provider } }
    for id in Set(all.map(\.provider)) {
      let places = all.indices.filter { all[$0].provider == id }
      let names = places.compactMap { all[$0].label }.map { KeyName(provider: id, label: $0) }
      let standard = defaults.name(among: names)?.label
      let variable = places.first { all[$0].source == .environment }
      for place in places {
        all[place].isDefault = all[place].label != nil && all[place].label == standard
        guard all[place].source != .creds || standard != nil else { continue }
        all[place].isEffective = variable.map { $0 == place } ?? all[place].isDefault
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
    guard let keystore = try Keystore.open(self.keystore) else { return [] }
    for entry in keystore.entries {
      let key = try keystore.unseal(entry)
      facts.append(Self.facts(of: entry, key))
    }
    return facts
  }

  /// What is told of one sealed key.
  static func facts(of entry: KeyEntry, _ key: borrowing SealedKey) -> KeyFacts {
    let isKey = entry.kind == KeyKind.apiKey.rawValue
    let isReference = [KeyKind.command, .file].map(\.rawValue).contains(entry.kind)
    return KeyFacts(
      provider: entry.name.provider, label: entry.name.label, source: .keystore, variable: nil,
      baseURL: key.baseURL, kind: entry.kind,
      fingerprint: isKey ? Sealing.fingerprint(of: key.secret) : nil,
      lastFour: isKey ? KeyText.lastFour(of: key.secret) : nil,
      reference: isReference ? key.reference : nil, created: entry.created, updated: entry.updated)
  }

  /// - Parameter named: The provider that was asked for; it then has the variables that it shares.
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
    // One that cannot be a key is listed all the same: it is what a request would fail with.
    var fingerprint: String?
    var lastFour: String?
    if let secret = try? KeyText.check(raw, from: variable) {
      fingerprint = Sealing.fingerprint(of: secret)
      lastFour = KeyText.lastFour(of: secret)
    }
    return KeyFacts(
      provider: provider, label: nil, source: .environment, variable: variable, baseURL: base,
      kind: "api-key", fingerprint: fingerprint, lastFour: lastFour)
  }
}
