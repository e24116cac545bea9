package import ByokCore

/// Checks and prepares a key's bytes, without a copy outside of locked memory.
package enum KeyValidation {
  /// Drops white space around a pasted key and refuses what cannot be one.
  ///
  /// Only printable ASCII without spaces passes, so that a key can never add a line to an HTTP
  /// header.
  ///
  /// - Parameters:
  ///   - raw: The bytes as they came.
  ///   - source: Where they came from, for the message.
  /// - Returns: The key alone.
  /// - Throws: A usage error that says which rule is broken, and where, but never quotes.
  package static func check(_ raw: borrowing Secret, from source: String) throws(ByokError)
    -> Secret
  {
    try raw.withBytes { (bytes) throws(ByokError) in
      let key = bytes.extracting(rangeWithoutSpace(bytes))
      guard !key.isEmpty else {
        throw ByokError(.usage, "the key from \(source) is empty", code: .emptyKey)
      }
      guard key.count <= KeystoreGrammar.secretLimit else { throw .keyTooLong(source) }
      for index in key.indices where !(0x21...0x7E).contains(key[index]) {
        throw .keyHoldsOther(kind(of: key[index]), at: index + 1, source: source)
      }
      return try Secret(copying: key)
    }
  }

  /// Where a text is within the white space around it.
  static func rangeWithoutSpace(_ bytes: Span<UInt8>) -> Range<Int> {
    guard let start = bytes.indices.first(where: { !isSpace(bytes[$0]) }),
      let end = bytes.indices.last(where: { !isSpace(bytes[$0]) })
    else { return 0..<0 }
    return start..<(end + 1)
  }

  /// The HTTP header line that carries a key, ended by a zero byte.
  ///
  /// - Parameters:
  ///   - key: A key that ``check(_:from:)`` has passed; an empty one makes an empty line.
  ///   - field: The line up to the key, such as `Authorization: Bearer `.
  /// - Returns: The line.
  /// - Throws: A failure when memory is out.
  static func headerLine(_ key: borrowing Secret, field: String) throws(ByokError) -> Secret {
    let head = Array(field.utf8)
    return try key.withBytes { (key) throws(ByokError) in
      try unsafe Secret(capacity: head.count + key.count + 1) { base in
        guard !key.isEmpty else { return 0 }
        for (index, byte) in head.enumerated() { unsafe base[index] = byte }
        for index in key.indices { unsafe base[head.count + index] = key[index] }
        unsafe base[head.count + key.count] = 0
        return head.count + key.count + 1
      }
    }
  }

  /// The last four characters, by which a person recognises a key; `nil` for a short one.
  package static func lastFour(of key: borrowing Secret) -> String? {
    guard key.count >= 20 else { return nil }
    return key.withBytes { bytes in
      String(decoding: Array(copying: bytes.extracting(last: 4)), as: UTF8.self)
    }
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }

  private static func kind(of byte: UInt8) -> String {
    switch byte {
    case 0x20: "a space"
    case 0x0A, 0x0D: "a line break"
    case 0x00...0x1F, 0x7F: "a control character"
    default: "a character outside ASCII"
    }
  }
}

extension ByokError {
  static func keyTooLong(_ source: String) -> Self {
    Self(.usage, "the key from \(source) is longer than \(KeystoreGrammar.secretLimit >> 10) KiB")
  }

  static func keyHoldsOther(_ what: String, at position: Int, source: String) -> Self {
    Self(
      .usage, "the key from \(source) holds \(what) at character \(position)",
      hint: "a key is one word of printable ASCII; was more than the key copied?")
  }
}

extension ByokError.Code {
  /// There is nothing where a key should be.
  static let emptyKey = Self("empty key")
}
