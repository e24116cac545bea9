/// Writes JSON values as text, members sorted by name, so that equal values look equal.
///
/// Characters that are unsafe to show are always escaped: any document may end up on a terminal.
struct JSONWriter {
  /// Whether members and elements are on lines of their own, indented.
  let isPretty: Bool
  private(set) var bytes: [UInt8] = []
  private var depth = 0

  init(isPretty: Bool) {
    self.isPretty = isPretty
    bytes.reserveCapacity(512)
  }

  /// Adds a value.
  ///
  /// - Throws: A failure when a number is not finite.
  mutating func write(_ value: JSONValue) throws(JSONFlaw) {
    switch value {
    case .null: write("null")
    case .bool(let value): write(value ? "true" : "false")
    case .integer(let number): bytes += String(number).utf8
    case .number(let number):
      guard number.isFinite else {
        throw JSONFlaw(offset: bytes.count, rule: "a number is not finite")
      }
      // Not taken off the bytes again: a slice of them would make each number copy them all.
      let text = number.description
      bytes += text.hasSuffix(".0") ? text.dropLast(2).utf8 : text[...].utf8
    case .string(let text): write(string: text)
    case .array(let elements):
      try write(elements, between: "[", "]") { (writer, element) throws(JSONFlaw) in
        try writer.write(element)
      }
    case .object(let members):
      try write(members: members.sorted { $0.key < $1.key })
    }
  }

  /// Adds an object, whose members are written in their order.
  mutating func write(members: [(key: String, value: JSONValue)]) throws(JSONFlaw) {
    try write(members, between: "{", "}") { (writer, member) throws(JSONFlaw) in
      writer.write(string: member.key)
      writer.write(writer.isPretty ? " : " : ":")
      try writer.write(member.value)
    }
  }

  /// Adds the start of an array or object, whose items follow one by one.
  mutating func begin(_ start: StaticString) {
    write(start)
    depth += 1
  }

  /// Adds what is before an item.
  mutating func beginItem(isFirst: Bool) {
    if !isFirst { write(",") }
    endLine()
  }

  /// Adds the end of an array or object.
  mutating func end(_ end: StaticString, isEmpty: Bool) {
    depth -= 1
    if !isEmpty { endLine() }
    write(end)
  }

  private mutating func write<Item>(
    _ items: [Item], between start: StaticString, _ end: StaticString,
    each: (inout JSONWriter, Item) throws(JSONFlaw) -> Void
  ) throws(JSONFlaw) {
    begin(start)
    for (index, item) in items.enumerated() {
      beginItem(isFirst: index == 0)
      try each(&self, item)
    }
    self.end(end, isEmpty: items.isEmpty)
  }

  private mutating func endLine() {
    guard isPretty else { return }
    write("\n")
    bytes += repeatElement(UInt8(ascii: " "), count: 2 * depth)
  }

  private mutating func write(_ text: StaticString) {
    text.withUTF8Buffer { unsafe bytes += $0 }
  }

  private mutating func write(string text: String) {
    var text = text
    write("\"")
    text.withUTF8 { text in
      // What needs no escape is copied as a whole.
      var (start, place) = (0, 0)
      while place < text.count {
        if unsafe text.span.isPrintableWord(at: place) {
          place += 8
        } else if unsafe Self.mayNeedEscape(text[place]) {
          unsafe bytes += text[start..<place]
          start = unsafe place + Unicode.Scalar.length(startingWith: text[place])
          unsafe write(escapeOf: text[place..<start])
          place = start
        } else {
          place += 1
        }
      }
      unsafe bytes += text[start...]
    }
    write("\"")
  }

  private static func mayNeedEscape(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
      || Unicode.Scalar.mayBeUnsafeToShow(startingWith: byte)
  }

  /// Adds a character, as an escape where JSON wants one or a terminal would obey it.
  private mutating func write(escapeOf character: Slice<UnsafeBufferPointer<UInt8>>) {
    switch unsafe character[character.startIndex] {
    case UInt8(ascii: "\""): write("\\\"")
    case UInt8(ascii: "\\"): write("\\\\")
    case 0x08: write("\\b")
    case 0x09: write("\\t")
    case 0x0A: write("\\n")
    case 0x0C: write("\\f")
    case 0x0D: write("\\r")
    default:
      let text = unsafe String(decoding: character, as: UTF8.self)
      guard text.unicodeScalars.contains(where: \.isUnsafeToShow) else {
        return bytes += text.utf8
      }
      for unit in text.utf16 {
        write("\\u")
        bytes += [12, 8, 4, 0].map { Self.digits[Int(unit >> $0) & 0xF] }
      }
    }
  }

  private static let digits = Array("0123456789abcdef".utf8)
}
