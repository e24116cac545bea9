internal import ByokCore

// What follows a name.
extension EnvironmentFileParser {
  /// Reads the value at the place.
  ///
  /// - Throws: Where its quote is not closed.
  mutating func readValue(
    _ bytes: Span<UInt8>, into assignment: inout EnvironmentFile.Assignment
  ) throws(EnvironmentFile.Flaw) {
    guard let first = byte(bytes, position), !isAtLineEnd(bytes) else { return }
    if "'\"`".utf8.contains(first) {
      try readQuoted(bytes, into: &assignment)
    } else {
      readPlain(bytes, into: &assignment)
    }
  }

  /// Reads quoted parts and what adjoins them: a shell makes one word of them.
  private mutating func readQuoted(
    _ bytes: Span<UInt8>, into assignment: inout EnvironmentFile.Assignment
  ) throws(EnvironmentFile.Flaw) {
    let first = line
    while let next = byte(bytes, position), !isAtLineEnd(bytes), !isBlank(bytes, position),
      !isEnd(bytes, position)
    {
      if "'\"`".utf8.contains(next) {
        try readQuote(bytes, next, into: &assignment)
        if line > first { break }
      } else {
        if next == UInt8(ascii: "\\") { assignment.doubt = "it has a backslash outside of quotes" }
        assignment.append(position..<position + 1)
        position += 1
      }
    }
    guard line > first else { return }
    // What follows a value of several lines shows that its quote was meant to end earlier.
    var rest = position
    while isBlank(bytes, rest) { rest += 1 }
    guard isLineEnd(bytes, rest) || "#;,".utf8.contains(bytes[rest]) else {
      throw .init(line: first, rule: "the quote of \(assignment.name.shown) is not closed")
    }
  }

  /// Reads from an opening quote to its closing one.
  private mutating func readQuote(
    _ bytes: Span<UInt8>, _ quote: UInt8, into assignment: inout EnvironmentFile.Assignment
  ) throws(EnvironmentFile.Flaw) {
    let first = line
    if quote == UInt8(ascii: "`") { assignment.doubt = "it is in backticks" }
    let mark = String(repeating: Character(Unicode.Scalar(quote)), count: 3)
    // Three quotes, as in TOML and Python, are one mark: a shell comes to the same value.
    let length = bytes.holds(mark, at: position) ? 3 : 1
    position += length
    var start = position
    while let next = byte(bytes, position),
      length == 1 ? next != quote : !bytes.holds(mark, at: position)
    {
      if isAtLineEnd(bytes) {
        passLineEnd(bytes)
      } else if next == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        assignment.append(start..<position)
        readEscape(bytes, into: &assignment)
        start = position
      } else {
        if next == UInt8(ascii: "\\"), let after = byte(bytes, position + 1),
          after == quote || after == next
        {
          assignment.doubt = "its backslashes are ambiguous"
        }
        position += 1
      }
    }
    guard position < bytes.count else {
      throw .init(line: first, rule: "the quote of \(assignment.name.shown) is not closed")
    }
    assignment.append(start..<position)
    position += length
  }

  /// Reads an escape in double quotes.
  private mutating func readEscape(
    _ bytes: Span<UInt8>, into assignment: inout EnvironmentFile.Assignment
  ) {
    position += 1
    guard let escaped = byte(bytes, position) else { return }
    if isAtLineEnd(bytes) { return passLineEnd(bytes) }
    switch escaped {
    case UInt8(ascii: "n"): assignment.append(0x0A)
    case UInt8(ascii: "r"): assignment.append(0x0D)
    case UInt8(ascii: "t"): assignment.append(0x09)
    case _ where "\"\\$`".utf8.contains(escaped): assignment.append(escaped)
    default:
      assignment.doubt = "its backslashes are ambiguous"
      assignment.append(position - 1..<position + 1)
    }
    position += 1
  }

  /// Reads to the end of the line, to a comment, or to where another assignment begins.
  private mutating func readPlain(
    _ bytes: Span<UInt8>, into assignment: inout EnvironmentFile.Assignment
  ) {
    let start = position
    var end = position
    while !isAtLineEnd(bytes), !isSemicolonAtEnd(bytes, position) {
      if isBlank(bytes, position) {
        skipBlanks(bytes)
        if isAtLineEnd(bytes) || bytes[position] == UInt8(ascii: "#") || isAssignment(bytes) {
          break
        }
      } else {
        position += 1
        end = position
      }
    }
    if end > start, bytes[end - 1] == UInt8(ascii: "\\") {
      assignment.doubt = "it continues on the next line"
    }
    assignment.append(start..<end)
  }

  /// Whether a value in quotes ends there, and something else follows.
  private func isEnd(_ bytes: Span<UInt8>, _ index: Int) -> Bool {
    ",)}]".utf8.contains(bytes[index]) || isSemicolonAtEnd(bytes, index)
  }

  /// Whether a semicolon is there that ends a command, and is not a part of the value.
  private func isSemicolonAtEnd(_ bytes: Span<UInt8>, _ index: Int) -> Bool {
    bytes[index] == UInt8(ascii: ";") && (isBlank(bytes, index + 1) || isLineEnd(bytes, index + 1))
  }

  /// Whether `NAME=` is at the place.
  private func isAssignment(_ bytes: Span<UInt8>) -> Bool {
    var index = position
    while let next = byte(bytes, index), EnvironmentFile.isOfName(next) { index += 1 }
    return index > position && byte(bytes, index) == UInt8(ascii: "=")
      && byte(bytes, index + 1) != UInt8(ascii: "=")
  }
}
