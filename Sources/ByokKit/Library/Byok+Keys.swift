public import ByokCore

extension Byok {
  /// What is known of a key; never the key.
  public struct Key: Equatable, Sendable {
    /// The provider's id, such as `openai`.
    public let provider: String
    /// What distinguishes the provider's sealed keys; `nil` for one from the environment.
    public let label: String?
    /// The environment variable that holds it; `nil` for a sealed one.
    public let variable: String?
    /// The address that it is sent to, and to no other host.
    public let baseURL: String
    /// What is sealed: `api-key`, or what gives one at each use (`command`, `file`), or a tool's
    /// `oauth` credentials.
    public let kind: String
    /// Its last four characters; `nil` for a short one, or what is no key itself.
    public let lastFour: String?
    /// 16 hexadecimal digits that are the same for the same key; `nil` for what is no key itself.
    public let fingerprint: String?
    /// When it was first sealed, in seconds since 1970 (UTC); `nil` for one from the environment.
    public let created: Int?
    /// When it was last replaced, in seconds since 1970 (UTC); `nil` for one from the environment.
    public let updated: Int?
    /// Whether a request to the provider uses it where no other is named.
    public let isInUse: Bool

    /// `openai/work`, or `openai` for one from the environment.
    public var name: String { label.map { "\(provider)/\($0)" } ?? provider }

    fileprivate init(_ facts: KeyFacts) {
      (provider, label, variable) = (facts.provider, facts.label, facts.variable)
      (baseURL, kind) = (facts.baseURL, facts.kind)
      (lastFour, fingerprint) = (facts.lastFour, facts.fingerprint)
      (created, updated) = (facts.created?.seconds, facts.updated?.seconds)
      isInUse = facts.isEffective
    }
  }

  /// The keys in the keystore and the environment, by provider.
  ///
  /// A keystore that nothing unlocks is listed too, by what it contains in clear text; a note says
  /// that this is not verified.
  ///
  /// - Returns: What is known of each; nothing where there is no keystore.
  /// - Throws: `locked` when what was given does not unlock the keystore; `damaged`; a usage error
  ///   in the configuration.
  public func keys() throws(ByokError) -> [Key] {
    let configuration = try Configuration.load(session.locations)
    let inventory = KeyInventory(
      environment: session.environment, keystore: session.keystore,
      defaults: DefaultKey(configuration), providers: ProviderList(configuration))
    return try inventory.facts().map(Key.init)
  }

  /// Seals a key, in a keystore that is made if there is none.
  ///
  /// - Parameters:
  ///   - key: The key's bytes. They are copied to locked memory; overwriting yours is up to you.
  ///   - name: `PROVIDER/LABEL`, or `PROVIDER` for the label `default`.
  ///   - baseURL: The address to bind the key to; `nil` for the provider's own.
  ///   - replacing: Whether to replace the key of that name.
  /// - Throws: A usage error when provider, label or key break a rule; a failure when there is a
  ///   key of that name, or the keystore cannot be written; `locked` or `damaged`.
  public func seal(
    _ key: Span<UInt8>, as name: String, baseURL: String? = nil, replacing: Bool = false
  ) throws(ByokError) {
    let name = try Self.keyName(name)
    let provider = try ProviderList(try Configuration.load(session.locations)).find(name.provider)
    try provider.checkTakesKeys()
    let base = try ProviderAddress(provider, in: session.environment).binding(option: baseURL) {
      _ in nil
    }
    let secret = try KeyValidation.check(try Secret(copying: key), from: "the program")
    try SealedKeys(session.keystore)
      .seal(secret, as: name, .apiKey, boundTo: base, replacing: replacing)
  }

  /// Removes a sealed key, which stays valid until it is revoked at its provider.
  ///
  /// If it was chosen as the default, the choice is cleared.
  ///
  /// - Parameter name: `PROVIDER/LABEL`, or `PROVIDER` for the label `default`.
  /// - Throws: `noKey` when there is none of that name; a usage error when it is no name; `locked`
  ///   or `damaged`; a failure when the keystore cannot be written.
  public func remove(_ name: String) throws(ByokError) {
    let name = try Self.keyName(name)
    let before = try Keystore.document(session.keystore)?.entries ?? KeyEntries()
    let notes = AccountNotes(session, try Configuration.load(session.locations))
    try SealedKeys(session.keystore).remove([name])
    try notes.removed([name], from: before)
  }

  private static func keyName(_ text: String) throws(ByokError) -> KeyName {
    guard let reference = KeyReference(argument: text) else {
      // Whoever gave a key where the name belongs must not see it in a log.
      throw ByokError(.usage, "a key's name must be \(KeyReference.expectation)")
    }
    return reference.name
  }
}
