/// Finds the line on which a text stops being JSON5, which Foundation does not tell on Linux.
///
/// It checks how the parts fit together, not what stands in numbers and escapes.
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
}
