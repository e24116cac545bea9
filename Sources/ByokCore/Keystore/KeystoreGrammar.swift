/// What the fields of a keystore's lines may hold; each has one way to be written.
///
/// See byok-keystore(5), Format.
package enum KeystoreGrammar {
  package typealias Bytes = ArraySlice<UInt8>

  package static let slotLimit = 8
  /// Fewer, because each asks for memory and time before it is known to be genuine.
  package static let passphraseSlotLimit = 4
  /// The most work, in passes over a KiB, for one try of a passphrase at all slots of a file that is not
  /// known to be genuine: what four slots of the highest cost that byok makes need.
  package static let stretchingLimit = passphraseSlotLimit * KeystoreSlot.Cost.strong.work
  package static let entryLimit = 10_000
  package static let lineLimit = 96 << 10
  package static let originsLimit = 1024
  package static let fileLimit = 32 << 20
  /// The highest number of a write: 18 digits.
  package static let sequenceLimit = 999_999_999_999_999_999
  /// No keystore gets here by being written: a number beyond it, of which nobody knows that byok wrote
  /// it, would only use up the numbers that are left.
  package static let plausibleSequence = 1_000_000_000_000_000
  /// The most bytes of a secret.
  package static let secretLimit = 64 << 10
  /// Secrets are padded to a multiple of this, so that their length says little.
  package static let paddingBlock = 64

  /// A label: `[a-z0-9][a-z0-9._-]{0,63}`.
  package static func isLabel(_ bytes: Bytes) -> Bool {
    let bytes = bytes.span
    return (1...64).contains(bytes.count) && isLowerOrDigit(bytes[0])
      && bytes.indices.allSatisfy {
        isLowerOrDigit(bytes[$0]) || bytes[$0] == dash || bytes[$0] == UInt8(ascii: ".")
          || bytes[$0] == UInt8(ascii: "_")
      }
  }

  /// A provider's id.
  static func isProvider(_ bytes: Bytes) -> Bool {
    let bytes = bytes.span
    return (1...64).contains(bytes.count) && bytes[0] != dash
      && bytes.indices.allSatisfy { isLowerOrDigit(bytes[$0]) || bytes[$0] == dash }
  }

  /// Lower-case words joined by `-`, such as `api-key`.
  static func isKind(_ bytes: Bytes) -> Bool { isProvider(bytes) && bytes.count <= 32 }

  /// Canonical origins joined by commas.
  static func isOrigins(_ bytes: Bytes) -> Bool {
    bytes.count <= originsLimit
      && bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        .allSatisfy { isOrigin(String(decoding: $0, as: UTF8.self)) }
  }

  private static func isOrigin(_ text: String) -> Bool {
    guard let url = try? BaseURL(text, from: "") else { return false }
    return url.origin == text
  }

  /// A number from 0 on without sign or leading zeros; `nil` for anything else.
  package static func decimal(_ bytes: Bytes) -> Int? {
    let bytes = bytes.span
    guard (1...18).contains(bytes.count), bytes[0] != zero || bytes.count == 1 else { return nil }
    var number = 0
    for index in bytes.indices {
      guard isDigit(bytes[index]) else { return nil }
      number = number * 10 + Int(bytes[index] - zero)
    }
    return number
  }

  /// Base64url of exactly `count` bytes.
  static func isBase64(_ bytes: Bytes, of count: Int) -> Bool {
    bytes.count == Base64.characterCount(forBytes: count) && Base64.isCanonical(bytes)
  }

  /// Eight lower-case hexadecimal digits.
  static func isKeyFileID(_ bytes: Bytes) -> Bool {
    bytes.count == 8
      && bytes.allSatisfy { isDigit($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0) }
  }

  /// Base64url of nonce, padded secret and tag.
  package static func isSealed(_ bytes: Bytes) -> Bool {
    let count = bytes.count * 3 / 4
    let plain = count - Sealing.nonceBytes - Sealing.tagBytes
    return plain >= paddingBlock && plain % paddingBlock == 0
      && bytes.count == Base64.characterCount(forBytes: count) && Base64.isCanonical(bytes)
  }

  private static let dash = UInt8(ascii: "-")
  private static let zero = UInt8(ascii: "0")

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isLowerOrDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
  }
}
