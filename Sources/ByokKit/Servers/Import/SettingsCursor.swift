internal import ByokCore

/// A place in settings that are being read.
struct SettingsCursor {
  var offset = 0

  /// The next byte; `nil` at the end.
  func peek(_ bytes: Span<UInt8>, _ ahead: Int = 0) -> UInt8? {
    offset + ahead < bytes.count ? bytes[offset + ahead] : nil
  }

  /// Takes a text if it comes next.
  mutating func take(_ text: String, _ bytes: Span<UInt8>) -> Bool {
    guard bytes.holds(text, at: offset) else { return false }
    offset += text.utf8.count
    return true
  }

  /// Takes bytes as long as they are of a kind.
  mutating func take(_ bytes: Span<UInt8>, while isGood: (UInt8) -> Bool) -> Range<Int> {
    let start = offset
    while let byte = peek(bytes), isGood(byte) { offset += 1 }
    return start..<offset
  }

  /// Takes blanks.
  mutating func skipBlanks(_ bytes: Span<UInt8>) {
    _ = take(bytes) { $0 == 0x20 || $0 == 0x09 }
  }

  /// Takes the rest of the line, but not its end.
  mutating func skipLine(_ bytes: Span<UInt8>) {
    _ = take(bytes) { $0 != 0x0A }
  }
}

/// The inside of a string in double quotes, with backslashes as in JSON.
struct QuotedText {
  private(set) var pieces: [EnvironmentFile.Piece] = []
  private var plain = 0

  /// Reads from after the opening quote to after the closing one, which is on the same line.
  ///
  /// - Parameters:
  ///   - cursor: Where the inside begins.
  ///   - bytes: The text.
  ///   - escapes: Letters that may follow a backslash, besides those of JSON, and their meaning.
  /// - Throws: Where it does not end, or an escape is unknown.
  init(
    _ cursor: inout SettingsCursor, _ bytes: Span<UInt8>, escapes: [UInt8: [UInt8]] = [:]
  ) throws(SettingsFlaw) {
    let start = cursor.offset
    plain = start
    while let byte = cursor.peek(bytes), byte != 0x0A {
      if byte == UInt8(ascii: "\"") {
        close(cursor.offset)
        cursor.offset += 1
        return
      }
      if byte == UInt8(ascii: "\\") {
        try escape(&cursor, bytes, escapes)
      } else {
        cursor.offset += 1
      }
    }
    throw SettingsFlaw(start, "this string does not end on its line")
  }

  private mutating func close(_ end: Int) {
    if plain < end { pieces.append(.bytes(plain..<end)) }
  }

  private mutating func escape(
    _ cursor: inout SettingsCursor, _ bytes: Span<UInt8>, _ escapes: [UInt8: [UInt8]]
  ) throws(SettingsFlaw) {
    let start = cursor.offset
    close(start)
    guard let letter = cursor.peek(bytes, 1) else { throw Self.unknown(start) }
    if let meaning = escapes[letter] {
      pieces += meaning.map { .byte($0) }
      cursor.offset += 2
    } else if letter == UInt8(ascii: "u") || letter == UInt8(ascii: "U") {
      try scalar(&cursor, bytes, isLong: letter == UInt8(ascii: "U"))
    } else if "bfnrt\"\\/".utf8.contains(letter) {
      bytes.unescape(start..<start + 2) { pieces.append(.byte($0)) }
      cursor.offset += 2
    } else {
      throw Self.unknown(start)
    }
    plain = cursor.offset
  }

  private mutating func scalar(
    _ cursor: inout SettingsCursor, _ bytes: Span<UInt8>, isLong: Bool
  ) throws(SettingsFlaw) {
    let start = cursor.offset
    guard let first = bytes.hexadecimal(at: start + 2) else { throw Self.unknown(start) }
    var scalar = Unicode.Scalar(first)
    cursor.offset += 6
    if isLong {
      guard let second = bytes.hexadecimal(at: start + 6), first < 0x11 else {
        throw Self.unknown(start)
      }
      scalar = Unicode.Scalar(first << 16 | second)
      cursor.offset += 4
    } else if scalar == nil, cursor.take("\\u", bytes),
      let second = bytes.hexadecimal(at: cursor.offset)
    {
      scalar = JSONEscape.joined(first, second)
      cursor.offset += 4
    }
    guard let scalar, scalar != "\0" else { throw Self.unknown(start) }
    pieces += UTF8.encode(scalar).map { $0.map { .byte($0) } } ?? []
  }

  private static func unknown(_ offset: Int) -> SettingsFlaw {
    SettingsFlaw(offset, "this escape is unknown")
  }
}
