/// Where a text is not JSON; it never quotes the text.
struct JSONFlaw: Error, Equatable {
  /// Counted in bytes from 0.
  let offset: Int
  let rule: String

  /// The place for a person: line and column, counted from 1.
  func place(in bytes: Span<UInt8>) -> String {
    var (line, column) = (1, 1)
    for index in 0..<min(offset, bytes.count) {
      column = bytes[index] == UInt8(ascii: "\n") ? 1 : column + 1
      line += bytes[index] == UInt8(ascii: "\n") ? 1 : 0
    }
    return "line \(line), column \(column)"
  }
}

extension Span<UInt8> {
  /// The number that four hexadecimal digits stand for.
  ///
  /// - Parameter offset: Where they begin.
  /// - Returns: The number, or `nil` if they are not there.
  func hexadecimal(at offset: Int) -> UInt32? {
    guard offset >= 0, count - offset >= 4 else { return nil }
    var number: UInt32 = 0
    for index in offset..<offset + 4 {
      guard let digit = Character(Unicode.Scalar(self[index])).hexDigitValue, self[index] < 0x80
      else { return nil }
      number = number << 4 | UInt32(digit)
    }
    return number
  }

  /// Hands out the bytes that the inside of a JSON string stands for, one by one.
  ///
  /// Half of a surrogate pair stands for U+FFFD, as in Unicode's other encodings.
  ///
  /// - Parameters:
  ///   - range: What lies between the quotes, in form.
  ///   - emit: Takes one byte.
  func unescape(_ range: Range<Int>, emit: (UInt8) -> Void) {
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = self[index]
      index += 1
      guard byte == UInt8(ascii: "\\"), index < range.upperBound else {
        emit(byte)
        continue
      }
      let escape = self[index]
      index += 1
      switch escape {
      case UInt8(ascii: "b"): emit(0x08)
      case UInt8(ascii: "f"): emit(0x0C)
      case UInt8(ascii: "n"): emit(0x0A)
      case UInt8(ascii: "r"): emit(0x0D)
      case UInt8(ascii: "t"): emit(0x09)
      case UInt8(ascii: "u"):
        let scalar = scalar(at: &index, before: range.upperBound)
        for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { emit(byte) }
      default: emit(escape)
      }
    }
  }

  /// The character of `uXXXX` whose digits begin at `index`, and of the second half behind it.
  private func scalar(at index: inout Int, before end: Int) -> Unicode.Scalar {
    let first = hexadecimal(at: index) ?? 0xFFFD
    index += 4
    guard (0xD800..<0xDC00).contains(first), index + 6 <= end,
      self[index] == UInt8(ascii: "\\"), self[index + 1] == UInt8(ascii: "u"),
      let second = hexadecimal(at: index + 2), (0xDC00..<0xE000).contains(second)
    else { return Unicode.Scalar(first) ?? "\u{FFFD}" }
    index += 6
    return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? "\u{FFFD}"
  }
}
