/// An opened keystore: parsed, unlocked and known to be genuine.
///
/// The order of checks: size and mode, strict parse of everything, a slot's check, the unwrapped
/// data key, the MAC over the file; only then is any field used.
///
/// See byok-keystore(5), Opening.
package struct Keystore: ~Copyable {
  package var document: KeystoreDocument
  package let dataKey: Secret
  let macKey: Secret
  private let entryKey: Secret
  let seenKey: Secret
  /// The MAC that the store was read or written with; empty before that.
  package var mac: [UInt8] = []
  /// Where conversations may be that are sealed with it; `nil` where none are looked for.
  var conversations: Locations?

  package init(_ document: KeystoreDocument, dataKey: consuming Secret) throws(ByokError) {
    let macKey = try Sealing.derive(from: dataKey, 1, "byok-mac")
    let entryKey = try Sealing.derive(from: dataKey, 2, "byok-ent")
    let seenKey = try Sealing.derive(from: dataKey, 3, "byok-see")
    self.document = document
    self.dataKey = dataKey
    self.seenKey = seenKey
    self.macKey = macKey
    self.entryKey = entryKey
  }

  /// The entries, in ascending order of their names.
  package var entries: KeyEntries { document.entries }

  /// The entry of that name.
  package subscript(name: KeyName) -> KeyEntry? { document[name] }

  /// The ways in.
  package var slots: [KeystoreSlot] { document.slots }

  /// Opens one entry.
  ///
  /// - Throws: `damaged` when it does not authenticate.
  package borrowing func unseal(_ entry: KeyEntry) throws(ByokError) -> SealedKey {
    var origins = KnownOrigins()
    return try unseal(entry, knowing: &origins, reusing: nil)
  }

  /// Opens all entries one after the other, in the same locked memory where their sizes allow it.
  ///
  /// - Throws: What `use` throws; `damaged` when one does not authenticate.
  package borrowing func unsealEach(
    _ use: (KeyEntry, borrowing SealedKey) throws(ByokError) -> Void
  ) throws(ByokError) {
    var origins = KnownOrigins()
    var last: Secret?
    for entry in entries {
      let key = try unseal(entry, knowing: &origins, reusing: last.take())
      try use(entry, key)
      last = key.opened()
    }
  }

  private borrowing func unseal(
    _ entry: KeyEntry, knowing origins: inout KnownOrigins,
    reusing old: consuming Secret?
  ) throws(ByokError) -> SealedKey {
    do throws(KeystoreFlaw) {
      try entry.check(knowing: &origins)
    } catch {
      throw .entryDamaged(entry.name)
    }
    let context = Self.context(of: entry.head, in: document)
    let text = try Sealing.open(entry.sealed, with: entryKey, binding: context, reusing: old)
    guard let text, let key = SealedKey(text, boundTo: entry.origins) else {
      throw .entryDamaged(entry.name)
    }
    return key
  }

  /// Seals a key under a name, instead of the one that is there.
  ///
  /// - Throws: A failure when the store is full or memory is out.
  package mutating func seal(
    _ key: borrowing SealedKey, as name: KeyName, origin: String, kind: KeyKind, now: Timestamp
  ) throws(ByokError) {
    guard entries.count < KeystoreGrammar.entryLimit || self[name] != nil else {
      throw ByokError(.failure, "the keystore is full: \(KeystoreGrammar.entryLimit) keys")
    }
    let id = Base64.encode(Sealing.randomBytes(16))
    let created = self[name]?.created ?? timeOfNewEntry(name.provider, now)
    try set(
      key, as: name,
      head: "key \(id) \(name.label) \(name.provider) \(origin) \(kind.rawValue) "
        + "\(created.seconds) \(now.seconds) ")
  }

  /// When a new entry is noted as added: later than all others of its provider.
  ///
  /// The first key of a provider is its default: it must be known which one that is, whatever the
  /// clock says.
  private borrowing func timeOfNewEntry(_ provider: String, _ now: Timestamp) -> Timestamp {
    let latest = entries.entries(of: provider).map(\.created.seconds).max()
    return Timestamp(seconds: max(now.seconds, latest.map { $0 + 1 } ?? 0))
  }

  /// Gives a key another name; its dates stay.
  ///
  /// - Throws: `damaged` when it does not authenticate.
  package mutating func rename(_ entry: KeyEntry, to name: KeyName) throws(ByokError) {
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
  package mutating func remove(_ name: KeyName) {
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
      throw ByokError(.failure, "cannot write '\(path.text)': it could not be read back")
    }
    return bytes
  }
}
