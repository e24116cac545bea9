internal import ByokCore

extension KeyLookup {
  /// Whether the keystore is to be opened for a key of the provider.
  ///
  /// What can do without a key does not need the keystore to be unlocked, or even readable, unless there
  /// is a key for it: the entries are readable without unlocking.
  ///
  /// - Parameters:
  ///   - label: The key's label, if the command names one.
  ///   - provider: Whom to ask.
  ///   - mayDoWithout: Whether it answers without a key.
  /// - Returns: Whether a key may be found in it.
  /// - Throws: `noKey` when a label is named of a provider that has no keys.
  func mayBeSealed(
    _ label: String?, _ provider: Provider, mayDoWithout: Bool
  ) throws(ByokError) -> Bool {
    if provider.isOffline {
      if let label { throw .noSuchKey(KeyName(provider: provider.id, label: label)) }
      return false
    }
    guard label == nil, mayDoWithout else { return true }
    do throws(ByokError) {
      let names = try ProvidersWithKeys.names(keystore)
      return defaults.labels[provider.id] != nil || names.contains { $0.provider == provider.id }
    } catch {
      keystore.console.warn(error)
      return false
    }
  }

  /// The sealed key of that label, or without one the provider's default key.
  ///
  /// - Throws: `noKey` when there is none of that label, or it may not go where it is asked to; a usage
  ///   error when it is open which key is meant; `locked` or `damaged`.
  func sealed(
    _ label: String?, asked: BaseURL?, _ provider: Provider
  ) throws(ByokError) -> ChosenKey? {
    let missing = label.map { ByokError.noSuchKey(KeyName(provider: provider.id, label: $0)) }
    guard try self.keystore.locations.hasKeystore,
      let keystore = try Keystore.open(self.keystore, provider: provider.id, label: label)
    else {
      if let missing { throw missing }
      // A chosen default that does not exist is an error.
      _ = try defaults.find(provider.id, in: KeyEntries())
      return nil
    }
    var name = label.map { KeyName(provider: provider.id, label: $0) }
    if name == nil { name = try defaults.find(provider.id, in: keystore.entries) }
    guard let name else { return nil }
    guard let entry = keystore[name] else { throw .noSuchKey(name) }
    let key = try keystore.unseal(entry)
    let bound = try BaseURL(key.baseURL, from: "the sealed key \(name.text)")
    let fromEnvironment = try address(of: provider).fromVariable()
    let other = asked ?? fromEnvironment?.base
    guard entry.origins.contains((other ?? bound).origin) else {
      let place = asked == nil ? fromEnvironment?.variable ?? "" : "--base-url"
      throw .wrongPlace(
        for: .keystore(name), asked: other, bound: entry.origins,
        hints: [
          "leave out \(place), or seal a key for that address: byok keys add "
            + "\(provider.id)/LABEL --base-url URL"
        ])
    }
    if other == nil { try provider.checkIsBound(name, to: entry.origins, environment) }
    let secret = try key.resolve(try entry.keyKind())
    return ChosenKey(secret: secret, source: .keystore(name), base: other ?? bound)
  }
}

extension Provider {
  /// Refuses a key whose provider has another address in the configuration than the key was sealed for.
  ///
  /// It must not go to the new address, and going to the old one is not what the configuration says.
  ///
  /// - Throws: `noKey` that says how to seal it for the new address.
  func checkIsBound(
    _ name: KeyName, to origins: [String], _ environment: Environment
  ) throws(ByokError) {
    guard let base = moved(from: origins, environment) else { return }
    let sealed = origins.first ?? ""
    throw .wrongPlace(
      for: .keystore(name), asked: base, bound: origins,
      hints: [
        "seal the key for the address in config.json: byok keys add \(name.text) --replace",
        "or ask at the sealed address: --base-url \(sealed)",
      ])
  }

  /// The address of a provider of the user's own, if it is none of those that its keys are sealed for.
  package func moved(from origins: [String], _ environment: Environment) -> BaseURL? {
    // A part of the address that nothing gives is sealed with the key.
    guard !isBuiltIn, !origins.isEmpty,
      let base = try? ProviderAddress(self, in: environment, hasKey: false).current()
    else { return nil }
    return origins.contains(base.origin) ? nil : base
  }
}
