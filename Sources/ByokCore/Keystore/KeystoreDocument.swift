/// The text of a keystore, parsed but not yet known to be genuine.
///
/// ```
/// byok-keystore 4   (the lowest that has all of it: see below)
/// store STORE-ID
/// seq N
/// slot …
/// roots SEALED      (from version 4 on, and only if there are some)
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
  /// The sealed roots of conversations that were in use before, in base64url; `nil` for none.
  var roots: String?
  /// In ascending order of their names.
  package private(set) var entries: KeyEntries

  package static let version = "byok-keystore 1"
  /// Of a store in which a slot has a name, which readers of version 1 do not know.
  package static let namedVersion = "byok-keystore 2"
  /// Of a store in which a slot's key file is not named as in other stores, which readers of versions 1 and
  /// 2 do not know.
  package static let boundVersion = "byok-keystore 3"

  /// Of a store that keeps roots of conversations, which readers of earlier versions do not know.
  package static let rootsVersion = "byok-keystore 4"

  /// Its first line.
  private var version: String {
    if roots != nil { return Self.rootsVersion }
    if slots.contains(where: \.isBound) { return Self.boundVersion }
    return slots.contains { $0.name != nil } ? Self.namedVersion : Self.version
  }

  /// A store without entries.
  package init(storeID: String, slots: [KeystoreSlot]) {
    (self.storeID, self.slots, sequence, entries) = (storeID, slots, 0, KeyEntries())
  }

  /// The line that every sealed text of the store is bound to, with its end.
  var storeLine: [UInt8] { Array("store \(storeID)\n".utf8) }

  /// What the sealed roots are bound to, besides the store.
  var rootsHead: [UInt8] { Array("roots ".utf8) }

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
    if let roots { text += rootsHead + Array("\(roots)\n".utf8) }
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
