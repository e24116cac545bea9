internal import CSodium

/// Base64url without padding, canonical in both directions.
///
/// Source: RFC 4648, section 5; libsodium's variant `URLSAFE_NO_PADDING`.
package enum Base64 {
  private static let variant = CInt(sodium_base64_VARIANT_URLSAFE_NO_PADDING)

  /// The characters that stand for `count` bytes.
  static func characterCount(forBytes count: Int) -> Int { (count * 4 + 2) / 3 }

  /// The one encoding of `bytes`.
  package static func encode(_ bytes: [UInt8]) -> String {
    var text = [CChar](repeating: 0, count: characterCount(forBytes: bytes.count) + 1)
    _ = unsafe sodium_bin2base64(&text, text.count, bytes, bytes.count, variant)
    return String(decoding: text.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// The encoding with padding that HTTP APIs want (RFC 4648, section 4).
  package static func encodeStandard(_ bytes: [UInt8]) -> String {
    let room = (bytes.count + 2) / 3 * 4 + 1
    return unsafe String(unsafeUninitializedCapacity: room) { buffer in
      unsafe buffer.withMemoryRebound(to: CChar.self) { text in
        guard let start = text.baseAddress else { return 0 }
        let variant = CInt(sodium_base64_VARIANT_ORIGINAL)
        _ = unsafe sodium_bin2base64(start, room, bytes, bytes.count, variant)
        return room - 1
      }
    }
  }

  /// The one encoding of a secret, in locked memory too.
  ///
  /// - Throws: A failure when memory is out.
  package static func encode(_ secret: borrowing Secret) throws(ByokError) -> Secret {
    let count = secret.count
    let room = characterCount(forBytes: count) + 1
    return try unsafe secret.withPointer { (bytes) throws(ByokError) in
      try unsafe Secret(capacity: room) { base in
        unsafe base.withMemoryRebound(to: CChar.self, capacity: room) { text in
          _ = unsafe sodium_bin2base64(text, room, bytes, count, variant)
        }
        return room - 1
      }
    }
  }

  /// The bytes that `text` stands for, or `nil` unless it is their one and only encoding.
  package static func decode(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    let room = text.count / 4 * 3 + 3
    var isWhole = false
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
      guard let base = buffer.baseAddress else { return }
      let decoded = unsafe text.withUnsafeBufferPointer { text in
        unsafe decode(text, into: base, room: room)
      }
      (isWhole, count) = (decoded != nil, decoded ?? 0)
    }
    return isWhole ? bytes : nil
  }

  /// The bytes that text in the encoding of other programs stands for: either alphabet, with or
  /// without padding, lines broken anywhere; `nil` for anything else.
  ///
  /// Source: RFC 4648, sections 4 and 5; RFC 2045, section 6.8.
  package static func decodeForeign(_ text: [UInt8]) -> [UInt8]? {
    let plain: [UInt8] = text.compactMap { byte in
      switch byte {
      case UInt8(ascii: "+"): UInt8(ascii: "-")
      case UInt8(ascii: "/"): UInt8(ascii: "_")
      case UInt8(ascii: "="), 0x09, 0x0A, 0x0D, 0x20: nil
      default: byte
      }
    }
    return decode(plain[...])
  }

  /// Decodes from locked memory into locked memory.
  ///
  /// - Parameters:
  ///   - text: The encoding.
  ///   - count: The bytes it must stand for.
  /// - Returns: The secret, or `nil` unless the text is the one encoding of so many bytes.
  /// - Throws: A failure when memory is out.
  package static func decode(_ text: Span<UInt8>, count: Int) throws(ByokError) -> Secret? {
    var isWhole = false
    let secret = try unsafe Secret(capacity: count) { base in
      isWhole =
        unsafe text.withUnsafeBufferPointer { unsafe decode($0, into: base, room: count) } == count
      return count
    }
    if !isWhole { return nil }
    return secret
  }

  /// Whether `text` is the one encoding of some bytes, told without decoding it.
  static func isCanonical(_ text: ArraySlice<UInt8>) -> Bool {
    let (text, values) = (text.span, values)
    // Values are below 64: a character that has none shows in the union of all bits.
    var (last, all): (UInt8, UInt8) = (0, 0)
    for index in text.indices {
      last = values[Int(text[index])]
      all |= last
    }
    guard all < 64 else { return false }
    switch text.count % 4 {
    case 0: return true
    case 2: return last & 0x0F == 0
    case 3: return last & 0x03 == 0
    default: return false
    }
  }

  /// The value of each character; 0xFF for one that is not in the alphabet.
  private static let values: [UInt8] = {
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8
    var values = [UInt8](repeating: 0xFF, count: 256)
    for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
    return values
  }()

  private static func decode(
    _ text: UnsafeBufferPointer<UInt8>, into base: UnsafeMutablePointer<UInt8>, room: Int
  ) -> Int? {
    // libsodium 1.0.18 takes every byte from 0x80 on for the last character of the alphabet.
    guard unsafe text.allSatisfy({ $0 < 0x80 }) else { return nil }
    return unsafe text.withMemoryRebound(to: CChar.self) { text in
      guard let start = text.baseAddress else { return 0 }
      var count = 0
      var end: UnsafePointer<CChar>?
      let code = unsafe sodium_base642bin(base, room, start, text.count, nil, &count, &end, variant)
      // libsodium answers 0 with junk behind the text: only `end` tells.
      return unsafe code == 0 && end == start + text.count ? count : nil
    }
  }
}
