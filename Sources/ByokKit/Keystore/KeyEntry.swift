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
  /// - Throws: ``KeystoreFlaw`` with the field that breaks the grammar.
  init(line: ArraySlice<UInt8>) throws(KeystoreFlaw) {
    let fields = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard fields.count == Field.allCases.count else {
      throw KeystoreFlaw(column: 1, rule: "a key line has 9 fields")
    }
    let rules: [(Field, String, (ArraySlice<UInt8>) -> Bool)] = [
      (.id, "an entry's id", { KeystoreGrammar.isBase64($0, of: 16) }),
      (.label, "a label", KeystoreGrammar.isLabel),
      (.provider, "a provider", KeystoreGrammar.isProvider),
      (.origins, "an origin", KeystoreGrammar.isOrigins),
      (.kind, "a kind", KeystoreGrammar.isKind),
      (.created, "a time", { KeystoreGrammar.decimal($0) != nil }),
      (.updated, "a time", { KeystoreGrammar.decimal($0) != nil }),
      (.sealed, "a sealed secret", KeystoreGrammar.isSealed),
    ]
    for (field, rule, isGood) in rules where !isGood(fields[field.rawValue]) {
      let column = fields[field.rawValue].startIndex - line.startIndex + 1
      throw KeystoreFlaw(column: column, rule: "this is not \(rule)")
    }
    self.line = line
    name = KeyName(
      provider: String(decoding: fields[Field.provider.rawValue], as: UTF8.self),
      label: String(decoding: fields[Field.label.rawValue], as: UTF8.self))
  }

  private func field(_ field: Field) -> ArraySlice<UInt8> {
    let fields = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    return fields[field.rawValue]
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
