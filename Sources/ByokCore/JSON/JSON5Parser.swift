/// Reads a JSON5 text with its comments, and knows of each part where it is.
///
/// Names that occur twice in an object are left to the reader of the document.
///
/// Source: JSON5 1.0.0, sections 2 to 8, <https://spec.json5.org>.
package struct JSON5Parser {
  package let text: [Unicode.Scalar]
  package var position = 0

  private static let depthLimit = 64

  package init(_ text: [Unicode.Scalar]) {
    self.text = text
  }

  /// The one value that the text holds.
  ///
  /// - Throws: The first flaw.
  package static func parse(_ text: [Unicode.Scalar]) throws(JSON5Flaw) -> JSON5Node {
    var parser = JSON5Parser(text)
    try parser.skipSpace()
    let node = try parser.value(depth: 0)
    try parser.skipSpace()
    guard parser.next == nil else { throw parser.expected("nothing more") }
    return node
  }

  package var next: Unicode.Scalar? { position < text.count ? text[position] : nil }

  package mutating func take(_ wanted: Unicode.Scalar) -> Bool {
    guard next == wanted else { return false }
    position += 1
    return true
  }

  /// The flaw that something else is here.
  package func expected(_ what: String) -> JSON5Flaw {
    let word = String(String.UnicodeScalarView(text[position...].prefix(while: Self.isOfName)))
    let found = next.map { scalar in
      scalar == "\n" ? "the end of the line" : (word.isEmpty ? String(scalar) : word).quoted
    }
    return JSON5Flaw(
      position: position, message: "expected \(what), not \(found ?? "the end of the file")")
  }

  /// Skips white space and comments.
  private mutating func skipSpace() throws(JSON5Flaw) {
    while let scalar = next {
      if scalar == "/" {
        try skipComment()
      } else if Self.isSpace(scalar) {
        position += 1
      } else {
        return
      }
    }
  }

  private mutating func skipComment() throws(JSON5Flaw) {
    let start = position
    position += 1
    if take("/") {
      while let scalar = next, !Self.endsLine(scalar) { position += 1 }
      return
    }
    guard take("*") else {
      throw expected("'/' or '*' after '/', for a comment")
    }
    while next != nil {
      if take("*") {
        if take("/") { return }
      } else {
        position += 1
      }
    }
    throw JSON5Flaw(position: start, message: "this comment is not closed")
  }

  private mutating func value(depth: Int) throws(JSON5Flaw) -> JSON5Node {
    guard depth < Self.depthLimit else {
      throw JSON5Flaw(position: position, message: "it is too deeply nested")
    }
    let start = position
    let content: JSON5Node.Content
    if take("{") {
      content = .object(try members(depth: depth))
    } else if take("[") {
      content = .array(try elements(depth: depth))
    } else {
      content = .scalar(try scalar())
    }
    return JSON5Node(content: content, range: start..<position)
  }

  private mutating func elements(depth: Int) throws(JSON5Flaw) -> [JSON5Node] {
    var elements: [JSON5Node] = []
    while true {
      try skipSpace()
      if take("]") { return elements }
      elements.append(try value(depth: depth + 1))
      try skipSpace()
      if take(",") { continue }
      guard take("]") else { throw expected("',' or ']'") }
      return elements
    }
  }

  private mutating func members(depth: Int) throws(JSON5Flaw) -> [JSON5Node.Member] {
    var members: [JSON5Node.Member] = []
    while true {
      try skipSpace()
      if take("}") { return members }
      let start = position
      let name = try name()
      try skipSpace()
      guard take(":") else { throw expected("':' after the name") }
      try skipSpace()
      let value = try value(depth: depth + 1)
      try skipSpace()
      let comma = take(",") ? position - 1 : nil
      members.append(JSON5Node.Member(name: name, start: start, value: value, comma: comma))
      if comma != nil { continue }
      guard take("}") else { throw expected("',' or '}'") }
      return members
    }
  }

  static func endsLine(_ scalar: Unicode.Scalar) -> Bool {
    ["\n", "\r", "\u{2028}", "\u{2029}"].contains(scalar)
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\t", "\u{B}", "\u{C}", " ", "\u{A0}", "\u{FEFF}": true
    default:
      endsLine(scalar)
        || !scalar.isASCII && scalar.properties.generalCategory == .spaceSeparator
    }
  }
}
