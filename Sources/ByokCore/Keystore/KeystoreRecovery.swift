/// Salvages from a damaged keystore what still authenticates.
///
/// Each entry is bound to its own line and to the store, so an entry that opens is genuine even
/// where the MAC over the file is not.
///
/// See byok-keystore(5), Recovery.
struct KeystoreRecovery {
  /// The lines that are in form.
  let document: KeystoreDocument
  /// How many lines that begin like an entry are not in form.
  let unreadable: Int

  /// Reads what is in form, in any order; `nil` if there is no store line or no slot.
  init?(_ bytes: [UInt8]) {
    var storeID: String?
    var slots: [KeystoreSlot] = []
    var entries: [KeyEntry] = []
    var sequence = 0
    var unreadable = 0
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      let fields = line.split(separator: UInt8(ascii: " "))
      switch fields.first.map({ String(decoding: $0, as: UTF8.self) }) {
      case "store" where fields.count == 2 && KeystoreGrammar.isBase64(fields[1], of: 16):
        storeID = storeID ?? String(decoding: fields[1], as: UTF8.self)
      case "seq" where fields.count == 2:
        sequence = KeystoreGrammar.decimal(fields[1]) ?? 0
      case "slot":
        if let slot = try? KeystoreSlot(line: line) { slots.append(slot) }
      case "key":
        if let entry = try? KeyEntry(line: line) {
          entries.append(entry)
        } else {
          unreadable += 1
        }
      default: continue
      }
    }
    guard let storeID, !slots.isEmpty else { return nil }
    let numbered = Dictionary(slots.map { ($0.number, $0) }) { first, _ in first }
    var document = KeystoreDocument(
      storeID: storeID, slots: numbered.values.sorted { $0.number < $1.number })
    document.sequence = sequence
    for entry in entries { document.set(entry) }
    self.document = document
    self.unreadable = unreadable
  }
}

extension Keystore {
  /// What a recovery came to.
  package struct Salvage {
    package var saved: [KeyName] = []
    package var lost: [KeyName] = []
    /// Entries whose names cannot be told either.
    package var unreadable = 0
  }

  /// Puts a keystore of the entries that authenticate in place of a damaged one.
  ///
  /// The damaged file stays beside it as `keystore.bak`.
  ///
  /// - Returns: What was saved and lost, or `nil` if the keystore is sound.
  /// - Throws: `locked` when nothing unlocks it; `damaged` when nothing can be saved.
  package static func recover(_ access: KeystoreAccess) throws(ByokError) -> Salvage? {
    let path = try access.locations.keystore()
    guard let folder = try PrivateDirectory.open(holding: path) else {
      throw .noKeystore(path.text)
    }
    let lock = try FileLock.take(for: path, in: folder, clock: access.clock)
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
        .damaged, "nothing can be saved from '\(path.text)': its first lines are damaged",
        hint: "restore it from a backup")
    }
    let unlock = KeystoreUnlock(access: access, document: found.document, path: path.text)
    let dataKey = try unlock.dataKey()
    var fresh = try Keystore(
      found.document.withoutEntries, dataKey: try dataKey.slice(0..<dataKey.count))
    let damaged = try Keystore(found.document, dataKey: dataKey)
    var salvage = Salvage(unreadable: found.unreadable)
    for entry in damaged.entries {
      do throws(ByokError) {
        try fresh.adopt(entry, try damaged.unseal(entry))
        salvage.saved.append(entry.name)
      } catch {
        salvage.lost.append(entry.name)
      }
    }
    try AtomicFile.keepCopy(of: path, in: folder)
    try fresh.write(path, in: folder)
    try? fresh.remember(access, .written)
    return salvage
  }
}

extension KeystoreDocument {
  /// The same store with its ways in alone.
  fileprivate var withoutEntries: KeystoreDocument {
    var document = KeystoreDocument(storeID: storeID, slots: slots)
    document.sequence = sequence
    return document
  }
}
