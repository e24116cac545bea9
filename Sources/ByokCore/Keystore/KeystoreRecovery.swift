/// Salvages from a damaged keystore what still authenticates.
///
/// Each entry is bound to its own line and to the store, so an entry that opens is genuine even
/// where the MAC over the file is not.
///
/// See byok-keystore(5), Recovery.
struct KeystoreRecovery {
  /// The lines that are in form.
  let document: KeystoreDocument
  /// How many lines that begin like an entry are invalid.
  let unreadable: Int
  /// The MAC at the end of the file; empty where there is none.
  let mac: [UInt8]

  /// Reads what is in form, in any order; `nil` if there is no store line or no slot.
  ///
  /// Of two entries of one name, the one that was changed last counts.
  init?(_ bytes: [UInt8]) {
    var storeID: String?
    var slotLines: [ArraySlice<UInt8>] = []
    var entries: [KeyEntry] = []
    var sequence = 0
    var (unreadable, mac, roots) = (0, [] as [UInt8], nil as String?)
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      let fields = line.split(separator: UInt8(ascii: " "))
      switch fields.first.map({ String(decoding: $0, as: UTF8.self) }) {
      case "store" where fields.count == 2 && KeystoreGrammar.isBase64(fields[1], of: 16):
        storeID = storeID ?? String(decoding: fields[1], as: UTF8.self)
      case "seq" where fields.count == 2:
        sequence = KeystoreGrammar.decimal(fields[1]) ?? 0
      case "slot":
        slotLines.append(line)
      case "key":
        if let entry = try? KeyEntry(line: line) {
          entries.append(entry)
        } else {
          unreadable += 1
        }
      case "roots" where fields.count == 2 && KeystoreGrammar.isSealed(fields[1]):
        roots = String(decoding: fields[1], as: UTF8.self)
      case "end" where fields.count == 3: mac = Base64.decode(fields[2]) ?? []
      default: continue
      }
    }
    guard let storeID else { return nil }
    let slots = slotLines.compactMap { try? KeystoreSlot(line: $0, storeID: storeID) }
    guard !slots.isEmpty else { return nil }
    var document = KeystoreDocument(storeID: storeID, slots: Self.distinct(slots))
    (document.sequence, document.roots) = (sequence, roots)
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
