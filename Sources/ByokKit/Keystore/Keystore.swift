/// An opened keystore: parsed, unlocked and known to be genuine.
///
/// The order of checks: size and mode, strict parse of everything, a slot's check, the unwrapped data
/// key, the MAC over the file; only then is any field used.
///
/// Source: SECURITY.md B.4.
struct Keystore: ~Copyable {
  var document: KeystoreDocument
  let dataKey: Secret
  private let macKey: Secret
  private let entryKey: Secret
  private let seenKey: Secret
  /// The MAC that the store was read or written with; empty before that.
  private var mac: [UInt8] = []

  init(_ document: KeystoreDocument, dataKey: borrowing Secret) throws(ByokError) {
    let macKey = try Sealing.derive(from: dataKey, 1, "byok-mac")
    let entryKey = try Sealing.derive(from: dataKey, 2, "byok-ent")
    let seenKey = try Sealing.derive(from: dataKey, 3, "byok-see")
    let dataKey = try dataKey.slice(0..<dataKey.count)
    self.document = document
    self.dataKey = dataKey
    self.seenKey = seenKey
    self.macKey = macKey
    self.entryKey = entryKey
  }

  /// The entries, in ascending order of their names.
  var entries: [KeyEntry] { document.entries }

  /// The entry of that name.
  subscript(name: KeyName) -> KeyEntry? { document[name] }

  /// The ways in.
  var slots: [KeystoreSlot] { document.slots }

  /// Opens the keystore for reading, which takes no lock.
  ///
  /// - Returns: The keystore, or `nil` if there is none.
  /// - Throws: `locked` when nothing unlocks it; `damaged` when it is not as byok wrote it.
  static func open(_ access: KeystoreAccess) throws(ByokError) -> Keystore? {
    let path = try access.locations.keystore()
    guard let folder = try SafeFolder.open(holding: path) else { return nil }
    guard let keystore = try open(path, in: folder, access) else { return nil }
    try keystore.checkIsNewest(access, writes: false)
    return keystore
  }

  /// The parsed document alone, neither unlocked nor known to be genuine.
  ///
  /// - Throws: `damaged` when it is not in form.
  static func document(_ access: KeystoreAccess) throws(ByokError) -> KeystoreDocument? {
    let path = try access.locations.keystore()
    guard let folder = try SafeFolder.open(holding: path), let bytes = try read(path, in: folder)
    else { return nil }
    return try KeystoreDocument.parse(bytes, path: path.text).document
  }

  /// Opens the keystore whose folder is open; `nil` if there is none.
  ///
  /// - Throws: As ``open(_:)``, but for the warning about an old store.
  static func open(
    _ path: FilePath, in folder: borrowing OpenFile, _ access: KeystoreAccess
  ) throws(ByokError) -> Keystore? {
    guard let bytes = try read(path, in: folder) else { return nil }
    return try open(bytes, path: path.text, access)
  }

  /// Opens a keystore's bytes.
  ///
  /// - Throws: `locked` when nothing unlocks them; `damaged` when byok did not write them so.
  static func open(
    _ bytes: [UInt8], path: String, _ access: KeystoreAccess
  ) throws(ByokError) -> Keystore {
    let (document, covered, mac) = try KeystoreDocument.parse(bytes, path: path)
    let dataKey = try KeystoreUnlock(access: access, document: document, path: path).dataKey()
    var keystore = try Keystore(document, dataKey: dataKey)
    keystore.mac = mac
    let expected = Sealing.authenticate(bytes, count: covered, with: keystore.macKey)
    guard Sealing.areEqual(expected, mac) else { throw .keystoreChanged(path) }
    return keystore
  }

  static func read(
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
      let key = try SealedKey(text, boundTo: entry.origins)
    else { throw .entryDamaged(entry.name) }
    return key
  }

  /// Seals a key under a name, instead of the one that is there.
  ///
  /// - Throws: A failure when the store is full or memory is out.
  mutating func seal(
    _ key: borrowing SealedKey, as name: KeyName, origin: String, kind: KeyKind, now: Timestamp
  ) throws(ByokError) {
    guard entries.count < KeystoreGrammar.entryLimit || self[name] != nil else {
      throw ByokError(.failure, "the keystore is full: \(KeystoreGrammar.entryLimit) keys")
    }
    let id = Base64.encode(Sealing.randomBytes(16))
    let created = self[name]?.created ?? now
    try set(
      key, as: name,
      head: "key \(id) \(name.label) \(name.provider) \(origin) \(kind.rawValue) "
        + "\(created.seconds) \(now.seconds) ")
  }

  /// Gives a key another name; its dates stay.
  ///
  /// - Throws: `damaged` when it does not authenticate.
  mutating func rename(_ entry: KeyEntry, to name: KeyName) throws(ByokError) {
    let key = try unseal(entry)
    let origins = entry.origins.joined(separator: ",")
    document.remove(entry.name)
    try set(
      key, as: name,
      head: "key \(entry.id) \(name.label) \(name.provider) \(origins) \(entry.kind) "
        + "\(entry.created.seconds) \(entry.updated.seconds) ")
  }

  /// Takes an entry of the same store over, sealed anew.
  mutating func adopt(_ entry: KeyEntry, _ key: borrowing SealedKey) throws(ByokError) {
    try set(key, as: entry.name, head: String(decoding: entry.head, as: UTF8.self))
  }

  private mutating func set(
    _ key: borrowing SealedKey, as name: KeyName, head: String
  ) throws(ByokError) {
    let head = Array(head.utf8)
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

  /// The file's bytes, with a fresh MAC.
  ///
  /// - Throws: A failure when they would be too many, or not read back the same.
  mutating func serialized(_ path: FilePath) throws(ByokError) -> [UInt8] {
    let text = document.authenticated
    mac = Sealing.authenticate(text, count: text.count, with: macKey)
    let bytes = text + Array((Base64.encode(mac) + "\n").utf8)
    guard bytes.count <= KeystoreGrammar.fileLimit else {
      throw ByokError(.failure, "the keystore is full: \(KeystoreGrammar.fileLimit >> 20) MiB")
    }
    let reread = try KeystoreDocument.parse(bytes, path: path.text)
    guard reread.document == document, reread.covered == text.count else {
      throw ByokError(.failure, "cannot write '\(path.text)': it would not read back the same")
    }
    return bytes
  }

  /// Compares the store with the newest that this machine has seen.
  ///
  /// - Parameters:
  ///   - access: Where the note lies, and whom to warn.
  ///   - writes: Whether the store is about to be changed, which an old one must not be.
  /// - Throws: `damaged` when an old store is to be changed.
  borrowing func checkIsNewest(_ access: KeystoreAccess, writes: Bool) throws(ByokError) {
    let path = try access.locations.seenNote()
    guard let seen = try? SeenNote.read(path), let line = seen[document.storeID] else {
      try? remember(access)
      return
    }
    // A newer write is right whatever the line's tag, which a rekeying elsewhere leaves behind.
    guard document.sequence <= line.sequence else {
      try? remember(access)
      return
    }
    let isGenuine = tag(of: line.covered) == line.tag
    let isSame = document.sequence == line.sequence && Base64.encode(mac) == line.mac
    if isSame, isGenuine { return }
    let failure = ByokError.rolledBack(
      try access.locations.keystore().text, now: document.sequence, seen: line.sequence)
    guard !writes else { throw failure }
    access.console.warn(failure)
  }

  /// Notes that this is the newest state of the store.
  ///
  /// - Throws: A failure when the note cannot be written.
  borrowing func remember(_ access: KeystoreAccess) throws(ByokError) {
    let path = try access.locations.seenNote()
    var note = try SeenNote.read(path)
    let line = SeenNote.Line(
      storeID: document.storeID, sequence: document.sequence, mac: Base64.encode(mac), tag: "")
    note.set(
      SeenNote.Line(
        storeID: line.storeID, sequence: line.sequence, mac: line.mac, tag: tag(of: line.covered)))
    try note.write(path)
  }

  private borrowing func tag(of text: String) -> String {
    let bytes = Array(text.utf8)
    return Base64.encode(Sealing.authenticate(bytes, count: bytes.count, with: seenKey))
  }
}
