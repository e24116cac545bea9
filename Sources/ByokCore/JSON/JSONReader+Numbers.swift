extension JSONReader {
  /// A number, whole if it can be; `nil` for what is none but may be skipped.
  package mutating func number(_ bytes: Span<UInt8>) throws(JSONFlaw) -> JSONValue? {
    let start = position
    var number = JSONNumber()
    do throws(JSONFlaw) {
      try number.read(&self, bytes)
      return try number.value(bytes, start..<position)
    } catch {
      return try afterFlaw(error, bytes, from: start)
    }
  }

  /// Passes over a number.
  mutating func skipNumber(_ bytes: Span<UInt8>) throws(JSONFlaw) {
    let start = position
    var number = JSONNumber()
    do throws(JSONFlaw) {
      try number.read(&self, bytes)
    } catch {
      _ = try afterFlaw(error, bytes, from: start)
    }
  }

  private mutating func afterFlaw(
    _ flaw: JSONFlaw, _ bytes: Span<UInt8>, from start: Int
  ) throws(JSONFlaw) -> JSONValue? {
    guard takesJunk else { throw flaw }
    position = start
    return try word(bytes)
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
  func value(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(JSONFlaw) -> JSONValue {
    let isExact = digitCount <= 18
    if isExact, let whole { return .integer(isNegative ? -whole : whole) }
    let number: Double?
    // Both are exact then, and so one rounding is all (W. D. Clinger, 1990).
    if isExact, digits <= 1 << 53, (-22...22).contains(exponent) {
      let power = Self.powers[abs(exponent)]
      let size = exponent < 0 ? Double(digits) / power : Double(digits) * power
      number = isNegative ? -size : size
    } else {
      let text = String(decoding: Array(copying: bytes.extracting(range)), as: UTF8.self)
      if isWhole, let whole = Int(text) { return .integer(whole) }
      number = Double(text)
    }
    guard let number, number.isFinite else {
      throw JSONFlaw(offset: range.lowerBound, rule: "this number is too large")
    }
    return Int(exactly: number).map(JSONValue.integer) ?? .number(number)
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
  private static let powers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]
}
