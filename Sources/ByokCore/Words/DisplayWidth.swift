/// Counts the columns that text takes on a terminal, one scalar after the other.
///
/// Wide East Asian characters and emoji take two columns, combining marks and joiners none. An emoji
/// that is joined to the one before it, a skin tone and the second half of a flag add nothing to what
/// the emoji takes. Characters that ``Sanitizer`` makes visible count as it shows them; a line feed
/// and a tab take none.
///
/// Source: Unicode Standard Annex 11 (East Asian Width), Unicode Technical Standard 51 (Emoji).
package struct DisplayWidth: Sendable {
  /// The scalar that following marks belong to.
  private var base: Unicode.Scalar?
  /// The columns of the base and what belongs to it.
  private var taken = 0
  /// Whether a joiner follows an emoji.
  private var isJoined = false

  package init() {}

  /// Takes the next scalar of a text.
  ///
  /// - Parameter scalar: The scalar.
  /// - Returns: The columns that it adds: 0 to 2, or up to 10 for one that is made visible.
  package mutating func add(_ scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value >= 0x20, value < 0x7F { return begin(scalar, 1) }
    // Most of Greek, Cyrillic, Chinese, Japanese and Korean needs no look at properties.
    if (0x370...0x482).contains(value) { return begin(scalar, 1) }
    if (0x3400...0x9FFF).contains(value) || (0x3041...0x3096).contains(value)
      || (0xAC00...0xD7A3).contains(value)
    {
      return begin(scalar, 2)
    }
    if value == 0x200D {
      isJoined = base.map { $0.value > 0x7F && $0.properties.isEmoji } ?? false
      return 0
    }
    if value == 0xFE0F { return addEmojiSelector() }
    defer { isJoined = false }
    if value < 0x300 { return begin(scalar, scalar.columns) }
    let isPartOfEmoji =
      isJoined && scalar.properties.isEmoji
      || scalar.properties.isEmojiModifier && base?.properties.isEmojiModifierBase == true
    if isPartOfEmoji {
      base = scalar
      return 0
    }
    let columns = scalar.columns
    return columns == 0 ? 0 : begin(scalar, columns)
  }

  private mutating func begin(_ scalar: Unicode.Scalar, _ columns: Int) -> Int {
    (base, taken, isJoined) = (scalar, columns, false)
    return columns
  }

  /// The variation selector that makes an emoji of a character that is otherwise text.
  private mutating func addEmojiSelector() -> Int {
    guard taken == 1, base?.properties.isEmoji == true else { return 0 }
    taken = 2
    return 1
  }
}

extension Unicode.Scalar {
  /// The columns that it takes alone.
  fileprivate var columns: Int {
    if isUnsafeToShow { return String(value, radix: 16).utf8.count + 4 }
    if value < 0x300 { return value < 0x20 ? 0 : 1 }
    return isZeroWidth ? 0 : isWide || properties.isEmojiPresentation && !isRegional ? 2 : 1
  }

  /// Whether it is half of a flag: two of them take two columns.
  private var isRegional: Bool { (0x1F1E6...0x1F1FF).contains(value) }

  private var isZeroWidth: Bool {
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: true
    // Vowels and final consonants of Hangul, which join the syllable before them.
    default: (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FF).contains(value)
    }
  }

  /// Whether it is wide or fullwidth, emoji left aside; what is not assigned in such a block is.
  package var isWide: Bool {
    switch value {
    case 0x1100...0x115F, 0x2329...0x232A, 0x2630...0x2637, 0x268A...0x268F, 0x2E80...0x303E,
      0x3041...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19,
      0xFE30...0xFE6B, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x16FF6, 0x17000...0x191D2,
      0x1AFF0...0x1B2FB, 0x1D300...0x1D356, 0x1D360...0x1D376, 0x1F200...0x1F265,
      0x20000...0x2FFFD, 0x30000...0x3FFFD:
      true
    default: false
    }
  }
}

extension StringProtocol {
  /// The columns that it takes on a terminal; see ``DisplayWidth``.
  ///
  /// Complexity: linear; a byte is looked at once where all is printable ASCII.
  package var columns: Int {
    let printable = utf8.withContiguousStorageIfAvailable { bytes in
      unsafe bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F } ? bytes.count : nil
    }
    if let count = printable ?? nil { return count }
    var width = DisplayWidth()
    return unicodeScalars.reduce(0) { $0 + width.add($1) }
  }
}

extension Span<UInt8> {
  /// The columns that a part of a text in UTF-8 takes on a terminal; see ``DisplayWidth``.
  func columns(in range: Range<Int>) -> Int {
    isPrintable(range)
      ? range.count : String(decoding: Array(copying: extracting(range)), as: UTF8.self).columns
  }

  /// Whether all bytes of a range are of printable ASCII; eight are looked at at once.
  private func isPrintable(_ range: Range<Int>) -> Bool {
    var place = range.lowerBound
    while range.upperBound - place >= 8 {
      guard word(at: place)?.isPrintableASCII == true else { return false }
      place += 8
    }
    let rest = range.upperBound - place
    if rest > 0, let word = word(at: range.upperBound - 8) {
      // The bytes before them are replaced by spaces behind them.
      return (word >> (64 - 8 * rest) | 0x2020_2020_2020_2020 << (8 * rest)).isPrintableASCII
    }
    while place < range.upperBound, self[place] >= 0x20, self[place] < 0x7F { place += 1 }
    return place == range.upperBound
  }
}
