/// Where a document is not JSON; it never quotes the document.
package struct JSONFlaw: Error, Equatable {
  /// Counted in bytes from 0.
  package let offset: Int
  package let rule: String

  /// The place for a person: line and column, counted from 1.
  package func place(in bytes: Span<UInt8>) -> String { TextPlace(offset: offset, in: bytes).text }

  /// The place and the rule, such as `line 2, column 8: a colon must be here`.
  package func description(in bytes: Span<UInt8>) -> String { "\(place(in: bytes)): \(rule)" }
}

/// A place in a text, for people: both numbers begin at 1.
package struct TextPlace: Equatable, Sendable {
  package private(set) var line = 1
  /// Counted in Unicode scalars.
  package private(set) var column = 1

  /// The place of a scalar of a text, or of its end.
  package init(of position: Int, in text: [Unicode.Scalar]) {
    for scalar in text.prefix(position) { pass(isNewline: scalar == "\n") }
  }

  /// The place of a byte of a text in UTF-8, or of its end.
  package init(offset: Int, in bytes: Span<UInt8>) {
    for index in 0..<min(offset, bytes.count) where bytes[index] & 0xC0 != 0x80 {
      pass(isNewline: bytes[index] == UInt8(ascii: "\n"))
    }
  }

  private mutating func pass(isNewline: Bool) {
    column = isNewline ? 1 : column + 1
    line += isNewline ? 1 : 0
  }

  /// Such as `line 3, column 12`.
  package var text: String { "line \(line), column \(column)" }
}
