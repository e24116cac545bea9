package import ByokCore

/// What a program shows to a broker in the place of a key: `byok_` and 43 characters.
package enum BrokerToken {
  /// How each begins, by which scanners and people know it from a key.
  package static let prefix = "byok_"
  private static let byteCount = 32

  /// A new one, which nobody can guess.
  ///
  /// - Throws: A failure when memory is out.
  package static func make() throws(ByokError) -> Secret {
    let random = try Secret(randomBytes: byteCount)
    let alphabet = Array(
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    let letters = (byteCount * 8 + 5) / 6
    return try Secret.collecting(capacity: prefix.utf8.count + letters) { emit in
      for byte in prefix.utf8 { emit(byte) }
      random.withBytes { bytes in
        for index in 0..<letters {
          // Six bits each; the last letter has what is left.
          let bit = index * 6
          let first = UInt16(bytes[bit / 8])
          let second = bit / 8 + 1 < bytes.count ? UInt16(bytes[bit / 8 + 1]) : 0
          emit(alphabet[Int((first << 8 | second) >> (10 - bit % 8) & 63)])
        }
      }
    }
  }
}

/// What is kept of a token, from which nobody gets it back.
package struct TokenDigest: Equatable, Sendable {
  private let bytes: [UInt8]

  /// As 64 hex digits.
  package let text: String

  /// The digest of a token.
  package init(of token: Span<UInt8>) {
    self.init(Sealing.publicDigest(of: token))
  }

  /// - Parameter text: 64 hex digits; `nil` for any other text.
  package init?(text: String) {
    guard let bytes = Sealing.bytes(ofHexadecimal: text), bytes.count == 32 else { return nil }
    self.init(bytes)
  }

  private init(_ bytes: [UInt8]) {
    self.bytes = bytes
    text = Sealing.hexadecimalText(of: bytes)
  }

  /// Whether both are the same, in a time that does not depend on where they differ.
  package static func == (one: Self, other: Self) -> Bool {
    Sealing.holdSame(one.bytes, other.bytes)
  }
}
