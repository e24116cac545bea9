/// The key from which the keys of conversations and memory notes are derived.
///
/// It comes from the keystore's data key, so it changes when that does; the keystore keeps those that
/// were in use before.
///
/// See byok-keystore(5), Conversations.
package final class ConversationRoot: Sendable {
  private let key: Secret
  private let nameKey: Secret
  /// Which root it is, as 11 characters of base64url; says nothing of the key.
  package let id: String

  static let idBytes = 8

  /// - Throws: A failure when memory is out.
  init(_ key: consuming Secret) throws(ByokError) {
    id = Base64.encode(
      Array(Sealing.derivePublic(from: key, 1, "byok-rid", count: 16).prefix(Self.idBytes)))
    nameKey = try Sealing.derive(from: key, 2, "byok-nam")
    self.key = key
  }

  /// The root of a data key.
  convenience init(dataKey: borrowing Secret) throws(ByokError) {
    try self.init(try Sealing.derive(from: dataKey, 4, "byok-cnv"))
  }

  /// The key of one file, by what its first line says.
  ///
  /// - Throws: A failure when memory is out.
  func fileKey(
    for header: [UInt8], reusing old: consuming Secret? = nil
  ) throws(ByokError) -> Secret {
    try Sealing.derive(from: key, for: header, reusing: old)
  }

  /// The name of the file for a text, as 32 hex digits, which only the root can match.
  package func fileName(for text: String) -> String {
    Sealing.name(of: Array(text.utf8), with: nameKey)
  }

  /// The name of a file for these bytes, as 32 hex digits.
  package func fileName(forContent bytes: [UInt8]) -> String {
    Sealing.name(of: Array("content\0".utf8) + bytes, with: nameKey)
  }

  /// The root's own bytes, to be sealed.
  ///
  /// - Throws: A failure when memory is out.
  func copy() throws(ByokError) -> Secret { try key.slice(0..<key.count) }
}
