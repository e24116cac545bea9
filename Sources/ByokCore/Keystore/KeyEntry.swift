/// One line of the keystore: a sealed key and what is known of it without opening it.
///
/// `key EID LABEL PROVIDER ORIGIN[,ORIGIN] KIND CREATED UPDATED SEALED`. Everything before the last
/// field is bound to the sealed text, so it cannot be moved to another name, provider or host.
package struct KeyEntry: Sendable {
  /// The line without its end.
  package let line: ArraySlice<UInt8>
  /// Where each field but the last ends, as offsets in the line; the line's end for missing ones.
  private let ends: InlineArray<8, Int>

  /// The fields' order in the line.
  private enum Field: Int, CaseIterable {
    case word, id, label, provider, origins, kind, created, updated, sealed
  }

  /// Takes a line whose form is not known yet; see ``check(knowing:)``.
  package init(unchecked line: ArraySlice<UInt8>) {
    let bytes = line.span
    var ends = InlineArray<8, Int>(repeating: line.count)
    var (field, index) = (0, 0)
    while field < ends.count, index < bytes.count {
      if bytes[index] == UInt8(ascii: " ") {
        ends[field] = index
        field += 1
      }
      index += 1
    }
    (self.line, self.ends) = (line, ends)
  }

  /// Reads a line on its own.
  ///
  /// - Throws: ``KeystoreFlaw`` with the field that breaks the grammar.
  init(line: ArraySlice<UInt8>) throws(KeystoreFlaw) {
    let entry = KeyEntry(unchecked: line)
    var origins = KnownOrigins()
    try entry.check(knowing: &origins)
    self = entry
  }

  /// Checks the form of every field.
  ///
  /// - Parameter origins: Those that were last found in form.
  /// - Throws: ``KeystoreFlaw`` with the field that breaks the grammar.
  func check(knowing origins: inout KnownOrigins) throws(KeystoreFlaw) {
    guard ends[ends.count - 1] < line.count,
      line[range(.sealed)].position(of: UInt8(ascii: " ")) == nil
    else { throw KeystoreFlaw(column: 1, rule: "a key line has 9 fields") }
    try check(.id, "an entry's id") { KeystoreGrammar.isBase64($0, of: 16) }
    try check(.label, "a label", KeystoreGrammar.isLabel)
    try check(.provider, "a provider", KeystoreGrammar.isProvider)
    if !(origins.last?.holdsSame(as: field(.origins)) ?? false) {
      try check(.origins, "an origin", KeystoreGrammar.isOrigins)
      origins.last = field(.origins)
    }
    try check(.kind, "a kind", KeystoreGrammar.isKind)
    try check(.created, "a time") { KeystoreGrammar.decimal($0) != nil }
    try check(.updated, "a time") { KeystoreGrammar.decimal($0) != nil }
    try check(.sealed, "a sealed secret", KeystoreGrammar.isSealed)
  }

  private func check(
    _ field: Field, _ what: String, _ isGood: (ArraySlice<UInt8>) -> Bool
  ) throws(KeystoreFlaw) {
    let range = range(field)
    guard !isGood(line[range]) else { return }
    throw KeystoreFlaw(
      column: range.lowerBound - line.startIndex + 1, rule: "this is not \(what)")
  }

  private func range(_ field: Field) -> Range<Int> {
    let number = field.rawValue
    let start = number == 0 ? 0 : min(ends[number - 1] + 1, line.count)
    let end = number < ends.count ? ends[number] : line.count
    return line.startIndex + start..<line.startIndex + end
  }

  private func field(_ field: Field) -> ArraySlice<UInt8> { line[range(field)] }

  private func text(_ field: Field) -> String {
    String(decoding: self.field(field), as: UTF8.self)
  }

  /// What the key is called.
  package var name: KeyName { KeyName(provider: provider, label: label) }

  package var provider: String { text(.provider) }

  package var label: String { text(.label) }

  /// 16 random bytes in base64url, which stay through a renaming.
  package var id: String { text(.id) }

  /// Where the key may go.
  package var origins: [String] { text(.origins).split(separator: ",").map(String.init) }

  /// What is sealed, such as `api-key`.
  package var kind: String { text(.kind) }

  /// When the entry was made.
  package var created: Timestamp { time(.created) }

  /// When its secret was last replaced.
  package var updated: Timestamp { time(.updated) }

  private func time(_ field: Field) -> Timestamp {
    Timestamp(seconds: KeystoreGrammar.decimal(self.field(field)) ?? 0)
  }

  /// Nonce, padded secret and tag.
  package var sealed: [UInt8] { Base64.decode(field(.sealed)) ?? [] }

  /// The bytes that the sealed text is bound to, besides the store.
  package var head: ArraySlice<UInt8> { line[..<range(.sealed).lowerBound] }

  /// How the entry's name compares to another in their order; see ``KeyName/<(_:_:)``.
  ///
  /// - Parameters:
  ///   - provider: The other's provider.
  ///   - label: The other's label; `nil` compares the providers alone.
  /// - Returns: Below 0 before it, 0 the same, else after it.
  package func compared(toProvider provider: Span<UInt8>, label: Span<UInt8>?) -> Int {
    let order = field(.provider).span.compared(to: provider)
    guard order == 0, let label else { return order }
    return field(.label).span.compared(to: label)
  }

  /// Whether the entry's name comes before another's.
  package func precedes(_ other: KeyEntry) -> Bool {
    let label = other.field(.label)
    return compared(toProvider: other.field(.provider).span, label: label.span) < 0
  }
}

/// The origins that the entry before had, and need no look at: entries of a provider are
/// neighbours.
struct KnownOrigins {
  var last: ArraySlice<UInt8>?
}

extension KeyEntry: Equatable {
  package static func == (first: Self, second: Self) -> Bool { first.line == second.line }
}

/// Where a keystore's line breaks the grammar; it never quotes the line.
struct KeystoreFlaw: Error, Equatable {
  /// Counted from 1.
  let column: Int
  let rule: String
}
