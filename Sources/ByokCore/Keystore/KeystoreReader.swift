/// Walks over a keystore's lines.
struct KeystoreReader {
  private let bytes: [UInt8]
  private(set) var position = 0
  private(set) var lineNumber = 0
  /// Whether the flaw is a version that this byok does not know.
  private(set) var isNewer = false

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  private mutating func line() throws(KeystoreFlaw) -> ArraySlice<UInt8> {
    lineNumber += 1
    guard let end = bytes[position...].position(of: UInt8(ascii: "\n")) else {
      throw KeystoreFlaw(column: 1, rule: "the file ends too early")
    }
    let line = bytes[position..<end]
    guard line.count <= KeystoreGrammar.lineLimit else {
      throw KeystoreFlaw(column: 1, rule: "the line is too long")
    }
    position = end + 1
    return line
  }

  /// Whether the next line begins with those bytes.
  private func isNext(_ start: [UInt8]) -> Bool { bytes[position...].starts(with: start) }

  /// The line's fields after its first word.
  private mutating func fields(
    _ word: String, count: Int
  ) throws(KeystoreFlaw) -> [ArraySlice<UInt8>] {
    let fields = try line().split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard fields.first?.elementsEqual(word.utf8) == true else {
      throw KeystoreFlaw(column: 1, rule: "a '\(word)' line is expected here")
    }
    guard fields.count == count + 1 else {
      throw KeystoreFlaw(column: 1, rule: "a '\(word)' line has \(count + 1) fields")
    }
    return Array(fields.dropFirst())
  }

  /// Reads the lines before the entries.
  mutating func head() throws(KeystoreFlaw) -> KeystoreDocument {
    let version = try version()
    let storeID = try store()
    let sequence = try sequence()
    var document = KeystoreDocument(
      storeID: storeID, slots: try slots(of: storeID, version: version))
    document.sequence = sequence
    document.roots = try roots(version: version)
    return document
  }

  /// Reads the line of the roots, which a store of version 4 has.
  private mutating func roots(version: Int) throws(KeystoreFlaw) -> String? {
    guard isNext(Array("roots ".utf8)) else {
      guard version < 4 else {
        lineNumber += 1
        throw KeystoreFlaw(column: 1, rule: "version 4 of the format needs a 'roots' line")
      }
      return nil
    }
    let sealed = try fields("roots", count: 1)[0]
    guard version > 3 else {
      throw KeystoreFlaw(column: 1, rule: "a 'roots' line needs version 4 of the format")
    }
    guard KeystoreGrammar.isSealed(sealed) else {
      throw KeystoreFlaw(column: 7, rule: "this is not a sealed secret")
    }
    return String(decoding: sealed, as: UTF8.self)
  }

  /// Answers the number of the version.
  private mutating func version() throws(KeystoreFlaw) -> Int {
    let line = try line()
    let known = [
      KeystoreDocument.version, KeystoreDocument.namedVersion, KeystoreDocument.boundVersion,
      KeystoreDocument.rootsVersion,
    ]
    if let index = known.firstIndex(where: { line.elementsEqual($0.utf8) }) { return index + 1 }
    let fields = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    if fields.count == 2, fields[0].elementsEqual("byok-keystore".utf8),
      let number = KeystoreGrammar.decimal(fields[1]), number > known.count
    {
      isNewer = true
    }
    throw KeystoreFlaw(column: 1, rule: "this is not the first line of a keystore")
  }

  private mutating func store() throws(KeystoreFlaw) -> String {
    let id = try fields("store", count: 1)[0]
    guard KeystoreGrammar.isBase64(id, of: 16) else {
      throw KeystoreFlaw(column: 7, rule: "this is not a store's id")
    }
    return String(decoding: id, as: UTF8.self)
  }

  private mutating func sequence() throws(KeystoreFlaw) -> Int {
    guard let number = KeystoreGrammar.decimal(try fields("seq", count: 1)[0]), number > 0 else {
      throw KeystoreFlaw(column: 5, rule: "this is not a number above 0")
    }
    return number
  }

  private mutating func slots(
    of storeID: String, version: Int
  ) throws(KeystoreFlaw) -> [KeystoreSlot] {
    let start = Array("slot ".utf8)
    var slots: [KeystoreSlot] = []
    while isNext(start) {
      let slot = try KeystoreSlot(line: try line(), storeID: storeID)
      guard slots.last.map({ $0.number < slot.number }) ?? true else {
        throw KeystoreFlaw(column: 6, rule: "slots must be in ascending order")
      }
      if let name = slot.name {
        guard version > 1 else {
          throw KeystoreFlaw(column: 1, rule: "a slot with a name needs version 2 of the format")
        }
        guard !slots.contains(where: { $0.name == name }) else {
          throw KeystoreFlaw(column: 1, rule: "two slots have the same name")
        }
      }
      guard version > 2 || !slot.isBound else {
        throw KeystoreFlaw(column: 1, rule: "this slot needs version 3 of the format")
      }
      slots.append(slot)
      guard slots.count <= KeystoreGrammar.slotLimit else {
        throw KeystoreFlaw(column: 1, rule: "more than \(KeystoreGrammar.slotLimit) slots")
      }
      guard slots.count(where: \.isPassphrase) <= KeystoreGrammar.passphraseSlotLimit else {
        throw KeystoreFlaw(
          column: 1, rule: "more than \(KeystoreGrammar.passphraseSlotLimit) passphrase slots")
      }
    }
    guard !slots.isEmpty else {
      lineNumber += 1
      throw KeystoreFlaw(column: 1, rule: "a 'slot' line is expected here")
    }
    try check(version, of: slots)
    return slots
  }

  /// Whether the version is the lowest that has such slots.
  private func check(_ version: Int, of slots: [KeystoreSlot]) throws(KeystoreFlaw) {
    guard version != 2 || slots.contains(where: { $0.name != nil }) else {
      throw KeystoreFlaw(column: 1, rule: "version 2 of the format needs a slot with a name")
    }
    guard version != 3 || slots.contains(where: \.isBound) else {
      throw KeystoreFlaw(
        column: 1, rule: "version 3 of the format needs a '\(KeystoreSlot.boundWord)' slot")
    }
  }

  mutating func entries() throws(KeystoreFlaw) -> KeyEntries {
    let start = Array("key ".utf8)
    var starts = [position]
    var origins = KnownOrigins()
    var last: KeyEntry?
    while isNext(start) {
      let entry = KeyEntry(unchecked: try line())
      try entry.check(knowing: &origins)
      guard last?.precedes(entry) ?? true else {
        throw KeystoreFlaw(column: 1, rule: "keys must be in ascending order of provider and label")
      }
      last = entry
      starts.append(position)
      guard starts.count <= KeystoreGrammar.entryLimit + 1 else {
        throw KeystoreFlaw(column: 1, rule: "more than \(KeystoreGrammar.entryLimit) keys")
      }
    }
    return KeyEntries(bytes, starts: starts)
  }

  /// Reads the last line; `entryCount` is what it must say, `nil` for any number.
  mutating func end(
    entryCount: Int?
  ) throws(KeystoreFlaw) -> (covered: Int, mac: [UInt8]) {
    let fields = try fields("end", count: 2)
    let count = KeystoreGrammar.decimal(fields[0])
    guard let count, count == entryCount ?? count else {
      throw KeystoreFlaw(column: 5, rule: "the count of keys is wrong")
    }
    guard let mac = Base64.decode(fields[1]), mac.count == Sealing.macBytes else {
      throw KeystoreFlaw(column: 6 + fields[0].count, rule: "the MAC is invalid")
    }
    guard position == bytes.count else {
      lineNumber += 1
      throw KeystoreFlaw(column: 1, rule: "there is text after the end")
    }
    return (fields[1].startIndex, mac)
  }
}
