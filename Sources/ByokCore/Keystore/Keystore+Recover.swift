extension Keystore {
  /// What a recovery came to.
  package struct Salvage {
    package var saved: [Kept] = []
    package var lost: [KeyName] = []
    /// Entries whose names cannot be determined either.
    package var unreadable = 0
    /// Slots that are left out, because nobody knows that byok wrote them.
    package var leftOut: [KeystoreSlot] = []
    /// Why the file is no newer state of the keystore, although byok wrote what it holds.
    package var age: ByokError?
    /// Whether the new keystore is another store, because the old one's number of writes is used
    /// up.
    package var isAnotherStore = false

    /// An entry that is saved.
    package struct Kept {
      package let entry: KeyEntry
      /// Whether the newest state of the keystore that is known is known to have had it, just so.
      package let isConfirmed: Bool
    }
  }

  /// Puts a keystore of the entries that authenticate in place of a damaged one.
  ///
  /// The damaged file stays beside it as `keystore.bak`. Nothing is taken over of which it is not
  /// known that byok wrote it: neither a number of writes nor a slot.
  ///
  /// - Parameters:
  ///   - access: Where it is, and what unlocks it.
  ///   - confirm: Is shown what would be saved and lost; if it throws, nothing is changed.
  /// - Returns: What was saved and lost, or `nil` if the keystore is sound.
  /// - Throws: `locked` when nothing unlocks it; `damaged` when nothing can be saved; what
  ///   `confirm` throws.
  package static func recover(
    _ access: KeystoreAccess, confirm: (Salvage) throws(ByokError) -> Void
  ) throws(ByokError) -> Salvage? {
    let path = try access.locations.keystore()
    guard let folder = try PrivateDirectory.open(holding: path) else {
      throw .noKeystore(path.text)
    }
    let lock = try FileLock.takeReplaceable(path, in: folder, clock: access.clock)
    defer { _ = lock }
    AtomicFile.removeLeftovers(of: path, in: folder)
    do throws(ByokError) {
      if try open(path, in: folder, access) != nil { return nil }
      throw .noKeystore(path.text)
    } catch {
      guard error.kind == .damaged, error != .keystoreTooNew(path.text) else { throw error }
    }
    guard let (bytes, _) = try read(path, in: folder), let found = KeystoreRecovery(bytes) else {
      throw ByokError(
        .damaged, "nothing can be recovered from '\(path.text)': its first lines are damaged",
        hint: "restore it from a backup")
    }
    let unlock = KeystoreUnlock(access: access, document: found.document, path: path.text)
    let damaged = try Keystore(found.document, dataKey: try unlock.givenDataKey())
    var salvage = Salvage(unreadable: found.unreadable)
    var fresh = try damaged.copy()
    try damaged.salvage(to: &fresh, &salvage, found.mac, unlock)
    try confirm(salvage)
    try AtomicFile.keepCopy(of: path, in: folder)
    try fresh.write(path, in: folder)
    try? fresh.remember(access, .accepted)
    return salvage
  }

  private borrowing func copy() throws(ByokError) -> Keystore {
    try Keystore(document, dataKey: try dataKey.slice(0..<dataKey.count))
  }

  /// Makes another keystore of what authenticates, and says what that is.
  private borrowing func salvage(
    to fresh: inout Keystore, _ salvage: inout Salvage, _ mac: [UInt8], _ unlock: KeystoreUnlock
  ) throws(ByokError) {
    var saved: [KeyEntry] = []
    for entry in entries {
      do throws(ByokError) {
        _ = try unseal(entry)
        saved.append(entry)
      } catch {
        salvage.lost.append(entry.name)
      }
    }
    let confirmation = confirmation(of: saved, by: mac)
    let isGenuine = confirmation != .nothing
    let newest = try newestSequence(unlock.access)
    if isGenuine, document.sequence < newest {
      salvage.age = .rolledBack(unlock.path, now: document.sequence, seen: newest)
    }
    salvage.saved = saved.map { entry in
      let isConfirmed = salvage.age == nil && confirmation.covers(entry.name)
      return Salvage.Kept(entry: entry, isConfirmed: isConfirmed)
    }
    let isBelieved = isGenuine || document.sequence <= KeystoreGrammar.plausibleSequence
    fresh.document = document.withoutContents(
      goingOnFrom: max(newest, isBelieved ? document.sequence : 0))
    salvage.isAnotherStore = fresh.document.storeID != document.storeID
    try keepSlots(in: &fresh.document, &salvage, isGenuine: isGenuine, unlock)
    try keepRoots(in: &fresh)
    for entry in saved { try fresh.adopt(entry, try unseal(entry)) }
  }

  /// Takes over the slots that byok is known to have written, or that open with what is at hand.
  private borrowing func keepSlots(
    in fresh: inout KeystoreDocument, _ salvage: inout Salvage, isGenuine: Bool,
    _ unlock: KeystoreUnlock
  ) throws(ByokError) {
    let tried = unlock.slotsToTry.tried
    for slot in slots {
      if isGenuine, !salvage.isAnotherStore {
        fresh.slots.append(slot)
      } else if tried.contains(slot), let secret = try opening(slot, unlock) {
        fresh.slots.append(
          salvage.isAnotherStore
            ? try SlotRewrap.rewrap(slot, dataKey, fresh, with: secret) : slot)
      } else {
        salvage.leftOut.append(slot)
      }
    }
  }

  /// What opens a slot, if it is at hand and the slot holds this data key.
  private borrowing func opening(
    _ slot: KeystoreSlot, _ unlock: KeystoreUnlock
  ) throws(ByokError) -> Secret? {
    guard let secret = try SlotRewrap(access: unlock.access).secretAtHand(of: slot) else {
      return nil
    }
    let material = UnlockMaterial(secret: secret, isPassphrase: slot.isPassphrase)
    guard let key = try? unlock.open(slot, with: material), key.equals(dataKey) else { return nil }
    return try material.secret.slice(0..<material.secret.count)
  }

  /// The highest number of a write that this machine has noted of the store; 0 if none is known.
  private borrowing func newestSequence(_ access: KeystoreAccess) throws(ByokError) -> Int {
    guard case .known(let record) = Self.recordedWrites(access), let line = record[document.storeID]
    else { return 0 }
    // A rekeying elsewhere leaves a line that this data key did not make.
    let isBelieved = isGenuine(line) || line.sequence <= KeystoreGrammar.plausibleSequence
    return isBelieved ? line.sequence : 0
  }
}

extension Keystore {
  /// Of which entries it is known that the state that the MAC was made for had them.
  private enum Confirmation: Equatable {
    case everything
    case everythingBut(KeyName)
    case nothing

    func covers(_ name: KeyName) -> Bool {
      switch self {
      case .everything: true
      case .everythingBut(let other): name != other
      case .nothing: false
      }
    }
  }

  /// The most bytes to authenticate in search of the state that the MAC was made for.
  private static let confirmationLimit = 256 << 20

  /// Whether the last state had an entry, of those that authenticate.
  ///
  /// An entry that was in the file once authenticates for ever. But if the MAC fits the entries, or
  /// all but one, it was made for them and for the slots and the number of writes with them,
  /// whatever else is wrong with the file.
  private borrowing func confirmation(of saved: [KeyEntry], by mac: [UInt8]) -> Confirmation {
    var document = document
    let names = Set(saved.map(\.name))
    for entry in entries where !names.contains(entry.name) { document.remove(entry.name) }
    func fits(_ document: KeystoreDocument) -> Bool {
      let text = document.authenticated
      return Sealing.areEqual(Sealing.authenticate(text, count: text.count, with: macKey), mac)
    }
    if fits(document) { return .everything }
    guard document.authenticated.count * saved.count <= Self.confirmationLimit else {
      return .nothing
    }
    for entry in saved {
      var others = document
      others.remove(entry.name)
      if fits(others) { return .everythingBut(entry.name) }
    }
    return .nothing
  }
}
