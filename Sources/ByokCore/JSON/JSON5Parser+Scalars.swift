/// Names, texts, numbers and words.
extension JSON5Parser {
  /// The name of a member: a text, or an identifier.
  package mutating func name() throws(JSON5Flaw) -> String {
    if let quote = next, quote == "\"" || quote == "'" { return try string(until: quote) }
    var name = ""
    while let scalar = next, name.isEmpty ? Self.beginsName(scalar) : Self.isOfName(scalar) {
      name.unicodeScalars.append(scalar)
      position += 1
    }
    guard !name.isEmpty else { throw expected("a name or '}'") }
    guard next != "-", next != "/", next != "." else {
      throw JSON5Flaw(
        position: position, message: "a name with \(String(next ?? "-").quoted) needs quotes")
    }
    return name
  }

  private static func beginsName(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "$" || scalar == "_"
      || (scalar.isASCII ? Character(scalar).isLetter : scalar.properties.isIDStart)
  }

  package static func isOfName(_ scalar: Unicode.Scalar) -> Bool {
    beginsName(scalar) || (scalar.isASCII ? scalar.isDigit : scalar.properties.isIDContinue)
  }

  /// A text, a number, or one of the words that stand for values.
  package mutating func scalar() throws(JSON5Flaw) -> JSONValue {
    guard let first = next else { throw expected("a value") }
    if first == "\"" || first == "'" { return .string(try string(until: first)) }
    if first == "+" || first == "-" || first == "." || first.isDigit { return try number() }
    let start = position
    switch word() {
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "null": return .null
    case "Infinity": return .number(.infinity)
    case "NaN": return .number(.nan)
    case let word:
      position = start
      guard !word.isEmpty else { throw expected("a value") }
      throw JSON5Flaw(
        position: start, message: "expected a value, not \(word.quoted) (a string needs quotes)")
    }
  }

  /// The letters, digits, points and signs that come next.
  private mutating func word() -> String {
    let rest = text[position...].prefix { scalar in
      Self.isOfName(scalar) || scalar == "." || scalar == "-" || scalar == "+"
    }
    position = rest.endIndex
    return String(String.UnicodeScalarView(rest))
  }

  private mutating func number() throws(JSON5Flaw) -> JSONValue {
    let start = position
    let isNegative = next == "-"
    if next == "-" || next == "+" { position += 1 }
    let word = word()
    let sign = isNegative ? "-" : ""
    if let number = Self.number(sign, word) { return number }
    throw JSON5Flaw(position: start, message: "this is not a number")
  }

  /// The number that a sign and a word without one stand for.
  private static func number(_ sign: String, _ word: String) -> JSONValue? {
    if word == "Infinity" { return .number(sign.isEmpty ? .infinity : -.infinity) }
    if word == "NaN" { return .number(.nan) }
    let lowered = word.lowercased()
    if lowered.hasPrefix("0x") {
      let digits = lowered.dropFirst(2)
      guard digits.first != "+", digits.first != "-" else { return nil }
      return Int(sign + digits, radix: 16).map(JSONValue.integer)
    }
    let parts = lowered.split(separator: "e", maxSplits: 1, omittingEmptySubsequences: false)
    let digits = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let exponent = parts.count == 2 ? parts[1].drop { $0 == "+" || $0 == "-" } : "0"
    let all = digits.joined()
    guard digits.count <= 2, !all.isEmpty, !exponent.isEmpty,
      (all + exponent).unicodeScalars.allSatisfy(\.isDigit),
      digits[0].count < 2 || digits[0].first != "0"
    else { return nil }
    if digits.count == 1, parts.count == 1, let whole = Int(sign + word) { return .integer(whole) }
    // Swift reads no '.5' and no '5.'.
    let ends = digits.map { $0.isEmpty ? "0" : String($0) }
    let rest = parts.count == 2 ? "e" + parts[1] : ""
    return Double(sign + ends.joined(separator: ".") + rest).map(JSONValue.number)
  }

  /// A text after its opening quote, with what its escapes stand for.
  private mutating func string(until quote: Unicode.Scalar) throws(JSON5Flaw) -> String {
    let start = position
    position += 1
    var string = String.UnicodeScalarView()
    while let scalar = next {
      if scalar == quote {
        position += 1
        return String(string)
      }
      if scalar == "\n" || scalar == "\r" { break }
      position += 1
      if scalar == "\\" {
        if let escaped = try escape() { string.append(escaped) }
      } else {
        string.append(scalar)
      }
    }
    throw JSON5Flaw(position: start, message: "this string does not end on its line")
  }

  /// What follows `\`; `nil` for the end of a line, which does not count.
  private mutating func escape() throws(JSON5Flaw) -> Unicode.Scalar? {
    guard let scalar = next else { return nil }
    position += 1
    switch scalar {
    case "v": return "\u{B}"
    case "0" where next?.isDigit != true: return "\0"
    case "x": return Unicode.Scalar(try hexadecimal(2))
    case "u": return try unicode()
    case "\r":
      _ = take("\n")
      return nil
    case _ where Self.endsLine(scalar): return nil
    case _ where scalar.isDigit:
      throw JSON5Flaw(position: position - 2, message: "this escape is unknown")
    default:
      return scalar.isASCII
        ? JSONEscape.byte(for: UInt8(ascii: scalar)).map { Unicode.Scalar($0) } ?? scalar : scalar
    }
  }

  /// The scalar of `\uXXXX`, or of two of them that are halves of one.
  private mutating func unicode() throws(JSON5Flaw) -> Unicode.Scalar {
    let start = position - 2
    let first = try hexadecimal(4)
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, take("\\"), take("u"),
      let scalar = JSONEscape.joined(first, try hexadecimal(4))
    else { throw JSON5Flaw(position: start, message: "this escape is half a character") }
    return scalar
  }

  private mutating func hexadecimal(_ count: Int) throws(JSON5Flaw) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<count {
      guard let next, next.isASCII, let digit = JSONEscape.digit(UInt8(ascii: next)) else {
        throw expected("\(count) hexadecimal digits")
      }
      value = value << 4 + digit
      position += 1
    }
    return value
  }
}

extension Unicode.Scalar {
  fileprivate var isDigit: Bool { self >= "0" && self <= "9" }
}
