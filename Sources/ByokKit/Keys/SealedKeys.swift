package import ByokCore

/// The keys of the keystore, to be changed: sealed, each bound to an address, and removed.
package struct SealedKeys {
  private let access: KeystoreAccess

  package init(_ access: KeystoreAccess) {
    self.access = access
  }

  /// Refuses the name of a key that is there: nobody should type a key that will not be stored.
  ///
  /// - Throws: A failure when there is one; `locked` or `damaged`.
  package func checkIsNew(_ name: KeyName) throws(ByokError) {
    let keystore = try Keystore.open(access, provider: name.provider, label: name.label)
    if keystore?[name] != nil { throw .keyExists(name) }
  }

  /// Seals a key, or a reference to one.
  ///
  /// - Parameters:
  ///   - secret: The key, checked; or the command or path that gives it.
  ///   - name: What it is called.
  ///   - kind: What it is.
  ///   - base: The only address that it may be sent to.
  ///   - replacing: Whether to replace the key of that name.
  /// - Throws: A failure when there is a key of that name, or the keystore cannot be written; `locked`
  ///   or `damaged`.
  package func seal(
    _ secret: consuming Secret, as name: KeyName, _ kind: KeyKind, boundTo base: BaseURL,
    replacing: Bool
  ) throws(ByokError) {
    let sealed = SealedKey(baseURL: base.text, secret: secret)
    try Keystore.update(access, create: true) { (keystore) throws(ByokError) in
      guard replacing || keystore[name] == nil else { throw .keyExists(name) }
      let now = Timestamp(seconds: Int(access.clock.now()))
      try keystore.seal(sealed, as: name, origin: base.origin, kind: kind, now: now)
    }
  }

  /// Removes keys: all of them or none.
  ///
  /// - Throws: `noKey` when one does not exist; `locked` or `damaged`; a failure when the keystore
  ///   cannot be written.
  package func remove(_ names: [KeyName]) throws(ByokError) {
    try Keystore.update(access, create: false) { (keystore) throws(ByokError) in
      for name in names {
        guard keystore[name] != nil else { throw .noSuchKey(name) }
        keystore.remove(name)
      }
    }
  }
}

extension Provider {
  /// Refuses a provider for which no key can be sealed.
  ///
  /// - Throws: A usage error that says what to do instead.
  package func checkTakesKeys() throws(ByokError) {
    if let retirement { throw .retired(self, retirement) }
    guard !usesCredentials else {
      throw ByokError(
        .usage, "\(id) uses another tool's credentials instead of a key",
        hint: "byok creds import \(id)")
    }
    guard !isOffline else { throw ByokError(.usage, "\(id) answers offline and takes no key") }
  }
}

extension ByokError {
  fileprivate static func keyExists(_ name: KeyName) -> Self {
    Self(
      .failure, "there is a key '\(name.text)' already",
      hints: [
        "byok keys add \(name.text) --replace",
        "or give this one a label: byok keys add \(name.provider)/LABEL",
      ])
  }
}
