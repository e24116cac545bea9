/// Where the inside of a JSON string is.
@usableFromInline package struct JSONString {
  @usableFromInline package var range: Range<Int> = 0..<0
  /// Whether it has no escapes.
  @usableFromInline package var isPlain = true
}

/// What escapes in JSON and JSON5 represent.
package enum JSONEscape {
  /// The byte that a letter after a backslash represents; `nil` for `u` and what JSON does not know.
  static func byte(for letter: UInt8) -> UInt8? {
    switch letter {
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "t"): 0x09
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): letter
    default: nil
    }
  }

  /// The value of a hexadecimal digit.
  package static func digit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
    default: nil
    }
  }

  /// The character of which two escapes are the halves; `nil` if they are not.
  package static func joined(_ first: UInt32, _ second: UInt32) -> Unicode.Scalar? {
    guard (0xD800..<0xDC00).contains(first), (0xDC00..<0xE000).contains(second) else { return nil }
    return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
  }
}

extension UInt64 {
  /// Whether its eight bytes are printable ASCII.
  @inline(__always) var isPrintableASCII: Bool {
    let (ones, highest): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
    // A delete character reaches the highest bit by one; no other byte is above it without that bit. A
    // control character borrows into it.
    let (after, below) = (self &+ ones, (self &- ones &* 0x20) & ~self)
    return (self | after | below) & highest == 0
  }
}

extension Span<UInt8> {
  /// The next eight bytes as a number, the first one lowest; `nil` where fewer follow.
  @inline(__always) func word(at offset: Int) -> UInt64? {
    guard offset >= 0, count - offset >= 8 else { return nil }
    return UInt64(
      littleEndian: unsafe self.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// How many of the next eight bytes are the inside of a string as they are, up to the first quotation
  /// mark, backslash or control character; 0 where fewer than eight follow.
  ///
  /// Each byte is looked at by arithmetic on all eight: one that is zero after a difference borrows
  /// into its highest bit. A byte above one that is found may be found too, which does no harm.
  @inline(__always) func plainBytes(at offset: Int) -> Int {
    guard let word = word(at: offset) else { return 0 }
    let ones: UInt64 = 0x0101_0101_0101_0101
    let quotes = word ^ ones &* UInt64(UInt8(ascii: "\""))
    let backslashes = word ^ ones &* UInt64(UInt8(ascii: "\\"))
    let found =
      (quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes
      | (word &- ones &* 0x20) & ~word
    return (found & (ones &* 0x80)).trailingZeroBitCount / 8
  }

  /// The first offset of a line feed or carriage return that is not before `start`, or `nil`.
  package func lineEnd(from start: Int) -> Int? {
    let ones: UInt64 = 0x0101_0101_0101_0101
    var index = start
    while let word = word(at: index) {
      let (feeds, returns) = (word ^ ones &* 0x0A, word ^ ones &* 0x0D)
      let found = (feeds &- ones) & ~feeds | (returns &- ones) & ~returns
      let place = (found & (ones &* 0x80)).trailingZeroBitCount / 8
      if place < 8 { return index + place }
      index += 8
    }
    while index < count, self[index] != UInt8(ascii: "\n"), self[index] != UInt8(ascii: "\r") {
      index += 1
    }
    return index < count ? index : nil
  }

  /// Whether eight bytes follow that are printable ASCII without quotation marks and backslashes.
  @inline(__always) func isPrintableWord(at offset: Int) -> Bool {
    plainBytes(at: offset) == 8 && word(at: offset)?.isPrintableASCII == true
  }

  /// Whether a range holds exactly these bytes.
  package func holds(_ text: StaticString, in range: Range<Int>) -> Bool {
    guard range.count == text.utf8CodeUnitCount, range.upperBound <= count else { return false }
    return text.withUTF8Buffer { wanted in
      holds(unsafe Span(_unsafeElements: wanted), at: range.lowerBound)
    }
  }

  /// Whether a string represents this text.
  @usableFromInline package func holds(_ text: StaticString, in string: JSONString) -> Bool {
    if string.isPlain {
      return string.range.count == text.utf8CodeUnitCount && holds(text, in: string.range)
    }
    return holds(text, unescaping: string)
  }

  private func holds(_ text: StaticString, unescaping string: JSONString) -> Bool {
    var plain: [UInt8] = []
    unescape(string.range) { plain.append($0) }
    return plain.span.holds(text, in: plain.indices)
  }

  /// The text that a string represents.
  ///
  /// - Parameters:
  ///   - string: Where its inside is.
  ///   - policy: Whether what is not Unicode is a flaw, or becomes U+FFFD.
  /// - Returns: The text.
  /// - Throws: Where it is not Unicode.
  package func text(_ string: JSONString, _ policy: JSONReader.Policy) throws(JSONFlaw) -> String {
    // Nearly every string is what it represents, and then is looked at once.
    if string.isPlain, let text = try? UTF8Span(validating: extracting(string.range)) {
      return String(copying: text)
    }
    if policy == .strict { try checkUnicode(string) }
    guard string.isPlain else {
      var plain: [UInt8] = []
      plain.reserveCapacity(string.range.count)
      unescape(string.range) { plain.append($0) }
      return String(decoding: plain, as: UTF8.self)
    }
    return unsafe extracting(string.range).withUnsafeBufferPointer { bytes in
      unsafe String(decoding: bytes, as: UTF8.self)
    }
  }

  private func checkUnicode(_ string: JSONString) throws(JSONFlaw) {
    if let offset = firstThatIsNotUTF8(in: string.range) {
      throw JSONFlaw(offset: offset, rule: "this is not UTF-8")
    }
    guard !string.isPlain else { return }
    var index = string.range.lowerBound
    while index < string.range.upperBound {
      guard self[index] == UInt8(ascii: "\\") else {
        index += 1
        continue
      }
      var next = index + 2
      if self[index + 1] == UInt8(ascii: "u"),
        scalar(at: &next, before: string.range.upperBound) == nil
      {
        throw JSONFlaw(offset: index, rule: "this escape is half a character")
      }
      index = next
    }
  }

  /// The offset of the first byte that is not of a text in UTF-8.
  package func firstThatIsNotUTF8(in range: Range<Int>) -> Int? {
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: extracting(range))
      return nil
    } catch {
      return range.lowerBound + error.byteOffsets.lowerBound
    }
  }

  /// The number that four hexadecimal digits stand for.
  ///
  /// - Parameter offset: Where they begin.
  /// - Returns: The number, or `nil` if they are not there.
  package func hexadecimal(at offset: Int) -> UInt32? {
    guard offset >= 0, count - offset >= 4 else { return nil }
    var number: UInt32 = 0
    for index in offset..<offset + 4 {
      guard let digit = JSONEscape.digit(self[index]) else { return nil }
      number = number << 4 | digit
    }
    return number
  }

  /// Hands out the bytes that the inside of a JSON string stands for, one by one.
  ///
  /// Half of a surrogate pair stands for U+FFFD, as in Unicode's other encodings.
  ///
  /// - Parameters:
  ///   - range: What is between the quotes, in form.
  ///   - emit: Takes one byte.
  package func unescape(_ range: Range<Int>, emit: (UInt8) -> Void) {
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
      if escape == UInt8(ascii: "u") {
        let scalar = scalar(at: &index, before: range.upperBound) ?? "\u{FFFD}"
        for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { emit(byte) }
      } else {
        emit(JSONEscape.byte(for: escape) ?? escape)
      }
    }
  }

  /// The character of `uXXXX` whose digits begin at `index`, and of the second half after it; `nil`
  /// for half of one.
  private func scalar(at index: inout Int, before end: Int) -> Unicode.Scalar? {
    let first = hexadecimal(at: index) ?? 0xFFFD
    index += 4
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard index + 6 <= end, self[index] == UInt8(ascii: "\\"),
      self[index + 1] == UInt8(ascii: "u"), let second = hexadecimal(at: index + 2),
      let scalar = JSONEscape.joined(first, second)
    else { return nil }
    index += 6
    return scalar
  }
}
