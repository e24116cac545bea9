internal import ByokCore

/// How the keys of a provider look: a beginning, and runs of characters behind it.
///
/// Providers change the looks of their keys without notice: a pattern is for guessing whose a key is,
/// never for refusing one.
package struct KeyPattern: Equatable, Sendable {
  /// Which characters a run has.
  enum Characters: Sendable {
    case hexadecimal, lowerAlphanumeric, alphanumeric
    /// Letters, digits and `_`.
    case word
    /// Letters, digits, `_` and `-`.
    case name
    /// Letters, digits, `_`, `-` and `.`.
    case dotted
    /// Letters, digits, `_`, `-` and `:`.
    case coloned
    /// Letters, digits, `+`, `/` and `=`.
    case base64
  }

  /// Characters of one kind.
  struct Run: Equatable, Sendable {
    let characters: Characters
    package let count: Range<Int>

    package init(_ characters: Characters, _ count: some RangeExpression<Int>) {
      self.characters = characters
      self.count = count.relative(to: 0..<KeystoreGrammar.secretLimit)
    }
  }

  package let prefix: String
  let runs: [Run]
  /// What stands between runs.
  var separator: Unicode.Scalar = "."
  /// What may not follow the beginning: such keys are somebody else's, or not for models.
  var not: [String] = []

  init(
    _ prefix: String, _ characters: Characters, _ count: some RangeExpression<Int>,
    not: [String] = []
  ) {
    (self.prefix, self.not) = (prefix, not)
    runs = [Run(characters, count)]
  }

  /// Runs without a beginning.
  init(_ runs: [Run], separator: Unicode.Scalar) {
    (prefix, self.runs, self.separator) = ("", runs, separator)
  }

  /// The beginning that so many providers share that it says nothing.
  static let sharedPrefix = "sk-"

  /// A key of which no more is known than that beginning.
  static let shared = Self(sharedPrefix, .alphanumeric, 20...)

  /// Whether the beginning alone says whose the key is.
  var isDistinct: Bool { !prefix.isEmpty && prefix != Self.sharedPrefix }

  /// Whether the key begins like this, and is more than the beginning.
  func begins(_ key: borrowing Secret) -> Bool {
    key.withBytes { bytes in
      let start = prefix.utf8.count
      return bytes.count > start && bytes.holds(prefix, at: 0)
        && !not.contains { bytes.holds($0, at: start) }
    }
  }

  /// Whether the key looks like this.
  func matches(_ key: borrowing Secret) -> Bool {
    guard begins(key) else { return false }
    return key.withBytes { bytes in
      var position = prefix.utf8.count
      for (index, run) in runs.enumerated() {
        if index > 0 {
          guard position < bytes.count, Unicode.Scalar(bytes[position]) == separator
          else { return false }
          position += 1
        }
        let begin = position
        while position < bytes.count, run.characters.contains(bytes[position]) { position += 1 }
        guard run.count.contains(position - begin) else { return false }
      }
      return position == bytes.count
    }
  }
}

extension KeyPattern.Characters {
  fileprivate func contains(_ byte: UInt8) -> Bool {
    let character = Character(Unicode.Scalar(byte))
    guard character.isASCII else { return false }
    let isLower = ("a"..."z").contains(character) || ("0"..."9").contains(character)
    let isAlphanumeric = isLower || ("A"..."Z").contains(character)
    return switch self {
    case .hexadecimal: isLower && character.isHexDigit
    case .lowerAlphanumeric: isLower
    case .alphanumeric: isAlphanumeric
    case .word: isAlphanumeric || byte == UInt8(ascii: "_")
    case .name: isAlphanumeric || "-_".utf8.contains(byte)
    case .dotted: isAlphanumeric || "-_.".utf8.contains(byte)
    case .coloned: isAlphanumeric || "-_:".utf8.contains(byte)
    case .base64: isAlphanumeric || "+/=".utf8.contains(byte)
    }
  }
}
