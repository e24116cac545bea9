internal import ByokCore

/// The character that the next one follows: what it adds to the width, and whether a line may break
/// between the two.
struct LastScalar {
  private var width = DisplayWidth()
  /// Whether it is a character of a script that is written without spaces.
  private(set) var isWide = false
  private var opens = false

  init() {}

  init(ascii byte: UInt8) {
    _ = width.add(Unicode.Scalar(byte))
    opens = byte == UInt8(ascii: "(") || byte == UInt8(ascii: "[")
  }

  /// Takes the next scalar.
  ///
  /// - Parameter scalar: The scalar.
  /// - Returns: The columns that it adds.
  mutating func add(_ scalar: Unicode.Scalar) -> Int {
    let columns = width.add(scalar)
    if columns > 0 {
      isWide = scalar.isBreakable
      opens = Self.openers.contains(scalar)
    }
    return columns
  }

  /// Whether a line may break before a scalar that follows this one without a space.
  func allowsBreak(before scalar: Unicode.Scalar) -> Bool {
    guard isWide || scalar.isBreakable, !opens else { return false }
    if (0x3400...0x9FFF).contains(scalar.value) { return true }
    var width = width
    return !Self.closers.contains(scalar) && width.add(scalar) > 0
  }

  /// What no line ends with.
  private static let openers = Set("（［｛「『【〈《〔“‘".unicodeScalars)
  /// What no line begins with.
  private static let closers = Set(
    "、。，．：；？！）］｝」』】〉》〕・ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ…”’％".unicodeScalars)
}

extension Unicode.Scalar {
  /// Whether it is written without spaces around it: Chinese and Japanese, not Korean.
  var isBreakable: Bool {
    value >= 0x2E80 && isWide && !(0xA960...0xD7FF).contains(value)
  }
}

extension UInt8 {
  /// Whether a word may begin with it after a wide character: a letter, a digit, an opening bracket.
  var startsWord: Bool { isLetterOrDigit || self == UInt8(ascii: "(") || self == UInt8(ascii: "[") }

  /// Whether it is an ASCII letter or digit.
  var isLetterOrDigit: Bool {
    (0x30...0x39).contains(self) || (0x41...0x5A).contains(self & 0xDF)
  }

  /// Whether it is ASCII punctuation, which a backslash makes ordinary.
  ///
  /// Source: CommonMark 0.31, section 2.4.
  var isPunctuation: Bool { self > 0x20 && self < 0x7F && !isLetterOrDigit }
}

extension [UInt8] {
  /// The scalar whose UTF-8 begins at a place.
  func scalar(at place: Int) -> Unicode.Scalar {
    let first = UInt32(self[place])
    guard first >= 0xC0 else { return Unicode.Scalar(UInt8(first)) }
    let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    var value = first & (0xFF >> UInt32(length + 1))
    for offset in 1..<length where place + offset < count {
      value = value << 6 | UInt32(self[place + offset] & 0x3F)
    }
    return Unicode.Scalar(value) ?? "\u{FFFD}"
  }

  /// The scalar whose UTF-8 ends before a place.
  func scalar(before place: Int) -> Unicode.Scalar {
    var start = place - 1
    while start > 0, self[start] & 0xC0 == 0x80 { start -= 1 }
    return scalar(at: start)
  }
}
