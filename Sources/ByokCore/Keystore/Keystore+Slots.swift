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

  /// Adds a key file.
  ///
  /// - Throws: A failure when there are too many slots.
  mutating func addKeyFile(_ key: borrowing Secret) throws(ByokError) {
    let title = KeystoreSlot.Title(try nextSlotNumber())
    document.slots.append(
      try KeystoreSlot.keyFile(title, wrapping: dataKey, with: key, in: document))
  }

  private func checkIsFree(_ name: String?) throws(ByokError) {
    guard let name, let slot = slots.first(where: { $0.name == name }) else { return }
    throw ByokError(.usage, "slot \(slot.number) has the name '\(name)' already")
  }

  /// Changes the data key, seals every entry anew and wraps the new key for the slots that stay.
  ///
  /// Where the numbers of writes run out, a new store begins, of which nothing old can be the newest.
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
    var empty = document.withoutContents(goingOnFrom: document.sequence)
    for slot in slots where slot.number != removed {
      empty.slots.append(try rewrap(slot, newKey, empty))
    }
    var fresh = try Keystore(empty, dataKey: newKey)
    for entry in entries { try fresh.adopt(entry, try unseal(entry)) }
    try fresh.setFormerRoots(try rootsToKeep())
    self = fresh
  }
}

extension KeystoreDocument {
  /// The same store without slots and entries; another one where the numbers of writes run out.
  func withoutContents(goingOnFrom sequence: Int) -> KeystoreDocument {
    let isSame = sequence < KeystoreGrammar.sequenceLimit / 2
    var empty = KeystoreDocument(storeID: isSame ? storeID : Self.newStoreID(), slots: [])
    empty.sequence = isSame ? sequence : 0
    return empty
  }

  /// The id of a new store.
  static func newStoreID() -> String { Base64.encode(Sealing.randomBytes(16)) }
}
