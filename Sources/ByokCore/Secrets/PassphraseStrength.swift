internal import Glibc

/// A rough estimate of how hard a passphrase is to guess, in bits.
///
/// A word counts as one of some thousands, whatever its length; what is repeated or continues a row
/// such as `1234` counts next to nothing; every other character counts by the classes of characters
/// that there are. Random characters are estimated well, what a person made up too high.
enum PassphraseStrength {
  /// Fewer bits can be guessed by whoever has a copy of the keystore, and much computing power.
  static let weakBelow = 50

  /// Of one word out of a list of 8192.
  private static let wordBits = 13.0
  /// Of what hardly adds anything.
  private static let leastBits = 1.0
  /// How long a row of letters may be and still be one word, rather than random letters.
  private static let wordLengths = 3...10

  /// The estimate, rounded down.
  static func bits(of passphrase: borrowing Secret) -> Int {
    passphrase.withBytes { bytes in
      if commonest.contains(where: { isSame(bytes, $0) }) {
        return Int(log2(Double(commonest.count)))
      }
      var walk = Walk(characterBits: log2(Double(pool(of: bytes))))
      while walk.position < bytes.count { walk.step(over: bytes) }
      return Int(walk.bits)
    }
  }

  private struct Walk {
    let characterBits: Double
    var bits = 0.0
    var position = 0
    var words: [Range<Int>] = []

    mutating func step(over bytes: Span<UInt8>) {
      let word = wordRange(in: bytes)
      if wordLengths.contains(word.count) {
        let isRepeated = words.contains { range in
          range.count == word.count
            && zip(range, word).allSatisfy { bytes[$0.0] == bytes[$0.1] }
        }
        bits += isRepeated ? leastBits : min(wordBits, Double(word.count) * characterBits)
        words.append(word)
        position = word.upperBound
        return
      }
      // A long row of letters is none of these words, and is taken whole.
      for index in position..<max(word.upperBound, position + 1) {
        bits += cost(of: index, in: bytes)
      }
      position = max(word.upperBound, position + 1)
    }

    /// Letters from the position on, the first of which may be a capital; empty where there are
    /// none.
    private func wordRange(in bytes: Span<UInt8>) -> Range<Int> {
      var end = position
      while end < bytes.count, bytes[end].isLower || (end == position && bytes[end].isUpper) {
        end += 1
      }
      return position..<end
    }

    private func cost(of index: Int, in bytes: Span<UInt8>) -> Double {
      let byte = bytes[index]
      // The bytes after the first of a character that is not ASCII; and what parts words.
      if byte & 0xC0 == 0x80 || byte == UInt8(ascii: " ") { return 0 }
      guard index > 0, byte < 0x80, abs(Int(byte) - Int(bytes[index - 1])) <= 1 else {
        return characterBits
      }
      return leastBits
    }
  }

  /// How many characters the passphrase chooses from.
  private static func pool(of bytes: Span<UInt8>) -> Int {
    var sizes: Set<CharacterClass> = []
    for index in bytes.indices { sizes.insert(CharacterClass(bytes[index])) }
    return sizes.reduce(0) { $0 + $1.size }
  }

  private enum CharacterClass {
    case lower, upper, digit, sign, foreign

    init(_ byte: UInt8) {
      switch byte {
      case _ where byte.isLower: self = .lower
      case _ where byte.isUpper: self = .upper
      case _ where byte.isDigit: self = .digit
      case 0x80...: self = .foreign
      default: self = .sign
      }
    }

    var size: Int {
      switch self {
      case .lower, .upper: 26
      case .digit: 10
      case .sign: 33
      case .foreign: 128
      }
    }
  }

  private static func isSame(_ bytes: Span<UInt8>, _ text: String) -> Bool {
    let text = text.utf8.span
    return bytes.count == text.count
      && bytes.indices.allSatisfy { (bytes[$0].isUpper ? bytes[$0] | 0x20 : bytes[$0]) == text[$0] }
  }

  /// From the lists of leaked passwords, and from books about passphrases.
  private static let commonest = [
    "123456", "123456789", "12345678", "password", "qwerty", "qwerty123", "qwertyuiop", "111111",
    "123123", "abc123", "1q2w3e4r", "1q2w3e4r5t", "1qaz2wsx", "password1", "passw0rd", "p@ssw0rd",
    "p@ssword1", "iloveyou", "letmein", "letmein123", "welcome1", "admin123", "root1234",
    "changeme", "changeme123", "trustno1", "zaq12wsx", "asdfghjkl", "zxcvbnm", "test1234",
    "correct horse battery staple", "correcthorsebatterystaple",
  ]
}

extension UInt8 {
  fileprivate var isLower: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }
  fileprivate var isUpper: Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) }
  fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}

extension ByokError {
  /// The warning about a passphrase that can be guessed; `nil` for any other.
  package static func weakPassphrase(_ passphrase: borrowing Secret, slot: String) -> Self? {
    let bits = PassphraseStrength.bits(of: passphrase)
    guard bits < PassphraseStrength.weakBelow else { return nil }
    return Self(
      .failure,
      "the passphrase of slot \(slot) has about \(bits.counted("bit")) of entropy: "
        + "anyone with a copy of the keystore could guess it",
      hint: "use six random words, or press Enter at the prompt for a random one")
  }
}
