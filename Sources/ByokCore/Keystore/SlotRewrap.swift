/// Finds the keys and passphrases of slots that are to be wrapped anew.
package struct SlotRewrap {
  package let access: KeystoreAccess

  package init(access: KeystoreAccess) {
    self.access = access
  }

  /// The slot around another data key.
  ///
  /// - Throws: `locked` when the slot's key or passphrase is not available.
  package func rewrap(
    _ slot: KeystoreSlot, _ dataKey: borrowing Secret, _ document: KeystoreDocument
  ) throws(ByokError) -> KeystoreSlot {
    if let secret = try secretAtHand(of: slot) {
      return try Self.rewrap(slot, dataKey, document, with: secret)
    }
    return try Self.rewrap(slot, dataKey, document, with: try typedSecret(of: slot))
  }

  /// The slot around another data key, by what opens it.
  static func rewrap(
    _ slot: KeystoreSlot, _ dataKey: borrowing Secret, _ document: KeystoreDocument,
    with secret: borrowing Secret
  ) throws(ByokError) -> KeystoreSlot {
    guard case .passphrase(let operations, let kibibytes, _) = slot.method else {
      return try KeystoreSlot.keyFile(slot.title, wrapping: dataKey, with: secret, in: document)
    }
    return try KeystoreSlot.passphrase(
      slot.title, wrapping: dataKey, with: secret, cost: (operations, kibibytes), in: document)
  }

  /// What opens a slot, if it is at hand: in the source that is named, in the key file, or typed before.
  ///
  /// - Throws: When the source or the file cannot be read.
  func secretAtHand(of slot: KeystoreSlot) throws(ByokError) -> Secret? {
    if let source = try access.explicitSource() {
      let material = try access.material(from: source)
      if try fits(material, slot) { return try material.secret.slice(0..<material.secret.count) }
    }
    if slot.isPassphrase {
      guard let typed = try access.memory.typedPassphrase(), try fits(typed, slot) else {
        return nil
      }
      return try typed.secret.slice(0..<typed.secret.count)
    }
    for path in UnlockKey.places(try access.locations.unlockKey()) {
      guard let key = try UnlockKey.read(path) else { continue }
      let material = UnlockMaterial(secret: key, isPassphrase: false)
      if try fits(material, slot) { return try material.secret.slice(0..<material.secret.count) }
    }
    return nil
  }

  private func typedSecret(of slot: KeystoreSlot) throws(ByokError) -> Secret {
    guard slot.isPassphrase else { throw .slotKeyMissing(slot.title, what: "key file") }
    guard access.console.mayAsk, let prompt = TerminalPrompt() else {
      throw .slotKeyMissing(slot.title, what: "passphrase")
    }
    let typed = try prompt.secret("passphrase of slot \(slot.title.text) (not shown)")
    let material = UnlockMaterial(secret: typed, isPassphrase: true)
    guard try fits(material, slot) else { throw .slotKeyMissing(slot.title, what: "passphrase") }
    return try material.secret.slice(0..<material.secret.count)
  }

  private func fits(
    _ material: borrowing UnlockMaterial, _ slot: KeystoreSlot
  ) throws(ByokError) -> Bool {
    try slot.withWrappingKey(from: material) { (_) throws(ByokError) in true } ?? false
  }
}

extension ByokError {
  static func slotKeyMissing(_ slot: KeystoreSlot.Title, what: String) -> Self {
    Self(
      .locked, "the \(what) of slot \(slot.text) is needed to keep that slot, and was not given",
      hint: "give it, or remove the slot first: byok keys slots --remove \(slot.number)")
  }
}
