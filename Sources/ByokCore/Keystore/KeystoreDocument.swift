/// The text of a keystore, parsed but not yet known to be genuine.
///
/// ```
/// byok-keystore 3   (of earlier versions: 1, or 2 where a slot has a name)
/// store STORE-ID
/// seq N
/// slot …
/// key …
/// end ENTRIES MAC
/// ```
///
/// One space between fields, LF at the end of each line, nothing else: a document that parses is
/// written back byte for byte as it was read.
///
/// See byok-keystore(5), Format.
package struct KeystoreDocument: Sendable, Equatable {
  /// 16 random bytes in base64url: which store it is.
  package let storeID: String
  /// Raised by one at each write.
  package var sequence: Int
  /// In ascending order of their numbers.
  package var slots: [KeystoreSlot]
  /// In ascending order of their names.
  package private(set) var entries: KeyEntries

  package static let version = "byok-keystore 1"
  /// Of a store in which a slot has a name, which readers of version 1 do not know.
  package static let namedVersion = "byok-keystore 2"
  /// Of a store in which a slot's key file is not named as in other stores, which readers of
  /// versions 1 and 2 do not know.
  package static let boundVersion = "byok-keystore 3"

  /// Its first line.
  private var version: String {
    if slots.contains(where: \.isBound) { return Self.boundVersion }
    return slots.contains { $0.name != nil } ? Self.namedVersion : Self.version
  }

  /// A store without entries.
  package init(storeID: String, slots: [KeystoreSlot]) {
    (self.storeID, self.slots, sequence, entries) = (storeID, slots, 0, KeyEntries())
  }

  /// The line that every sealed text of the store is bound to, with its end.
  var storeLine: [UInt8] { Array("store \(storeID)\n".utf8) }

  /// The entry of that name.
  package subscript(name: KeyName) -> KeyEntry? { entries[name] }

  /// Puts an entry in its place, instead of the one of the same name if there is one.
  package mutating func set(_ entry: KeyEntry) { entries.set(entry) }

  /// Removes the entry of that name, if there is one.
  package mutating func remove(_ name: KeyName) { entries.remove(name) }

  /// The text up to the MAC, which covers just this.
  package var authenticated: [UInt8] {
    let head = Array("\(version)\n".utf8) + storeLine + Array("seq \(sequence)\n".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(head.count + entries.text.count + 4096)
    text += head
    for slot in slots { text += slot.line + [UInt8(ascii: "\n")] }
    text += entries.text
    text += Array("end \(entries.count) ".utf8)
    return text
  }
}

extension KeystoreDocument {
  /// Reads a keystore's text.
  ///
  /// - Returns: The document, how many bytes the MAC covers, and the MAC.
  /// - Throws: `damaged`, with line, column and rule.
  package static func parse(
    _ bytes: [UInt8], path: String
  ) throws(ByokError) -> (document: Self, covered: Int, mac: [UInt8]) {
    var reader = KeystoreReader(bytes)
    do throws(KeystoreFlaw) {
      let head = try reader.head()
      let entries = try reader.entries()
      let (covered, mac) = try reader.end(entryCount: entries.count)
      return (head.holding(entries), covered, mac)
    } catch {
      if reader.isNewer { throw .keystoreTooNew(path) }
      throw .keystoreSyntax(path, line: reader.lineNumber, flaw: error)
    }
  }

  /// Reads the lines before the entries.
  ///
  /// - Returns: The document without its entries, and where those begin.
  /// - Throws: ``KeystoreFlaw`` where the grammar is broken.
  static func parseHead(
    _ bytes: [UInt8]
  ) throws(KeystoreFlaw) -> (document: Self, entriesStart: Int) {
    var reader = KeystoreReader(bytes)
    return (try reader.head(), reader.position)
  }

  /// Reads the last line.
  ///
  /// - Returns: The MAC.
  /// - Throws: ``KeystoreFlaw`` where the grammar is broken.
  static func parseEnd(_ bytes: [UInt8]) throws(KeystoreFlaw) -> [UInt8] {
    var reader = KeystoreReader(bytes)
    return try reader.end(entryCount: nil).mac
  }

  /// The same store with other entries.
  package func holding(_ entries: KeyEntries) -> Self {
    var document = self
    document.entries = entries
    return document
  }
}

/// Walks over a keystore's lines.
private struct KeystoreReader {
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

  /// The line's fields behind its first word.
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
    return document
  }

  /// Answers the number of the version.
  private mutating func version() throws(KeystoreFlaw) -> Int {
    let line = try line()
    let known = [
      KeystoreDocument.version, KeystoreDocument.namedVersion, KeystoreDocument.boundVersion,
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
