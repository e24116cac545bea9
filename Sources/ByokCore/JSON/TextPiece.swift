/// A text that may be a piece of a longer one, cut anywhere between two UTF-16 units.
///
/// Gateways that hold text in UTF-16 cut a character outside of the Basic Multilingual Plane in two:
/// one document ends in the escape of its first half, and the next begins with that of the second.
package struct TextPiece: Equatable, Sendable {
  /// The text without such halves at its ends.
  package var text = ""
  // Small, for there are many of them; 0 is none.
  private var first: UInt16 = 0
  private var last: UInt16 = 0

  /// The half that it begins with, whose first half has to be the end of the piece before.
  package var low: UInt32? {
    get { first == 0 ? nil : UInt32(first) }
    set { first = UInt16(newValue ?? 0) }
  }

  /// The half that it ends with.
  package var high: UInt32? {
    get { last == 0 ? nil : UInt32(last) }
    set { last = UInt16(newValue ?? 0) }
  }

  package init(_ text: String = "") {
    self.text = text
  }

  package var isEmpty: Bool { text.isEmpty && !hasHalves }

  /// Whether it begins or ends with half a character.
  package var hasHalves: Bool { first | last != 0 }
}

extension Span<UInt8> {
  /// The text that a string represents, but for the halves of characters at its ends.
  func piece(_ string: JSONString, _ policy: JSONReader.Policy) throws(JSONFlaw) -> TextPiece {
    guard !string.isPlain else { return TextPiece(try text(string, policy)) }
    var piece = TextPiece()
    var string = string
    if let half = half(at: string.range.lowerBound, in: string.range), half >= 0xDC00 {
      piece.low = half
      string.range = string.range.lowerBound + 6..<string.range.upperBound
    }
    let last = string.range.upperBound - 6
    if let half = half(at: last, in: string.range), half < 0xDC00, isEscape(last, in: string.range)
    {
      piece.high = half
      string.range = string.range.lowerBound..<last
    }
    piece.text = try text(string, policy)
    return piece
  }

  /// The half of a character whose escape `\uXXXX` is there.
  private func half(at offset: Int, in range: Range<Int>) -> UInt32? {
    guard offset >= range.lowerBound, offset + 6 <= range.upperBound,
      self[offset] == UInt8(ascii: "\\"), self[offset + 1] == UInt8(ascii: "u"),
      let number = hexadecimal(at: offset + 2), (0xD800..<0xE000).contains(number)
    else { return nil }
    return number
  }

  /// Whether a backslash begins an escape, and is not itself escaped.
  private func isEscape(_ offset: Int, in range: Range<Int>) -> Bool {
    var start = offset
    while start > range.lowerBound, self[start - 1] == UInt8(ascii: "\\") { start -= 1 }
    return (offset - start).isMultiple(of: 2)
  }
}
