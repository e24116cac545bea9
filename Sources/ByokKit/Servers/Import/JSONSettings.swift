internal import ByokCore

/// Reads JSON with comments and trailing commas, as editors take it.
///
/// Source: RFC 8259; the rest as in <https://code.visualstudio.com/docs/languages/json>.
struct JSONSettings {
  private var builder = SettingsBuilder()
  private var cursor = SettingsCursor()

  /// - Throws: The first flaw.
  static func read(_ bytes: Span<UInt8>) throws(SettingsFlaw) -> SettingsBuilder {
    var reader = Self()
    // Some editors begin a file with a byte-order mark.
    _ = reader.cursor.take("\u{FEFF}", bytes)
    try reader.skipSpace(bytes)
    try reader.value(bytes, nil, in: -1, depth: 0)
    try reader.skipSpace(bytes)
    guard reader.cursor.peek(bytes) == nil else { throw reader.expected("nothing more") }
    return reader.builder
  }

  private func expected(_ what: String) -> SettingsFlaw {
    SettingsFlaw(cursor.offset, "expected \(what)")
  }

  private mutating func skipSpace(_ bytes: Span<UInt8>) throws(SettingsFlaw) {
    while true {
      _ = cursor.take(bytes) { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
      let start = cursor.offset
      if cursor.take("//", bytes) {
        cursor.skipLine(bytes)
      } else if cursor.take("/*", bytes) {
        while !cursor.take("*/", bytes) {
          guard cursor.peek(bytes) != nil else {
            throw SettingsFlaw(start, "this comment is not closed")
          }
          cursor.offset += 1
        }
      } else {
        return
      }
    }
  }

  private mutating func value(
    _ bytes: Span<UInt8>, _ name: String?, in parent: Int, depth: Int
  ) throws(SettingsFlaw) {
    guard depth < SettingsBuilder.depthLimit else {
      throw SettingsFlaw(cursor.offset, "it is too deeply nested")
    }
    let start = cursor.offset
    if cursor.take("{", bytes) {
      let table = builder.add(.table, name, in: parent, at: start)
      try list(bytes, until: "}") { (reader) throws(SettingsFlaw) in
        let name = try reader.name(bytes)
        try reader.value(bytes, name, in: table, depth: depth + 1)
      }
    } else if cursor.take("[", bytes) {
      let list = builder.add(.list, name, in: parent, at: start)
      try self.list(bytes, until: "]") { (reader) throws(SettingsFlaw) in
        try reader.value(bytes, nil, in: list, depth: depth + 1)
      }
    } else if cursor.take("\"", bytes) {
      let text = try QuotedText(&cursor, bytes)
      builder.add(.string, name, in: parent, at: start, text.pieces)
    } else {
      let word = cursor.take(bytes) { EnvironmentFile.isOfName($0) || "+-.".utf8.contains($0) }
      guard let first = word.first.map({ bytes[$0] }) else { throw expected("a value") }
      let isWord = ["true", "false", "null"].contains { bytes.holds($0, in: word) }
      guard isWord || JSONReader.beginsNumber(first) else { throw expected("a value") }
      builder.add(isWord ? .word : .number, name, in: parent, at: start, [.bytes(word)])
    }
  }

  /// Reads what is between brackets.
  private mutating func list(
    _ bytes: Span<UInt8>, until end: String,
    _ element: (inout Self) throws(SettingsFlaw) -> Void
  ) throws(SettingsFlaw) {
    try skipSpace(bytes)
    while !cursor.take(end, bytes) {
      try element(&self)
      try skipSpace(bytes)
      if cursor.take(",", bytes) {
        try skipSpace(bytes)
      } else if cursor.peek(bytes) != end.utf8.first {
        throw expected("',' or '\(end)'")
      }
    }
  }

  private mutating func name(_ bytes: Span<UInt8>) throws(SettingsFlaw) -> String {
    guard cursor.take("\"", bytes) else { throw expected("a name in quotes, or '}'") }
    let name = try QuotedText(&cursor, bytes).text(in: bytes)
    try skipSpace(bytes)
    guard cursor.take(":", bytes) else { throw expected("':' after the name") }
    try skipSpace(bytes)
    return name
  }
}

extension QuotedText {
  /// The text, for a name.
  func text(in bytes: Span<UInt8>) -> String {
    var text: [UInt8] = []
    for piece in pieces {
      switch piece {
      case .byte(let byte): text.append(byte)
      case .bytes(let range): text += range.map { bytes[$0] }
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}

extension Span<UInt8> {
  /// Whether a range holds exactly a text.
  func holds(_ text: String, in range: Range<Int>) -> Bool {
    range.count == text.utf8.count && holds(text, at: range.lowerBound)
  }
}
