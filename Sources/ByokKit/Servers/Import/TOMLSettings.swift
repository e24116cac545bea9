internal import ByokCore

/// Reads TOML, of which dates are taken as words.
///
/// Source: TOML 1.0.0, <https://toml.io/en/v1.0.0>.
struct TOMLSettings {
  private var builder = SettingsBuilder()
  private var cursor = SettingsCursor()
  /// The table that a header has opened.
  private var table = SettingsDocument.root

  /// - Throws: The first flaw.
  static func read(_ bytes: Span<UInt8>) throws(SettingsFlaw) -> SettingsBuilder {
    var reader = Self()
    // Some editors begin a file with a byte-order mark.
    _ = reader.cursor.take("\u{FEFF}", bytes)
    reader.builder.add(.table, nil, in: -1, at: 0)
    reader.skipSpace(bytes)
    while reader.cursor.peek(bytes) != nil {
      try reader.line(bytes)
      reader.cursor.skipBlanks(bytes)
      let end = reader.cursor.offset
      reader.skipComment(bytes)
      guard reader.cursor.peek(bytes).map({ $0 == 0x0A || $0 == 0x0D }) ?? true else {
        throw SettingsFlaw(end, "expected the end of the line")
      }
      reader.skipSpace(bytes)
    }
    return reader.builder
  }

  private mutating func skipComment(_ bytes: Span<UInt8>) {
    if cursor.peek(bytes) == UInt8(ascii: "#") { cursor.skipLine(bytes) }
  }

  /// Skips blanks, ends of lines and comments.
  private mutating func skipSpace(_ bytes: Span<UInt8>) {
    while true {
      let start = cursor.offset
      _ = cursor.take(bytes) { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
      skipComment(bytes)
      if cursor.offset == start { return }
    }
  }

  // MARK: Lines

  private mutating func line(_ bytes: Span<UInt8>) throws(SettingsFlaw) {
    let start = cursor.offset
    if cursor.take("[[", bytes) {
      let names = try keys(bytes)
      guard cursor.take("]]", bytes) else { throw SettingsFlaw(start, "expected ']]'") }
      table = try newElement(names, at: start)
    } else if cursor.take("[", bytes) {
      let names = try keys(bytes)
      guard cursor.take("]", bytes) else { throw SettingsFlaw(start, "expected ']'") }
      table = try open(names[...], in: SettingsDocument.root, at: start)
    } else {
      try assignment(bytes, in: table, depth: 0)
    }
  }

  private mutating func assignment(
    _ bytes: Span<UInt8>, in table: Int, depth: Int
  ) throws(SettingsFlaw) {
    let start = cursor.offset
    let names = try keys(bytes)
    guard cursor.take("=", bytes) else {
      throw SettingsFlaw(cursor.offset, "expected '=' after the name")
    }
    cursor.skipBlanks(bytes)
    let owner = try open(names.dropLast(), in: table, at: start)
    guard let name = names.last, builder.member(name, of: owner) == nil else {
      throw SettingsFlaw(start, "this name is set twice")
    }
    try value(bytes, name, in: owner, depth: depth)
  }

  /// The table at some names, which is made where there is none; of a list, its last one.
  private mutating func open(
    _ names: ArraySlice<String>, in table: Int, at offset: Int
  ) throws(SettingsFlaw) -> Int {
    var table = table
    for name in names {
      switch builder.member(name, of: table) {
      case (let index, .table)?: table = index
      case (let index, .list)?:
        guard let last = builder.lastElement(of: index) else {
          throw SettingsFlaw(offset, "this name is a list")
        }
        table = last
      case nil: table = builder.add(.table, name, in: table, at: offset)
      default: throw SettingsFlaw(offset, "this name is set already, and is no table")
      }
    }
    return table
  }

  /// A new element of a list of tables.
  private mutating func newElement(
    _ names: [String], at offset: Int
  ) throws(SettingsFlaw) -> Int {
    let owner = try open(names.dropLast(), in: SettingsDocument.root, at: offset)
    let name = names.last ?? ""
    let found = builder.member(name, of: owner)
    guard found?.kind ?? .list == .list else {
      throw SettingsFlaw(offset, "this name is set already, and is no list")
    }
    let list = found?.index ?? builder.add(.list, name, in: owner, at: offset)
    return builder.add(.table, nil, in: list, at: offset)
  }

  // MARK: Names

  private mutating func keys(_ bytes: Span<UInt8>) throws(SettingsFlaw) -> [String] {
    var names: [String] = []
    repeat {
      cursor.skipBlanks(bytes)
      names.append(try key(bytes))
      cursor.skipBlanks(bytes)
    } while cursor.take(".", bytes)
    return names
  }

  private mutating func key(_ bytes: Span<UInt8>) throws(SettingsFlaw) -> String {
    if cursor.take("\"", bytes) { return try QuotedText(&cursor, bytes).text(in: bytes) }
    if cursor.take("'", bytes) {
      let range = try literal(bytes)
      return String(decoding: range.map { bytes[$0] }, as: UTF8.self)
    }
    let range = cursor.take(bytes) { EnvironmentFile.isOfName($0) || $0 == UInt8(ascii: "-") }
    guard !range.isEmpty else { throw SettingsFlaw(cursor.offset, "expected a name") }
    return String(decoding: range.map { bytes[$0] }, as: UTF8.self)
  }

  // MARK: Values

  private mutating func value(
    _ bytes: Span<UInt8>, _ name: String?, in parent: Int, depth: Int
  ) throws(SettingsFlaw) {
    guard depth < SettingsBuilder.depthLimit else {
      throw SettingsFlaw(cursor.offset, "it is too deeply nested")
    }
    let start = cursor.offset
    if cursor.take("[", bytes) {
      let list = builder.add(.list, name, in: parent, at: start)
      try elements(bytes, of: list, depth: depth)
    } else if cursor.take("{", bytes) {
      let table = builder.add(.table, name, in: parent, at: start)
      try members(bytes, of: table, depth: depth)
    } else if let (kind, pieces) = try string(bytes) {
      builder.add(kind, name, in: parent, at: start, pieces)
    } else {
      let word = cursor.take(bytes) { byte in
        EnvironmentFile.isOfName(byte) || "+-.:".utf8.contains(byte)
      }
      guard let first = word.first.map({ bytes[$0] }) else {
        throw SettingsFlaw(start, "expected a value")
      }
      let isNumber = JSONReader.beginsNumber(first) || first == UInt8(ascii: "+")
      guard
        isNumber || ["true", "false", "inf", "nan"].contains(where: { bytes.holds($0, in: word) })
      else { throw SettingsFlaw(start, "expected a value; a string needs quotes") }
      builder.add(isNumber ? .number : .word, name, in: parent, at: start, [.bytes(word)])
    }
  }

  private mutating func elements(
    _ bytes: Span<UInt8>, of list: Int, depth: Int
  ) throws(SettingsFlaw) {
    skipSpace(bytes)
    while !cursor.take("]", bytes) {
      try value(bytes, nil, in: list, depth: depth + 1)
      skipSpace(bytes)
      if cursor.take(",", bytes) {
        skipSpace(bytes)
      } else if cursor.peek(bytes) != UInt8(ascii: "]") {
        throw SettingsFlaw(cursor.offset, "expected ',' or ']'")
      }
    }
  }

  private mutating func members(
    _ bytes: Span<UInt8>, of table: Int, depth: Int
  ) throws(SettingsFlaw) {
    cursor.skipBlanks(bytes)
    while !cursor.take("}", bytes) {
      try assignment(bytes, in: table, depth: depth + 1)
      cursor.skipBlanks(bytes)
      if cursor.take(",", bytes) {
        cursor.skipBlanks(bytes)
      } else if cursor.peek(bytes) != UInt8(ascii: "}") {
        throw SettingsFlaw(cursor.offset, "expected ',' or '}' on the same line")
      }
    }
  }

  // MARK: Strings

  private typealias Text = (SettingsDocument.Kind, [EnvironmentFile.Piece])

  /// A string of any of the four kinds; `nil` where none begins.
  private mutating func string(_ bytes: Span<UInt8>) throws(SettingsFlaw) -> Text? {
    for quote in ["\"\"\"", "'''"] where cursor.take(quote, bytes) {
      return try longString(bytes, quote)
    }
    if cursor.take("\"", bytes) {
      return (.string, try QuotedText(&cursor, bytes, escapes: [UInt8(ascii: "e"): [0x1B]]).pieces)
    }
    return cursor.take("'", bytes) ? (.string, [.bytes(try literal(bytes))]) : nil
  }

  /// What is between single quotes.
  private mutating func literal(_ bytes: Span<UInt8>) throws(SettingsFlaw) -> Range<Int> {
    let range = cursor.take(bytes) { $0 != UInt8(ascii: "'") && $0 != 0x0A }
    guard cursor.take("'", bytes) else {
      throw SettingsFlaw(range.lowerBound, "this string does not end on its line")
    }
    return range
  }

  /// What is between three quotes; with escapes, it is a word, which nothing takes for a text.
  private mutating func longString(
    _ bytes: Span<UInt8>, _ quote: String
  ) throws(SettingsFlaw) -> Text {
    _ = cursor.take("\r", bytes)
    _ = cursor.take("\n", bytes)
    let start = cursor.offset
    var kind = SettingsDocument.Kind.string
    while cursor.peek(bytes) != nil {
      if quote == "\"\"\"", cursor.take("\\", bytes) {
        kind = .word
        cursor.offset += 1
      } else if cursor.take(quote, bytes) {
        return (kind, kind == .string ? [.bytes(start..<cursor.offset - 3)] : [])
      } else {
        cursor.offset += 1
      }
    }
    throw SettingsFlaw(start, "this string is not closed")
  }
}
