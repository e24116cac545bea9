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
  /// What is between runs.
  var separator = "."
  /// What may not follow the beginning: such keys are somebody else's, or not for models.
  var not: [String] = []

  init(
    _ prefix: String, _ characters: Characters, _ count: some RangeExpression<Int>,
    not: [String] = []
  ) {
    (self.prefix, self.not) = (prefix, not)
    runs = [Run(characters, count)]
  }

  /// Runs with something between them, with or without a beginning.
  init(_ prefix: String, _ runs: [Run], separator: String) {
    (self.prefix, self.runs, self.separator) = (prefix, runs, separator)
  }

  /// The beginning that so many providers share that it says nothing.
  static let sharedPrefix = "sk-"

  /// A key of which no more is known than that beginning.
  static let shared = Self(sharedPrefix, .alphanumeric, 20...)

  /// Whether the beginning alone says whose the key is.
  var hasOwnBeginning: Bool { !prefix.isEmpty && prefix != Self.sharedPrefix }

  /// Whether a key that looks like this can only be of this provider.
  var isDistinct: Bool { hasOwnBeginning || separator.utf8.count > 1 }

  /// How much of a key is always the same, which makes one pattern more specific than another.
  var fixedLength: Int { prefix.utf8.count + separator.utf8.count * (runs.count - 1) }

  /// Whether the key begins like this, and is more than the beginning.
  func begins(_ key: Span<UInt8>) -> Bool {
    let start = prefix.utf8.count
    return key.count > start && key.holds(prefix, at: 0)
      && !not.contains { key.holds($0, at: start) }
  }

  /// Whether the key looks like this.
  func matches(_ key: Span<UInt8>) -> Bool {
    guard begins(key) else { return false }
    var position = prefix.utf8.count
    for (index, run) in runs.enumerated() {
      if index > 0 {
        guard key.holds(separator, at: position) else { return false }
        position += separator.utf8.count
      }
      let begin = position
      while position < key.count, position - begin < run.count.upperBound - 1,
        run.characters.contains(key[position])
      {
        position += 1
      }
      guard run.count.contains(position - begin) else { return false }
    }
    return position == key.count
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
