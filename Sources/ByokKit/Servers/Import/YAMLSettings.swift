internal import ByokCore

/// Reads the part of YAML that programs write: mappings, sequences and scalars.
///
/// Anchors, aliases, tags and several documents are refused. Texts over several lines are words, which
/// nothing takes for a text.
///
/// Source: YAML 1.2.2, <https://yaml.org/spec/1.2.2/>.
struct YAMLSettings {
  var builder = SettingsBuilder()
  var cursor = SettingsCursor()
  /// How far the current line's content is from its beginning; `nil` at the end of the text.
  private(set) var indent: Int?

  /// - Throws: The first flaw.
  static func read(_ bytes: Span<UInt8>) throws(SettingsFlaw) -> SettingsBuilder {
    var reader = Self()
    try reader.nextLine(bytes)
    if reader.indent == 0, bytes.holds("---", at: reader.cursor.offset) {
      reader.cursor.offset += 3
      try reader.endLine(bytes)
    }
    guard let indent = reader.indent, try reader.hasKey(bytes) else {
      throw SettingsFlaw(reader.cursor.offset, "expected a mapping: name: value")
    }
    let root = reader.builder.add(.table, nil, in: -1, at: reader.cursor.offset)
    try reader.mapping(bytes, root, at: indent, depth: 1)
    guard reader.indent == nil else { throw reader.flaw("expected less indentation") }
    return reader.builder
  }

  func flaw(_ rule: String) -> SettingsFlaw { SettingsFlaw(cursor.offset, rule) }

  // MARK: Lines

  /// Goes to the next line that has content, from the beginning of a line.
  private mutating func nextLine(_ bytes: Span<UInt8>) throws(SettingsFlaw) {
    while cursor.peek(bytes) != nil {
      let blanks = cursor.take(bytes) { $0 == 0x20 }
      switch cursor.peek(bytes) {
      case 0x09: throw flaw("a tab is no indentation")
      case nil, 0x0A, 0x0D, UInt8(ascii: "#"):
        cursor.skipLine(bytes)
        _ = cursor.take("\n", bytes)
      default:
        indent = blanks.count
        return
      }
    }
    indent = nil
  }

  /// Takes blanks and a comment up to the line's end, then goes to the next line.
  mutating func endLine(_ bytes: Span<UInt8>) throws(SettingsFlaw) {
    guard isAtEnd(bytes) else { throw flaw("expected the end of the line") }
    cursor.skipLine(bytes)
    _ = cursor.take("\n", bytes)
    try nextLine(bytes)
  }

  /// Whether only blanks and a comment are left of the line.
  private mutating func isAtEnd(_ bytes: Span<UInt8>) -> Bool {
    cursor.skipBlanks(bytes)
    guard let byte = cursor.peek(bytes) else { return true }
    return byte == 0x0A || byte == 0x0D || byte == UInt8(ascii: "#")
  }

  // MARK: Blocks

  private mutating func mapping(
    _ bytes: Span<UInt8>, _ table: Int, at column: Int, depth: Int
  ) throws(SettingsFlaw) {
    while indent == column, !isItem(bytes) {
      let start = cursor.offset
      guard let name = try key(bytes) else { throw flaw("expected name: value") }
      guard builder.member(name, of: table) == nil else {
        throw SettingsFlaw(start, "this name is set twice")
      }
      try value(bytes, name, in: table, at: column, depth: depth, from: start)
    }
    guard indent ?? 0 <= column else { throw flaw("expected less indentation") }
  }

  private mutating func sequence(
    _ bytes: Span<UInt8>, _ list: Int, at column: Int, depth: Int
  ) throws(SettingsFlaw) {
    while indent == column, isItem(bytes) {
      let start = cursor.offset
      cursor.offset += 1
      cursor.skipBlanks(bytes)
      let inner = column + cursor.offset - start
      if isItem(bytes) {
        indent = inner
        try block(bytes, nil, in: list, at: inner, depth: depth, from: start)
      } else if try hasKey(bytes) {
        indent = inner
        let table = builder.add(.table, nil, in: list, at: start)
        try mapping(bytes, table, at: inner, depth: depth + 1)
      } else {
        try value(bytes, nil, in: list, at: column, depth: depth, from: start)
      }
    }
    guard indent ?? 0 <= column else { throw flaw("expected less indentation") }
  }

  /// A mapping or a sequence on lines of its own.
  private mutating func block(
    _ bytes: Span<UInt8>, _ name: String?, in parent: Int, at column: Int, depth: Int,
    from start: Int
  ) throws(SettingsFlaw) {
    guard depth < SettingsBuilder.depthLimit else { throw flaw("it is too deeply nested") }
    if isItem(bytes) {
      let list = builder.add(.list, name, in: parent, at: start)
      try sequence(bytes, list, at: column, depth: depth + 1)
    } else {
      let table = builder.add(.table, name, in: parent, at: start)
      try mapping(bytes, table, at: column, depth: depth + 1)
    }
  }

  /// Whether an item of a sequence begins here.
  private func isItem(_ bytes: Span<UInt8>) -> Bool {
    guard cursor.peek(bytes) == UInt8(ascii: "-") else { return false }
    return cursor.peek(bytes, 1).map { [0x20, 0x09, 0x0A, 0x0D].contains($0) } ?? true
  }

  /// What follows a name or a dash.
  private mutating func value(
    _ bytes: Span<UInt8>, _ name: String?, in parent: Int, at column: Int, depth: Int,
    from offset: Int
  ) throws(SettingsFlaw) {
    let start = cursor.offset
    if isAtEnd(bytes) {
      try endLine(bytes)
      let isList = name != nil && indent == column && isItem(bytes)
      guard let inner = indent, inner > column || isList else {
        builder.add(.word, name, in: parent, at: start)
        return
      }
      return try block(bytes, name, in: parent, at: inner, depth: depth, from: offset)
    }
    let first = cursor.peek(bytes) ?? 0
    if "|>".utf8.contains(first) {
      builder.add(.word, name, in: parent, at: start, Self.unread)
      return try skipDeeper(bytes, than: column)
    }
    if try !flow(bytes, name, in: parent, isInside: false, depth: depth, column) {
      try endLine(bytes)
    }
  }

  /// A placeholder for text that is not read.
  static let unread: [EnvironmentFile.Piece] = [.byte(UInt8(ascii: "?"))]

  /// Skips the lines that are further in.
  mutating func skipDeeper(
    _ bytes: Span<UInt8>, than column: Int
  ) throws(SettingsFlaw) {
    repeat {
      cursor.skipLine(bytes)
      _ = cursor.take("\n", bytes)
      try nextLine(bytes)
    } while indent.map { $0 > column } ?? false
  }
}
