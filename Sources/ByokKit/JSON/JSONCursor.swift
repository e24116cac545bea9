/// Walks through a JSON text whose shape is expected; whoever meets another reads it in general.
///
/// It refuses more than it has to, but takes nothing that is not JSON (RFC 8259).
struct JSONCursor {
  private var position = 0

  /// Whether only white space is left.
  mutating func isAtEnd(_ bytes: Span<UInt8>) -> Bool {
    skipSpace(bytes)
    return position == bytes.count
  }

  /// Takes a byte that must come next, behind white space.
  mutating func take(_ wanted: Unicode.Scalar, _ bytes: Span<UInt8>) -> Bool {
    skipSpace(bytes)
    guard position < bytes.count, bytes[position] == UInt8(ascii: wanted) else { return false }
    position += 1
    return true
  }

  /// Takes a string and answers where its inside lies.
  mutating func string(_ bytes: Span<UInt8>) -> Range<Int>? {
    guard take("\"", bytes) else { return nil }
    let start = position
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\"") { return start..<position - 1 }
      guard byte >= 0x20 else { return nil }
      if byte == UInt8(ascii: "\\") {
        guard escape(bytes) else { return nil }
      }
    }
    return nil
  }

  /// Takes a member's name and the colon behind it.
  mutating func name(_ bytes: Span<UInt8>) -> Range<Int>? {
    guard let name = string(bytes), take(":", bytes) else { return nil }
    return name
  }

  /// Takes the text of a string; `nil` if there is none, or it is not UTF-8.
  mutating func text(_ bytes: Span<UInt8>) -> String? {
    guard let range = string(bytes) else { return nil }
    return bytes.text(range)
  }

  /// Takes `null`, if that comes next.
  mutating func null(_ bytes: Span<UInt8>) -> Bool {
    skipSpace(bytes)
    return word("null", bytes)
  }

  /// Takes a whole number of few digits.
  mutating func smallNumber(_ bytes: Span<UInt8>) -> Int? {
    skipSpace(bytes)
    let start = position
    guard digits(bytes), position - start <= 9, position < bytes.count else { return nil }
    guard bytes[start] != UInt8(ascii: "0") || position - start == 1 else { return nil }
    guard !".eE".utf8.contains(bytes[position]) else { return nil }
    return (start..<position).reduce(0) { $0 * 10 + Int(bytes[$1] - UInt8(ascii: "0")) }
  }

  /// Passes over a value.
  mutating func skip(_ bytes: Span<UInt8>) -> Bool {
    skipSpace(bytes)
    guard position < bytes.count else { return false }
    switch bytes[position] {
    case UInt8(ascii: "\""): return string(bytes) != nil
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return number(bytes)
    default: return value(bytes) != nil
    }
  }

  /// Takes any value whose meaning no two readers disagree about.
  ///
  /// - Parameters:
  ///   - bytes: The text.
  ///   - depth: How many arrays and objects it may lie in yet.
  /// - Returns: The value; `nil` where a reader in general has to judge: a name that comes twice, a
  ///   number that is not a whole one of at most 18 digits, what is nested deeply.
  mutating func value(
    _ bytes: Span<UInt8>, depth: Int = JSONValue.depthLimit
  ) -> JSONValue? {
    skipSpace(bytes)
    guard position < bytes.count, depth > 0 else { return nil }
    switch bytes[position] {
    case UInt8(ascii: "\""): return text(bytes).map(JSONValue.string)
    case UInt8(ascii: "n"): return word("null", bytes) ? .null : nil
    case UInt8(ascii: "t"): return word("true", bytes) ? .bool(true) : nil
    case UInt8(ascii: "f"): return word("false", bytes) ? .bool(false) : nil
    case UInt8(ascii: "["): return elements(bytes, depth).map(JSONValue.array)
    case UInt8(ascii: "{"): return members(bytes, depth).map(JSONValue.object)
    default: return wholeNumber(bytes).map(JSONValue.integer)
    }
  }

  private mutating func elements(_ bytes: Span<UInt8>, _ depth: Int) -> [JSONValue]? {
    guard take("[", bytes) else { return nil }
    if take("]", bytes) { return [] }
    var elements: [JSONValue] = []
    repeat {
      guard let element = value(bytes, depth: depth - 1) else { return nil }
      elements.append(element)
    } while take(",", bytes)
    return take("]", bytes) ? elements : nil
  }

  private mutating func members(_ bytes: Span<UInt8>, _ depth: Int) -> [String: JSONValue]? {
    guard take("{", bytes) else { return nil }
    var members: [String: JSONValue] = [:]
    if take("}", bytes) { return members }
    repeat {
      guard let name = text(bytes), take(":", bytes), let value = value(bytes, depth: depth - 1),
        members.updateValue(value, forKey: name) == nil
      else { return nil }
    } while take(",", bytes)
    return take("}", bytes) ? members : nil
  }

  private mutating func wholeNumber(_ bytes: Span<UInt8>) -> Int? {
    let start = position
    guard number(bytes), position - start <= 18 else { return nil }
    return Int(String(decoding: Array(copying: bytes.extracting(start..<position)), as: UTF8.self))
  }

  private mutating func skipSpace(_ bytes: Span<UInt8>) {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return
      }
    }
  }

  private mutating func word(_ word: StaticString, _ bytes: Span<UInt8>) -> Bool {
    guard bytes.holds(word, in: position..<position + word.utf8CodeUnitCount) else { return false }
    position += word.utf8CodeUnitCount
    return true
  }

  private mutating func escape(_ bytes: Span<UInt8>) -> Bool {
    guard position < bytes.count else { return false }
    let byte = bytes[position]
    position += 1
    guard byte == UInt8(ascii: "u") else { return "\"\\/bfnrt".utf8.contains(byte) }
    guard bytes.hexadecimal(at: position) != nil else { return false }
    position += 4
    return true
  }

  private mutating func number(_ bytes: Span<UInt8>) -> Bool {
    if bytes[position] == UInt8(ascii: "-") { position += 1 }
    let start = position
    guard digits(bytes) else { return false }
    guard bytes[start] != UInt8(ascii: "0") || position == start + 1 else { return false }
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      position += 1
      guard digits(bytes) else { return false }
    }
    guard position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") else { return true }
    position += 1
    if position < bytes.count, "+-".utf8.contains(bytes[position]) { position += 1 }
    return digits(bytes)
  }

  private mutating func digits(_ bytes: Span<UInt8>) -> Bool {
    let start = position
    while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 { position += 1 }
    return position > start
  }
}

extension JSONValue {
  /// Reads a text in which nothing is in doubt; `nil` for every other, which is no verdict.
  ///
  /// Foundation's decoder takes many times as long. What this reads, both read alike.
  init?(common bytes: Span<UInt8>) {
    var cursor = JSONCursor()
    guard let value = cursor.value(bytes), cursor.isAtEnd(bytes) else { return nil }
    self = value
  }
}

extension Span<UInt8> {
  /// Whether a range holds exactly these bytes.
  func holds(_ text: StaticString, in range: Range<Int>) -> Bool {
    guard range.count == text.utf8CodeUnitCount, range.upperBound <= count else { return false }
    return text.withUTF8Buffer { wanted in
      var index = 0
      while unsafe index < wanted.count && self[range.lowerBound + index] == wanted[index] {
        index += 1
      }
      return index == wanted.count
    }
  }

  /// The text that the inside of a JSON string stands for; `nil` if it is not UTF-8.
  func text(_ range: Range<Int>) -> String? {
    var index = range.lowerBound
    while index < range.upperBound, self[index] != UInt8(ascii: "\\") { index += 1 }
    guard index < range.upperBound else {
      guard let text = try? UTF8Span(validating: extracting(range)) else { return nil }
      return String(copying: text)
    }
    var plain: [UInt8] = []
    plain.reserveCapacity(range.count)
    unescape(range) { plain.append($0) }
    return String(validating: plain, as: UTF8.self)
  }
}
