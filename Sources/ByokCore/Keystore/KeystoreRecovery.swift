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
  /// The MAC at the end of the file; empty where there is none.
  let mac: [UInt8]

  /// Reads what is in form, in any order; `nil` if there is no store line or no slot.
  ///
  /// Of two entries of one name, the one that was changed last counts.
  init?(_ bytes: [UInt8]) {
    var storeID: String?
    var slots: [KeystoreSlot] = []
    var entries: [KeyEntry] = []
    var sequence = 0
    var (unreadable, mac) = (0, [] as [UInt8])
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
      case "end" where fields.count == 3: mac = Base64.decode(fields[2]) ?? []
      default: continue
      }
    }
    guard let storeID, !slots.isEmpty else { return nil }
    var document = KeystoreDocument(storeID: storeID, slots: Self.distinct(slots))
    document.sequence = sequence
    for entry in entries {
      if let other = document[entry.name], other.updated > entry.updated { continue }
      document.set(entry)
    }
    self.document = document
    self.unreadable = unreadable
    self.mac = mac
  }

  /// The slots in order, of those with the same number or name only the first.
  private static func distinct(_ slots: [KeystoreSlot]) -> [KeystoreSlot] {
    var kept: [KeystoreSlot] = []
    for slot in slots {
      let isOther = kept.allSatisfy {
        $0.number != slot.number && ($0.name != slot.name || slot.name == nil)
      }
      if isOther { kept.append(slot) }
    }
    return kept.sorted { $0.number < $1.number }
  }
}

extension Keystore {
  /// What a recovery came to.
  package struct Salvage {
    package var saved: [Kept] = []
    package var lost: [KeyName] = []
    /// Entries whose names cannot be told either.
    package var unreadable = 0

    /// An entry that is saved.
    package struct Kept {
      package let entry: KeyEntry
      /// Whether the last state of the keystore is known to have had it, just so.
      package let isConfirmed: Bool
    }
  }

  /// Puts a keystore of the entries that authenticate in place of a damaged one.
  ///
  /// The damaged file stays beside it as `keystore.bak`.
  ///
  /// - Parameters:
  ///   - access: Where it is, and what unlocks it.
  ///   - confirm: Is shown what would be saved and lost; if it throws, nothing is changed.
  /// - Returns: What was saved and lost, or `nil` if the keystore is sound.
  /// - Throws: `locked` when nothing unlocks it; `damaged` when nothing can be saved; what `confirm`
  ///   throws.
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
        .damaged, "nothing can be saved from '\(path.text)': its first lines are damaged",
        hint: "restore it from a backup")
    }
    let unlock = KeystoreUnlock(access: access, document: found.document, path: path.text)
    let dataKey = try unlock.dataKey()
    var fresh = try Keystore(
      found.document.withoutEntries, dataKey: try dataKey.slice(0..<dataKey.count))
    let damaged = try Keystore(found.document, dataKey: dataKey)
    let salvage = try damaged.salvage(to: &fresh, found)
    try confirm(salvage)
    try AtomicFile.keepCopy(of: path, in: folder)
    try fresh.write(path, in: folder)
    try? fresh.remember(access, .written)
    return salvage
  }

  /// Takes over to another keystore what authenticates.
  private borrowing func salvage(
    to fresh: inout Keystore, _ found: KeystoreRecovery
  ) throws(ByokError) -> Salvage {
    var salvage = Salvage(unreadable: found.unreadable)
    var saved: [KeyEntry] = []
    for entry in entries {
      do throws(ByokError) {
        try fresh.adopt(entry, try unseal(entry))
        saved.append(entry)
      } catch {
        salvage.lost.append(entry.name)
      }
    }
    let isConfirmed = confirmation(of: saved, by: found.mac)
    salvage.saved = saved.map { Salvage.Kept(entry: $0, isConfirmed: isConfirmed($0.name)) }
    return salvage
  }

  /// The most bytes to authenticate in search of the state that the MAC was made for.
  private static let confirmationLimit = 256 << 20

  /// Whether the last state had an entry, of those that authenticate.
  ///
  /// An entry that was in the file once authenticates for ever. But if the MAC fits the entries, or
  /// all but one, it was made for them, whatever else is wrong with the file.
  private borrowing func confirmation(
    of saved: [KeyEntry], by mac: [UInt8]
  ) -> (KeyName) -> Bool {
    var document = document
    let names = Set(saved.map(\.name))
    for entry in entries where !names.contains(entry.name) { document.remove(entry.name) }
    func fits(_ document: KeystoreDocument) -> Bool {
      let text = document.authenticated
      return Sealing.areEqual(Sealing.authenticate(text, count: text.count, with: macKey), mac)
    }
    if fits(document) { return { _ in true } }
    guard document.authenticated.count * saved.count <= Self.confirmationLimit else {
      return { _ in false }
    }
    for entry in saved {
      var others = document
      others.remove(entry.name)
      if fits(others) { return { $0 != entry.name } }
    }
    return { _ in false }
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
