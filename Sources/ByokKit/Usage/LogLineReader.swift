/// Goes through the bytes of one line of the usage log.
///
/// A million lines must be summed in a second: no text is made, and nothing is allocated.
struct LogLineReader {
  private(set) var position = 0

  /// The names of members as one number each: the first eight bytes and the length.
  enum Names {
    static let time = code("time")
    static let provider = code("provider")
    static let model = code("model")
    static let key = code("key")
    static let inputTokens = code("input_tokens")
    static let outputTokens = code("output_tokens")
    static let cost = code("cost_usd")
    static let status = code("status")

    private static func code(_ name: String) -> UInt64 {
      let bytes = Array(name.utf8)
      return LogLineReader.code(bytes.span, bytes.indices)
    }
  }

  /// The number of a name.
  static func code(_ line: Span<UInt8>, _ range: Range<Int>) -> UInt64 {
    var code: UInt64 = 0
    for index in range.prefix(8) { code = code << 8 | UInt64(line[index]) }
    return code ^ (UInt64(range.count) << 56)
  }

  mutating func take(_ byte: UInt8, _ line: Span<UInt8>) -> Bool {
    guard position < line.count, line[position] == byte else { return false }
    position += 1
    return true
  }

  /// Takes a string, and returns where its content stands.
  mutating func string(_ line: Span<UInt8>) -> Range<Int>? {
    guard take(UInt8(ascii: "\""), line) else { return nil }
    let start = position
    while position < line.count {
      let byte = line[position]
      if byte == UInt8(ascii: "\"") {
        position += 1
        return start..<(position - 1)
      }
      position += byte == UInt8(ascii: "\\") ? 2 : 1
    }
    return nil
  }

  /// Takes a number or a word such as `null`.
  mutating func word(_ line: Span<UInt8>) -> Range<Int>? {
    let start = position
    while position < line.count, Self.isOfWord(line[position]) { position += 1 }
    return position > start ? start..<position : nil
  }

  private static func isOfWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "E"):
      true
    default: false
    }
  }

  /// The number of a time such as `2026-11-23T07:35:13Z`; `nil` for any other text.
  static func time(_ line: Span<UInt8>, _ range: Range<Int>) -> Int? {
    guard range.count == 20 else { return nil }
    var number = 0
    for (offset, index) in range.enumerated() {
      let byte = line[index]
      switch offset {
      case 4, 7: guard byte == UInt8(ascii: "-") else { return nil }
      case 10: guard byte == UInt8(ascii: "T") else { return nil }
      case 13, 16: guard byte == UInt8(ascii: ":") else { return nil }
      case 19: guard byte == UInt8(ascii: "Z") else { return nil }
      default:
        guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
        number = number * 10 + Int(byte - UInt8(ascii: "0"))
      }
    }
    return number
  }

  /// A number that is not negative; `nil` for a word.
  static func number(_ line: Span<UInt8>, _ range: Range<Int>) -> Double? {
    var digits = 0.0
    var scale = 0
    var hasPoint = false
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = line[index]
      if byte == UInt8(ascii: ".") {
        guard !hasPoint else { return nil }
        hasPoint = true
      } else if byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
        digits = digits * 10 + Double(byte - UInt8(ascii: "0"))
        if hasPoint { scale -= 1 }
      } else {
        break
      }
      index += 1
    }
    guard index > range.lowerBound else { return nil }
    if index < range.upperBound {
      // An exponent is rare.
      let text = String(decoding: Array(copying: line.extracting(range)), as: UTF8.self)
      return Double(text).flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
    }
    return scale == 0 ? digits : digits / power(-scale)
  }

  private static func power(_ exponent: Int) -> Double {
    var power = 1.0
    for _ in 0..<exponent { power *= 10 }
    return power
  }
}
