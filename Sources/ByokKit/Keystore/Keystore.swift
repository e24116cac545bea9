/// An opened keystore: parsed, unlocked and known to be genuine.
///
/// The order of checks: size and mode, strict parse of everything, a slot's check, the unwrapped data
/// key, the MAC over the file; only then is any field used.
///
/// Source: SECURITY.md B.4.
struct Keystore: ~Copyable {
  private var document: KeystoreDocument
  private let macKey: Secret
  private let entryKey: Secret

  private init(_ document: KeystoreDocument, dataKey: borrowing Secret) throws(ByokError) {
    let macKey = try Sealing.derive(from: dataKey, 1, "byok-mac")
    let entryKey = try Sealing.derive(from: dataKey, 2, "byok-ent")
    self.document = document
    self.macKey = macKey
    self.entryKey = entryKey
  }

  /// The entries, in ascending order of their names.
  var entries: [KeyEntry] { document.entries }

  /// The entry of that name.
  subscript(name: KeyName) -> KeyEntry? { document[name] }

  /// Opens the keystore for reading, which takes no lock.
  ///
  /// - Returns: The keystore, or `nil` if there is none.
  /// - Throws: `locked` when nothing unlocks it; `damaged` when it is not as byok wrote it.
  static func open(_ locations: Locations) throws(ByokError) -> Keystore? {
    let path = try locations.keystore()
    guard let folder = try SafeFolder.open(holding: path) else { return nil }
    return try open(path, in: folder, unlockKey: try locations.unlockKey())
  }

  private static func open(
    _ path: FilePath, in folder: borrowing OpenFile, unlockKey: FilePath
  ) throws(ByokError) -> Keystore? {
    guard let bytes = try read(path, in: folder) else { return nil }
    let (document, covered, mac) = try KeystoreDocument.parse(bytes, path: path.text)
    let dataKey = try KeystoreUnlock.dataKey(of: document, path: path, unlockKey: unlockKey)
    let keystore = try Keystore(document, dataKey: dataKey)
    let expected = Sealing.authenticate(bytes, count: covered, with: keystore.macKey)
    guard Sealing.areEqual(expected, mac) else { throw .keystoreChanged(path.text) }
    return keystore
  }

  private static func read(
    _ path: FilePath, in folder: borrowing OpenFile
  ) throws(ByokError) -> [UInt8]? {
    guard let file = try SafeFolder.openFile(path, in: folder, privacy: .notWritable) else {
      return nil
    }
    do {
      return try file.readAll(limit: KeystoreGrammar.fileLimit)
    } catch .tooLarge {
      throw .keystoreTooLarge(path.text)
    } catch {
      throw ByokError(.failure, "cannot read '\(path.text)': \(error.text)")
    }
  }

  /// Opens one entry.
  ///
  /// - Throws: `damaged` when it does not authenticate.
  borrowing func unseal(_ entry: KeyEntry) throws(ByokError) -> SealedKey {
    let context = Self.context(of: entry.head, in: document)
    guard let text = try Sealing.open(entry.sealed, with: entryKey, binding: context),
      let key = try SealedKey(text)
    else { throw .entryDamaged(entry.name) }
    return key
  }

  /// Seals a key under a name, instead of the one that is there.
  ///
  /// - Throws: A failure when the store is full or memory is out.
  mutating func seal(
    _ key: borrowing SealedKey, as name: KeyName, origin: String, now: Timestamp
  ) throws(ByokError) {
    guard entries.count < KeystoreGrammar.entryLimit || self[name] != nil else {
      throw ByokError(.failure, "the keystore is full: \(KeystoreGrammar.entryLimit) keys")
    }
    let id = Base64.encode(Sealing.randomBytes(16))
    let created = self[name]?.created ?? now
    let head = Array(
      "key \(id) \(name.label) \(name.provider) \(origin) api-key \(created.seconds) \(now.seconds) "
        .utf8)
    let context = Self.context(of: head[...], in: document)
    let sealed = Sealing.seal(try key.padded(), with: entryKey, binding: context)
    let line = head + Array(Base64.encode(sealed).utf8)
    do throws(KeystoreFlaw) {
      document.set(try KeyEntry(line: line[...]))
    } catch {
      throw ByokError(.failure, "cannot store '\(name.text)': \(error.rule)")
    }
  }

  /// Removes the entry of that name.
  mutating func remove(_ name: KeyName) {
    document.remove(name)
  }

  private static func context(
    of head: ArraySlice<UInt8>, in document: KeystoreDocument
  ) -> [UInt8] {
    Array("byok/1/key\0".utf8) + document.storeLine + head
  }
}

extension Keystore {
  /// Changes the keystore under its lock, or makes one.
  ///
  /// The store is read and verified anew under the lock, changed, written beside the old one and put
  /// in its place, so that a crash at any point leaves the old or the new store.
  ///
  /// - Parameters:
  ///   - locations: Where it lies.
  ///   - clock: For the wait on the lock.
  ///   - create: Whether to make a keystore where there is none.
  ///   - change: What to do; if it throws, nothing is written.
  /// - Throws: What `change` throws; `locked`, `damaged`; a failure when it cannot be written.
  static func update(
    _ locations: Locations, clock: Clock, create: Bool,
    change: (inout Keystore) throws(ByokError) -> Void
  ) throws(ByokError) {
    let path = try locations.keystore()
    guard let folder = try SafeFolder.open(holding: path, create: create) else {
      throw .noKeystore(path.text)
    }
    let lock = try FileLock.take(for: path, in: folder, clock: clock)
    defer { _ = lock }
    AtomicFile.removeLeftovers(of: path, in: folder)
    let unlockKey = try locations.unlockKey()
    var keystore: Keystore
    if let existing = try open(path, in: folder, unlockKey: unlockKey) {
      keystore = existing
    } else {
      guard create else { throw .noKeystore(path.text) }
      keystore = try make(unlockKey: unlockKey, clock: clock)
    }
    try change(&keystore)
    try keystore.write(path, in: folder)
  }

  private static func make(unlockKey: FilePath, clock: Clock) throws(ByokError) -> Keystore {
    let storeID = Base64.encode(Sealing.randomBytes(16))
    let key = try UnlockKey.readOrMake(unlockKey, storeID: storeID, clock: clock)
    let dataKey = try Secret(randomBytes: Sealing.keyBytes)
    var document = KeystoreDocument(storeID: storeID, slots: [])
    document.slots = [
      try KeystoreUnlock.keyFileSlot(1, wrapping: dataKey, with: key, in: document)
    ]
    return try Keystore(document, dataKey: dataKey)
  }

  private mutating func write(
    _ path: FilePath, in folder: borrowing OpenFile
  ) throws(ByokError) {
    document.sequence += 1
    let text = document.authenticated
    let mac = Sealing.authenticate(text, count: text.count, with: macKey)
    let bytes = text + Array((Base64.encode(mac) + "\n").utf8)
    guard bytes.count <= KeystoreGrammar.fileLimit else {
      throw ByokError(.failure, "the keystore is full: \(KeystoreGrammar.fileLimit >> 20) MiB")
    }
    let reread = try KeystoreDocument.parse(bytes, path: path.text)
    guard reread.document == document, reread.covered == text.count else {
      throw ByokError(.failure, "cannot write '\(path.text)': it would not read back the same")
    }
    guard try AtomicFile.replace(path, in: folder, with: bytes.span) else {
      throw ByokError(
        .failure, "'\(path.text)' is changed, but the change may not survive a power loss")
    }
  }
}
