/// One line of the keystore: a sealed key and what is known of it without opening it.
///
/// `key EID LABEL PROVIDER ORIGIN[,ORIGIN] KIND CREATED UPDATED SEALED`. Everything before the last
/// field is bound to the sealed text, so it cannot be moved to another name, provider or host.
struct KeyEntry: Sendable, Equatable {
  /// The line without its end.
  let line: ArraySlice<UInt8>
  let name: KeyName

  /// The fields' order in the line.
  private enum Field: Int, CaseIterable {
    case word, id, label, provider, origins, kind, created, updated, sealed
  }

  /// Reads a line.
  ///
  /// - Parameters:
  ///   - line: Without its end.
  ///   - origins: Origins that are known to be in form; those of most entries are few.
  /// - Throws: ``KeystoreFlaw`` with the field that breaks the grammar.
  init(
    line: ArraySlice<UInt8>, knowing origins: inout Set<ArraySlice<UInt8>>
  ) throws(KeystoreFlaw) {
    let fields = Self.fields(of: line)
    guard fields.count == Field.allCases.count else {
      throw KeystoreFlaw(column: 1, rule: "a key line has 9 fields")
    }
    func check(_ field: Field, _ rule: String, _ isGood: Bool) throws(KeystoreFlaw) {
      guard !isGood else { return }
      let column = fields[field.rawValue].startIndex - line.startIndex + 1
      throw KeystoreFlaw(column: column, rule: "this is not \(rule)")
    }
    func text(_ field: Field) -> ArraySlice<UInt8> { fields[field.rawValue] }
    try check(.id, "an entry's id", KeystoreGrammar.isBase64(text(.id), of: 16))
    try check(.label, "a label", KeystoreGrammar.isLabel(text(.label)))
    try check(.provider, "a provider", KeystoreGrammar.isProvider(text(.provider)))
    if !origins.contains(text(.origins)) {
      try check(.origins, "an origin", KeystoreGrammar.isOrigins(text(.origins)))
      origins.insert(text(.origins))
    }
    try check(.kind, "a kind", KeystoreGrammar.isKind(text(.kind)))
    try check(.created, "a time", KeystoreGrammar.decimal(text(.created)) != nil)
    try check(.updated, "a time", KeystoreGrammar.decimal(text(.updated)) != nil)
    try check(.sealed, "a sealed secret", KeystoreGrammar.isSealed(text(.sealed)))
    self.line = line
    name = KeyName(
      provider: String(decoding: text(.provider), as: UTF8.self),
      label: String(decoding: text(.label), as: UTF8.self))
  }

  /// Reads a line on its own.
  ///
  /// - Throws: ``KeystoreFlaw`` with the field that breaks the grammar.
  init(line: ArraySlice<UInt8>) throws(KeystoreFlaw) {
    var origins: Set<ArraySlice<UInt8>> = []
    try self.init(line: line, knowing: &origins)
  }

  /// What stands between the blanks; of a line with too many, one more than there may be.
  private static func fields(of line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    var fields: [ArraySlice<UInt8>] = []
    fields.reserveCapacity(Field.allCases.count + 1)
    var rest = line
    while fields.count < Field.allCases.count, let end = rest.firstIndex(of: UInt8(ascii: " ")) {
      fields.append(rest[..<end])
      rest = rest[(end + 1)...]
    }
    return fields + [rest]
  }

  private func field(_ field: Field) -> ArraySlice<UInt8> {
    Self.fields(of: line)[field.rawValue]
  }

  private func text(_ field: Field) -> String {
    String(decoding: self.field(field), as: UTF8.self)
  }

  /// 16 random bytes in base64url, which stay through a renaming.
  var id: String { text(.id) }

  /// Where the key may go.
  var origins: [String] { text(.origins).split(separator: ",").map(String.init) }

  /// What is sealed, such as `api-key`.
  var kind: String { text(.kind) }

  /// When the entry was made.
  var created: Timestamp { Timestamp(seconds: KeystoreGrammar.decimal(field(.created)) ?? 0) }

  /// When its secret was last replaced.
  var updated: Timestamp { Timestamp(seconds: KeystoreGrammar.decimal(field(.updated)) ?? 0) }

  /// Nonce, padded secret and tag.
  var sealed: [UInt8] { Base64.decode(field(.sealed)) ?? [] }

  /// The bytes that the sealed text is bound to, besides the store.
  var head: ArraySlice<UInt8> { line[..<field(.sealed).startIndex] }
}

/// Where a keystore's line breaks the grammar; it never quotes the line.
struct KeystoreFlaw: Error, Equatable {
  /// Counted from 1.
  let column: Int
  let rule: String
}
