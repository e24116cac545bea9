extension Keystore {
  /// Changes the keystore under its lock, or makes one.
  ///
  /// The store is read and verified anew under the lock, changed, written beside the old one and
  /// put in its place, so that a crash at any point leaves the old or the new store.
  ///
  /// - Parameters:
  ///   - access: Its place, and what unlocks it.
  ///   - create: Whether to make a keystore where there is none.
  ///   - keepsOld: Whether to leave the old store beside it as `keystore.bak`.
  ///   - change: What to do; if it throws, nothing is written.
  /// - Throws: What `change` throws; `locked`, `damaged`; a failure when it cannot be written.
  package static func update(
    _ access: KeystoreAccess, create: Bool, keepsOld: Bool = false,
    change: (inout Keystore) throws(ByokError) -> Void
  ) throws(ByokError) {
    let path = try access.locations.keystore()
    guard let folder = try PrivateDirectory.open(holding: path, create: create) else {
      throw .noKeystore(path.text)
    }
    let lock = try FileLock.takeReplaceable(path, in: folder, clock: access.clock)
    defer { _ = lock }
    AtomicFile.removeLeftovers(of: path, in: folder)
    var keystore: Keystore
    if let existing = try open(path, in: folder, access) {
      try existing.checkIsNewest(access, recordedWrites(access), writes: true)
      existing.finishChangeOfKeyFile(access)
      keystore = existing
    } else {
      guard create else { throw .noKeystore(path.text) }
      keystore = try make(access)
      // First: a keystore that is written without it would look like one that somebody put there.
      try? keystore.rememberPlace(access)
    }
    let before = keystore.document
    keystore.conversations = access.locations
    try change(&keystore)
    if keepsOld { try AtomicFile.keepCopy(of: path, in: folder) }
    try keystore.write(path, in: folder)
    keepUnlocked(keystore, as: before, access)
    // Best effort: the store is written; a note that cannot be is only a weaker memory.
    try? keystore.remember(access, .written)
    keystore.finishChangeOfKeyFile(access)
  }

  /// Moves the key that the kernel keeps, whose name changes with the slots, for the time that it
  /// has left: under its old name it would neither be found nor forgotten by 'keys lock'.
  private static func keepUnlocked(
    _ keystore: borrowing Keystore, as before: KeystoreDocument, _ access: KeystoreAccess
  ) {
    guard keystore.document.slotsTag != before.slotsTag else { return }
    let cache = KeyCache(before)
    defer { _ = cache.remove() }
    guard let seconds = cache.secondsLeft(access.clock) else { return }
    do throws(ByokError) {
      try KeyCache(keystore.document).store(
        keystore.dataKey, seconds: seconds, clock: access.clock)
    } catch {
      access.console.note("the keystore is no longer unlocked; run: byok keys unlock")
    }
  }

  private static func make(_ access: KeystoreAccess) throws(ByokError) -> Keystore {
    let storeID = KeystoreDocument.newStoreID()
    let path = try access.locations.unlockKey()
    let key = try UnlockKey.readOrMake(path, storeID: storeID, clock: access.clock) {
      // For people: a script's key file is a part of its setup.
      guard access.console.stderrIsTerminal else { return }
      access.console.note(
        "made '\(path.text)', which unlocks the keystore: back it up, apart from the keystore")
    }
    let dataKey = try Secret(randomBytes: Sealing.keyBytes)
    var document = KeystoreDocument(storeID: storeID, slots: [])
    document.slots = [
      try KeystoreSlot.keyFile(.init(1), wrapping: dataKey, with: key, in: document)
    ]
    return try Keystore(document, dataKey: dataKey)
  }

  /// Writes the store in place of the old one, one write further.
  ///
  /// - Throws: A failure; the old store is then untouched, or the message says what is.
  package mutating func write(
    _ path: FilePath, in folder: borrowing OpenFile
  ) throws(ByokError) {
    guard document.sequence < KeystoreGrammar.sequenceLimit else { throw .writesUsedUp(path.text) }
    document.sequence += 1
    let bytes = try serialized(path)
    guard try AtomicFile.replace(path, in: folder, with: bytes.span) else {
      throw .notDurable(path.text)
    }
  }
}
