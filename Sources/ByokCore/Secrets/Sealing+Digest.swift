internal import CSodium

/// Digests that are kept instead of what they are of.
extension Sealing {
  /// BLAKE2b-256 of bytes of which nobody can guess the rest, such as a random token.
  package static func publicDigest(of bytes: Span<UInt8>) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: macBytes)
    unsafe bytes.withUnsafeBufferPointer { buffer in
      _ = unsafe crypto_generichash(
        &digest, macBytes, buffer.baseAddress, UInt64(buffer.count), nil, 0)
    }
    return digest
  }

  /// Bytes as hex digits.
  package static func hexadecimalText(of bytes: [UInt8]) -> String { hexadecimal(bytes[...]) }

  /// The bytes of pairs of hex digits; `nil` for any other text.
  package static func bytes(ofHexadecimal text: String) -> [UInt8]? {
    let digits = text.utf8.map { ASCII.digit($0) }
    guard digits.count.isMultiple(of: 2), !digits.contains(nil) else { return nil }
    return stride(from: 0, to: digits.count, by: 2).map { index in
      UInt8((digits[index] ?? 0) << 4 | (digits[index + 1] ?? 0))
    }
  }

  /// Whether both hold the same bytes, in a time that does not depend on where they differ.
  package static func holdSame(_ one: [UInt8], _ other: [UInt8]) -> Bool { areEqual(one, other) }
}
