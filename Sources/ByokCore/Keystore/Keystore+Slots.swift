extension Keystore {
  /// The number of a slot that is to be added.
  ///
  /// - Throws: A failure when there is no room for one.
  private func nextSlotNumber() throws(ByokError) -> Int {
    guard slots.count < KeystoreGrammar.slotLimit else {
      throw ByokError(.failure, "the keystore has \(slots.count) slots already, which is the limit")
    }
    return (slots.map(\.number).max() ?? 0) + 1
  }

  /// Adds a passphrase.
  ///
  /// - Returns: The number of its slot.
  /// - Throws: A failure when there are too many slots, or not memory enough; a usage error when
  ///   another slot has the name.
  package mutating func addPassphrase(
    _ passphrase: borrowing Secret, name: String? = nil, cost: (operations: Int, kibibytes: Int)
  ) throws(ByokError) -> Int {
    try checkIsFree(name)
    let limit = KeystoreGrammar.passphraseSlotLimit
    guard document.passphraseSlots.count < limit else {
      throw ByokError(.failure, "the keystore has \(limit) passphrases already, which is the limit")
    }
    let number = try nextSlotNumber()
    document.slots.append(
      try KeystoreSlot.passphrase(
        .init(number, name: name), wrapping: dataKey, with: passphrase, cost: cost, in: document))
    return number
  }

  /// Puts another passphrase in place of a slot's; old copies of the store still open with the old.
  ///
  /// - Parameters:
  ///   - number: The slot's number.
  ///   - passphrase: The new one.
  ///   - name: The slot's new name; `nil` to keep the one that it has.
  ///   - cost: How much work it costs.
  /// - Throws: A failure when there is not memory enough; a usage error when another slot has the
  ///   name.
  package mutating func changePassphrase(
    ofSlot number: Int, to passphrase: borrowing Secret, name: String? = nil,
    cost: (operations: Int, kibibytes: Int)
  ) throws(ByokError) {
    guard let place = slots.firstIndex(where: { $0.number == number }) else { return }
    let former = slots[place].title
    if name != former.name { try checkIsFree(name) }
    document.slots[place] = try KeystoreSlot.passphrase(
      .init(number, name: name ?? former.name), wrapping: dataKey, with: passphrase, cost: cost,
      in: document)
  }

  private func checkIsFree(_ name: String?) throws(ByokError) {
    guard let name, let slot = slots.first(where: { $0.name == name }) else { return }
    throw ByokError(.usage, "slot \(slot.number) has the name '\(name)' already")
  }

  /// Changes the data key, seals every entry anew and wraps the new key for the slots that stay.
  ///
  /// - Parameters:
  ///   - removed: The number of a slot that goes; `nil` for none.
  ///   - rewrap: Makes a slot anew around the new data key.
  /// - Throws: What `rewrap` throws; `damaged` when an entry does not authenticate.
  package mutating func rekey(
    removing removed: Int?,
    rewrap: (KeystoreSlot, borrowing Secret, KeystoreDocument) throws(ByokError) -> KeystoreSlot
  ) throws(ByokError) {
    let newKey = try Secret(randomBytes: Sealing.keyBytes)
    var empty = KeystoreDocument(storeID: document.storeID, slots: [])
    empty.sequence = document.sequence
    for slot in slots where slot.number != removed {
      empty.slots.append(try rewrap(slot, newKey, empty))
    }
    var fresh = try Keystore(empty, dataKey: newKey)
    for entry in entries { try fresh.adopt(entry, try unseal(entry)) }
    self = fresh
  }
}

/// Finds the keys and passphrases of slots that are to be wrapped anew.
package struct SlotRewrap {
  package let access: KeystoreAccess

  package init(access: KeystoreAccess) {
    self.access = access
  }

  /// The slot around another data key.
  ///
  /// - Throws: `locked` when the slot's key or passphrase is not to be had.
  package func rewrap(
    _ slot: KeystoreSlot, _ dataKey: borrowing Secret, _ document: KeystoreDocument
  ) throws(ByokError) -> KeystoreSlot {
    guard case .passphrase(let operations, let kibibytes, _) = slot.method else {
      let key = try keyFile(of: slot)
      return try KeystoreSlot.keyFile(slot.title, wrapping: dataKey, with: key, in: document)
    }
    let passphrase = try passphrase(of: slot)
    return try KeystoreSlot.passphrase(
      slot.title, wrapping: dataKey, with: passphrase, cost: (operations, kibibytes), in: document)
  }

  private func keyFile(of slot: KeystoreSlot) throws(ByokError) -> Secret {
    if let source = try access.explicitSource() {
      let material = try access.material(from: source)
      if try fits(material, slot) { return try material.secret.slice(0..<material.secret.count) }
    }
    if let key = try UnlockKey.read(try access.locations.unlockKey()) {
      let material = UnlockMaterial(secret: key, isPassphrase: false)
      if try fits(material, slot) { return try material.secret.slice(0..<material.secret.count) }
    }
    throw .slotKeyMissing(slot.title, what: "key file")
  }

  private func passphrase(of slot: KeystoreSlot) throws(ByokError) -> Secret {
    if let source = try access.explicitSource() {
      let material = try access.material(from: source)
      if try fits(material, slot) { return try material.secret.slice(0..<material.secret.count) }
    }
    if let material = try access.memory.typedPassphrase(), try fits(material, slot) {
      return try material.secret.slice(0..<material.secret.count)
    }
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
