internal import CSodium

/// By what the content of a file or of a part of one is recognised: BLAKE2b of 16 bytes.
///
/// It is the same on every machine, and says nothing of long texts that cannot be guessed.
package struct ContentHash: Hashable, Sendable {
  /// Its bytes, the first eight and the last eight, each as a number, the least significant byte first.
  package let words: (first: UInt64, last: UInt64)

  package static let byteCount = 16

  /// The hash that such numbers are.
  package init(_ first: UInt64, _ last: UInt64) { words = (first, last) }

  /// The hash of bytes.
  package init(of bytes: Span<UInt8>) {
    let digest = unsafe bytes.withUnsafeBufferPointer { bytes -> [UInt8] in
      var digest = [UInt8](repeating: 0, count: Self.byteCount)
      _ = unsafe crypto_generichash(
        &digest, Self.byteCount, bytes.baseAddress, UInt64(bytes.count), nil, 0)
      return digest
    }
    func number(_ start: Int) -> UInt64 {
      (0..<8).reduce(0) { $0 | UInt64(digest[start + $1]) << UInt64(8 * $1) }
    }
    words = (number(0), number(8))
  }

  /// Its bytes.
  package var bytes: [UInt8] {
    [words.first, words.last].flatMap { word in
      (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) }
    }
  }

  /// Its bytes as 32 hexadecimal digits.
  package var text: String { Sealing.hexadecimal(bytes[...]) }

  package static func == (first: Self, second: Self) -> Bool { first.words == second.words }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(words.first)
    hasher.combine(words.last)
  }
}
