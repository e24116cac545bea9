/// Knows where the parts of a JSON5 text stand, which Foundation does not tell on Linux.
///
/// It finds the line on which a text stops being JSON5, and edits a text without touching the rest of
/// it, comments included. It checks how the parts fit together, not what stands in numbers and
/// escapes.
///
/// Source: JSON5 1.0.0, sections 2 to 7.
struct JSON5Syntax {
  private let bytes: [UInt8]
  private var position = 0

  private static let depthLimit = 100
  private static let structure = Set("{}[]:,\"'/".utf8)
  private static let words: Set = ["true", "false", "null", "Infinity", "NaN"]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The line of the first flaw, counted from 1; `nil` if none is found.
  mutating func lineOfFlaw() -> Int? {
    if skipSpace(), value(depth: 0), skipSpace(), position == bytes.count { return nil }
    return bytes[..<min(position, bytes.count)].count { $0 == UInt8(ascii: "\n") } + 1
  }

  private var next: Unicode.Scalar? {
    position < bytes.count ? Unicode.Scalar(bytes[position]) : nil
  }

  private mutating func take(_ wanted: Unicode.Scalar) -> Bool {
    guard next == wanted else { return false }
    position += 1
    return true
  }

  /// Skips white space and comments; false when a comment does not end.
  private mutating func skipSpace() -> Bool {
    while let scalar = next {
      let rest = bytes[position...]
      if rest.starts(with: "//".utf8) {
        position = rest.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      } else if rest.starts(with: "/*".utf8) {
        position += 2
        while !bytes[position...].starts(with: "*/".utf8) {
          guard position < bytes.count else { return false }
          position += 1
        }
        position += 2
      } else if scalar.value <= 0x20 {
        position += 1
      } else {
        break
      }
    }
    return true
  }

  private mutating func value(depth: Int) -> Bool {
    guard depth < Self.depthLimit else { return false }
    if take("{") { return list(until: "}", depth: depth, isObject: true) }
    if take("[") { return list(until: "]", depth: depth, isObject: false) }
    if next == "\"" || next == "'" { return string() }
    let start = position
    let word = takeWord()
    let isNumber = word.first.map { "+-.0123456789".contains($0) } ?? false
    guard isNumber || Self.words.contains(word) else {
      position = start
      return false
    }
    return true
  }

  private mutating func list(until end: Unicode.Scalar, depth: Int, isObject: Bool) -> Bool {
    while skipSpace() {
      if take(end) { return true }
      if isObject {
        let isName = next == "\"" || next == "'" ? string() : !takeWord().isEmpty
        guard isName, skipSpace(), take(":"), skipSpace() else { return false }
      }
      guard value(depth: depth + 1), skipSpace() else { return false }
      if !take(",") { return take(end) }
    }
    return false
  }

  private mutating func string() -> Bool {
    let quote = bytes[position]
    let start = position
    position += 1
    while position < bytes.count, bytes[position] != quote {
      if bytes[position] == UInt8(ascii: "\n") { return false }
      position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard position < bytes.count else {
      position = start
      return false
    }
    position += 1
    return true
  }

  private mutating func takeWord() -> String {
    let rest = bytes[position...]
    let word = rest.prefix { $0 > 0x20 && !Self.structure.contains($0) }
    position = word.endIndex
    return String(decoding: word, as: UTF8.self)
  }

  /// Where a member of an object stands.
  struct Member {
    let name: String
    let start: Int
    let value: Range<Int>
    /// The comma behind it, if there is one.
    let comma: Int?
  }

  /// The members of the object that begins here, and where a new one may be put; `nil` if there is
  /// no object.
  mutating func object() -> (members: [Member], start: Int)? {
    guard skipSpace(), take("{") else { return nil }
    let start = position
    var members: [Member] = []
    while skipSpace(), !take("}") {
      let nameStart = position
      guard next == "\"" || next == "'" ? string() : !takeWord().isEmpty else { return nil }
      let name = String(decoding: bytes[nameStart..<position], as: UTF8.self)
      guard skipSpace(), take(":"), skipSpace() else { return nil }
      let valueStart = position
      guard value(depth: 1) else { return nil }
      let value = valueStart..<position
      guard skipSpace() else { return nil }
      let comma = take(",") ? position - 1 : nil
      if comma == nil, next != "}" { return nil }
      members.append(
        Member(
          name: name.filter { !"\"'".contains($0) }, start: nameStart, value: value, comma: comma))
    }
    return (members, start)
  }
}

extension JSON5Syntax {
  /// A document with one member set, and all else as it was.
  ///
  /// - Parameters:
  ///   - path: The names that lead to the member.
  ///   - value: Its JSON.
  ///   - document: The text; an empty one becomes an object.
  /// - Returns: The new text, or `nil` if the document is no object, or a name on the path is not.
  static func setting(
    _ path: ArraySlice<String>, to value: String, in document: [UInt8]
  ) -> [UInt8]? {
    guard let name = path.first else { return Array(value.utf8) }
    if document.isEmpty { return Array("{\n  \(nested(path, value)),\n}\n".utf8) }
    var syntax = JSON5Syntax(document)
    guard let (members, start) = syntax.object() else { return nil }
    guard let member = members.last(where: { $0.name == name }) else {
      let indent = members.isEmpty || document[start] == UInt8(ascii: "\n") ? "\n  " : " "
      return document[..<start] + Array("\(indent)\(nested(path, value)),".utf8)
        + document[start...]
    }
    let old = Array(document[member.value])
    let inner = path.dropFirst().isEmpty ? [] : old
    guard let new = setting(path.dropFirst(), to: value, in: inner) else { return nil }
    return document[..<member.value.lowerBound] + new + document[member.value.upperBound...]
  }

  /// A document without one member, and all else as it was.
  ///
  /// - Parameters:
  ///   - path: The names that lead to the member.
  ///   - document: The text.
  /// - Returns: The new text, or `nil` if there is no such member.
  static func removing(_ path: ArraySlice<String>, from document: [UInt8]) -> [UInt8]? {
    var syntax = JSON5Syntax(document)
    guard let name = path.first, let (members, _) = syntax.object(),
      let member = members.last(where: { $0.name == name })
    else { return nil }
    if path.count > 1 {
      let inner = removing(path.dropFirst(), from: Array(document[member.value]))
      return inner.map {
        document[..<member.value.lowerBound] + $0 + document[member.value.upperBound...]
      }
    }
    var rest = document
    var range = member.start..<member.value.upperBound
    if let comma = member.comma {
      rest.remove(at: comma)
      if comma != range.upperBound {
        rest.removeSubrange(range)
        return rest
      }
    }
    // A line that held nothing else goes with it.
    let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    let lineStart = rest[..<range.lowerBound].lastIndex { !isBlank($0) }.map { $0 + 1 } ?? 0
    let lineEnd = rest[range.upperBound...].firstIndex { !isBlank($0) } ?? rest.count
    let newLine = UInt8(ascii: "\n")
    if lineStart > 0, rest[lineStart - 1] == newLine, lineEnd < rest.count, rest[lineEnd] == newLine
    {
      range = lineStart..<(lineEnd + 1)
    } else {
      range = range.lowerBound..<lineEnd
    }
    rest.removeSubrange(range)
    return rest
  }

  private static func nested(_ path: ArraySlice<String>, _ value: String) -> String {
    guard let name = path.first else { return value }
    let rest = path.dropFirst()
    let text = rest.isEmpty ? value : "{ \(nested(rest, value)) }"
    return "\"\(name)\": \(text)"
  }
}
