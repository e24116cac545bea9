extension JSONReader {
  /// A number, whole if it can be; `nil` for what is none but may be skipped.
  package mutating func number(_ bytes: Span<UInt8>) throws(JSONFlaw) -> JSONNumeral? {
    if let number = shortNumber(bytes) { return number }
    let start = position
    var number = JSONNumber()
    do throws(JSONFlaw) {
      try number.read(&self, bytes)
      return try number.value(bytes, start..<position)
    } catch {
      try passFlaw(error, bytes, from: start)
      return nil
    }
  }

  /// Takes a number as nearly all are: up to 15 digits, of which some may be behind a point, and then a
  /// comma or an end; `nil` for what takes a closer look, and is not passed.
  private mutating func shortNumber(_ bytes: Span<UInt8>) -> JSONNumeral? {
    let isNegative = position < bytes.count && bytes[position] == UInt8(ascii: "-")
    let start = isNegative ? position + 1 : position
    var digits = 0
    let point = bytes.digits(from: start, &digits)
    var end = point
    if point < bytes.count, bytes[point] == UInt8(ascii: ".") {
      end = bytes.digits(from: point + 1, &digits)
      guard end > point + 1 else { return nil }
    }
    guard end < bytes.count, Self.endsValue(bytes[end]), point > start, end - start <= 15,
      point == start + 1 || bytes[start] != UInt8(ascii: "0")
    else { return nil }
    position = end
    if isNegative { digits = -digits }
    return end == point ? .whole(digits) : JSONNumeral(digits, behindPoint: end - point - 1)
  }

  private static func endsValue(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")
  }

  /// Passes over a number.
  mutating func skipNumber(_ bytes: Span<UInt8>) throws(JSONFlaw) {
    let start = position
    var number = JSONNumber()
    do throws(JSONFlaw) {
      try number.read(&self, bytes)
    } catch {
      try passFlaw(error, bytes, from: start)
    }
  }

  /// Passes over what begins as a number and is none, where that may be skipped.
  private mutating func passFlaw(
    _ flaw: JSONFlaw, _ bytes: Span<UInt8>, from start: Int
  ) throws(JSONFlaw) {
    guard takesJunk else { throw flaw }
    position = start
    _ = try word(bytes)
  }
}

extension Span<UInt8> {
  /// Where the digits end that begin there, which are added to a number's.
  @inline(__always) fileprivate func digits(from start: Int, _ number: inout Int) -> Int {
    var index = start
    while index < count, self[index] &- UInt8(ascii: "0") < 10 {
      number = number &* 10 &+ Int(self[index] &- UInt8(ascii: "0"))
      index += 1
    }
    return index
  }
}

/// A number, whole if it can be.
package enum JSONNumeral {
  case whole(Int)
  case real(Double)

  fileprivate init(_ number: Double) {
    self = Int(exactly: number).map(Self.whole) ?? .real(number)
  }

  /// A number from its digits, the last of which are decimal places.
  fileprivate init(_ digits: Int, behindPoint places: Int) {
    self.init(Double(digits) / JSONNumber.powers[places])
  }

  /// The number, if it is whole.
  var integer: Int? { if case .whole(let number) = self { number } else { nil } }

  package var double: Double {
    switch self {
    case .whole(let number): Double(number)
    case .real(let number): number
    }
  }

  var value: JSONValue {
    switch self {
    case .whole(let number): .integer(number)
    case .real(let number): .number(number)
    }
  }
}

/// A number as it is written: so many digits, and where the point is.
private struct JSONNumber {
  private var isNegative = false
  private var digits: UInt64 = 0
  private var digitCount = 0
  private var exponent = 0
  private var isWhole = true

  /// Takes a number.
  mutating func read(
    _ reader: inout JSONReader, _ bytes: Span<UInt8>
  ) throws(JSONFlaw) {
    isNegative = take("-", &reader, bytes)
    let start = reader.position
    try takeDigits(&reader, bytes)
    // A zero is a number of its own: what follows it is the flaw.
    if bytes[start] == UInt8(ascii: "0") {
      reader.position = start + 1
      (digits, digitCount) = (0, 1)
    }
    if take(".", &reader, bytes) {
      isWhole = false
      let point = reader.position
      try takeDigits(&reader, bytes)
      exponent = point - reader.position
    }
    if take("e", &reader, bytes) || take("E", &reader, bytes) {
      isWhole = false
      try readExponent(&reader, bytes)
    }
    // Else what follows the value is the flaw.
    guard reader.policy == .lossy, reader.position < bytes.count else { return }
    if JSONReader.isOfWord(bytes[reader.position]) { throw reader.flaw("this is not a number") }
  }

  private mutating func readExponent(
    _ reader: inout JSONReader, _ bytes: Span<UInt8>
  ) throws(JSONFlaw) {
    let isNegative = take("-", &reader, bytes)
    if !isNegative { _ = take("+", &reader, bytes) }
    let start = reader.position
    var power = JSONNumber()
    try power.takeDigits(&reader, bytes)
    let value = reader.position - start > 6 ? 1_000_000 : Int(power.digits)
    exponent += isNegative ? -value : value
  }

  private func take(
    _ wanted: Unicode.Scalar, _ reader: inout JSONReader, _ bytes: Span<UInt8>
  ) -> Bool {
    guard reader.position < bytes.count, bytes[reader.position] == UInt8(ascii: wanted) else {
      return false
    }
    reader.position += 1
    return true
  }

  private mutating func takeDigits(
    _ reader: inout JSONReader, _ bytes: Span<UInt8>
  ) throws(JSONFlaw) {
    let start = reader.position
    var index = start
    while index < bytes.count {
      let digit = bytes[index] &- UInt8(ascii: "0")
      guard digit < 10 else { break }
      digits = digits &* 10 &+ UInt64(digit)
      index += 1
    }
    reader.position = index
    digitCount += index - start
    guard index > start else { throw reader.flaw("a digit is expected") }
  }

  /// The value, whole if it can be, else correctly rounded.
  func value(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(JSONFlaw) -> JSONNumeral {
    let isExact = digitCount <= 18
    if isExact, let whole { return .whole(isNegative ? -whole : whole) }
    let number: Double?
    // Both are exact then, and so one rounding is all (W. D. Clinger, 1990).
    if isExact, digits <= 1 << 53, (-22...22).contains(exponent) {
      let power = Self.powers[abs(exponent)]
      let size = exponent < 0 ? Double(digits) / power : Double(digits) * power
      number = isNegative ? -size : size
    } else {
      let text = String(decoding: Array(copying: bytes.extracting(range)), as: UTF8.self)
      if isWhole, let whole = Int(text) { return .whole(whole) }
      number = Double(text)
    }
    guard let number, number.isFinite else {
      throw JSONFlaw(offset: range.lowerBound, rule: "this number is too large")
    }
    return JSONNumeral(number)
  }

  /// The size, where it is whole and the digits are exact; `nil` also for one that is too large.
  private var whole: Int? {
    if exponent == 0 { return Int(digits) }
    guard (-18...18).contains(exponent) else { return nil }
    let power = Int(Self.powers[abs(exponent)])
    let (quotient, rest) = Int(digits).quotientAndRemainder(dividingBy: power)
    if exponent < 0 { return rest == 0 ? quotient : nil }
    let (product, isTooLarge) = Int(digits).multipliedReportingOverflow(by: power)
    return isTooLarge ? nil : product
  }

  /// The powers of ten that are exact.
  fileprivate static let powers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]
}
