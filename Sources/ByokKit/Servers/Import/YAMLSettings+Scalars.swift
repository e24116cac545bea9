internal import ByokCore

/// Values on a line, and names.
extension YAMLSettings {
  /// A value in quotes, in brackets, or as it is.
  ///
  /// - Returns: Whether its lines were taken to their ends.
  @discardableResult mutating func flow(
    _ bytes: Span<UInt8>, _ name: String?, in parent: Int, isInside: Bool, depth: Int,
    _ column: Int
  ) throws(SettingsFlaw) -> Bool {
    guard depth < SettingsBuilder.depthLimit else { throw flaw("it is too deeply nested") }
    let start = cursor.offset
    if let pieces = try quoted(bytes) {
      builder.add(.string, name, in: parent, at: start, pieces)
    } else if cursor.take("[", bytes) {
      let list = builder.add(.list, name, in: parent, at: start)
      try elements(bytes, until: "]") { (reader) throws(SettingsFlaw) in
        try reader.flow(bytes, nil, in: list, isInside: true, depth: depth + 1, column)
      }
    } else if cursor.take("{", bytes) {
      let table = builder.add(.table, name, in: parent, at: start)
      try elements(bytes, until: "}") { (reader) throws(SettingsFlaw) in
        guard let name = try reader.key(bytes) else { throw reader.flaw("expected name: value") }
        reader.cursor.skipBlanks(bytes)
        try reader.flow(bytes, name, in: table, isInside: true, depth: depth + 1, column)
      }
    } else {
      return try plain(bytes, name, in: parent, isInside: isInside, column)
    }
    return false
  }

  private mutating func elements(
    _ bytes: Span<UInt8>, until end: String,
    _ element: (inout Self) throws(SettingsFlaw) -> Void
  ) throws(SettingsFlaw) {
    skipSpace(bytes)
    while !cursor.take(end, bytes) {
      try element(&self)
      skipSpace(bytes)
      if cursor.take(",", bytes) {
        skipSpace(bytes)
      } else if cursor.peek(bytes) != end.utf8.first {
        throw flaw("expected ',' or '\(end)'")
      }
    }
  }

  private mutating func skipSpace(_ bytes: Span<UInt8>) {
    _ = cursor.take(bytes) { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
  }

  /// A text without quotes.
  private mutating func plain(
    _ bytes: Span<UInt8>, _ name: String?, in parent: Int, isInside: Bool, _ column: Int
  ) throws(SettingsFlaw) -> Bool {
    let start = cursor.offset
    guard let first = cursor.peek(bytes), !"&*!@`%?|>".utf8.contains(first) else {
      throw flaw("anchors, aliases, tags and the like are not read")
    }
    let end = end(of: bytes, isInside: isInside)
    cursor.offset = end
    var last = end
    while last > start, [0x20, 0x09, 0x0D].contains(bytes[last - 1]) { last -= 1 }
    let word = Array(copying: bytes.extracting(start..<last))
    let kind = Self.kind(of: String(decoding: word, as: UTF8.self))
    var next = self
    if !isInside { try next.endLine(bytes) }
    guard !isInside, let indent = next.indent, indent > column else {
      builder.add(kind, name, in: parent, at: start, [.bytes(start..<last)])
      return false
    }
    // The text goes on, as no text does that is needed.
    builder.add(.word, name, in: parent, at: start, Self.unread)
    try skipDeeper(bytes, than: column)
    return true
  }

  /// Where a text without quotes ends, before blanks and a comment.
  private func end(of bytes: Span<UInt8>, isInside: Bool) -> Int {
    var place = cursor.offset
    while place < bytes.count, bytes[place] != 0x0A {
      let byte = bytes[place]
      if byte == UInt8(ascii: "#"), place > cursor.offset, bytes[place - 1] == 0x20 { break }
      if isInside, ",[]{}".utf8.contains(byte) { break }
      place += 1
    }
    return place
  }

  private static func kind(of word: String) -> SettingsDocument.Kind {
    if ["", "~", "null", "true", "false"].contains(word.lowercased()) { return .word }
    return Double(word) == nil ? .string : .number
  }
}

extension YAMLSettings {
  /// What is in quotes; `nil` where none begin.
  fileprivate mutating func quoted(
    _ bytes: Span<UInt8>
  ) throws(SettingsFlaw) -> [EnvironmentFile.Piece]? {
    if cursor.take("\"", bytes) {
      return try QuotedText(&cursor, bytes, escapes: [UInt8(ascii: "e"): [0x1B]]).pieces
    }
    guard cursor.take("'", bytes) else { return nil }
    var pieces: [EnvironmentFile.Piece] = []
    let start = cursor.offset
    while true {
      let range = cursor.take(bytes) { $0 != UInt8(ascii: "'") && $0 != 0x0A }
      guard cursor.take("'", bytes) else {
        throw SettingsFlaw(start, "this string does not end on its line")
      }
      pieces.append(.bytes(range))
      guard cursor.take("'", bytes) else { return pieces }
      pieces.append(.byte(UInt8(ascii: "'")))
    }
  }

  /// Whether a name and a colon come next.
  func hasKey(_ bytes: Span<UInt8>) throws(SettingsFlaw) -> Bool {
    var reader = self
    return try reader.key(bytes) != nil
  }

  /// A name, with the colon after it; `nil`, and nothing is taken, where none comes.
  mutating func key(_ bytes: Span<UInt8>) throws(SettingsFlaw) -> String? {
    let start = cursor
    var text: [UInt8] = []
    if let pieces = try quoted(bytes) {
      for piece in pieces {
        switch piece {
        case .byte(let byte): text.append(byte)
        case .bytes(let range): text += range.map { bytes[$0] }
        }
      }
    } else if let first = cursor.peek(bytes), !"[{&*!|>%@`?\"'#".utf8.contains(first) {
      while let byte = cursor.peek(bytes), byte != 0x0A, !endsKey(bytes) {
        text.append(byte)
        cursor.offset += 1
      }
    }
    cursor.skipBlanks(bytes)
    while text.last == 0x20 { text.removeLast() }
    guard endsKey(bytes), !text.isEmpty else {
      cursor = start
      return nil
    }
    cursor.offset += 1
    return String(decoding: text, as: UTF8.self)
  }

  /// Whether a colon is here that ends a name.
  private func endsKey(_ bytes: Span<UInt8>) -> Bool {
    guard cursor.peek(bytes) == UInt8(ascii: ":") else { return false }
    return cursor.peek(bytes, 1).map { [0x20, 0x09, 0x0A, 0x0D].contains($0) } ?? true
  }
}
