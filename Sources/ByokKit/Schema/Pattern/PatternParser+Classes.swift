extension PatternParser {
  /// What an escape matches.
  enum Escaped {
    /// A code point, which is a surrogate at worst: no text has those.
    case scalar(UInt32)
    case set(ScalarSet)
    case assertion(PatternAssertion)
  }

  // MARK: Escapes

  /// - Parameter start: The index of the backslash, which was taken.
  /// - Returns: What it matches.
  /// - Throws: That it is none that is known.
  mutating func escape(at start: Int) throws(PatternFlaw) -> Escaped {
    guard let scalar = next() else { throw flaw("nothing follows the backslash", at: start) }
    switch scalar {
    case "d": return .set(.digits)
    case "D": return .set(.digits.inverted)
    case "w": return .set(.wordCharacters)
    case "W": return .set(.wordCharacters.inverted)
    case "s": return .set(.whiteSpace)
    case "S": return .set(.whiteSpace.inverted)
    case "p", "P": return .set(try property(isNegated: scalar == "P", at: start))
    case "b": return .assertion(.wordBoundary)
    case "B": return .assertion(.noWordBoundary)
    case "n": return .scalar(0x0A)
    case "t": return .scalar(0x09)
    case "r": return .scalar(0x0D)
    case "f": return .scalar(0x0C)
    case "v": return .scalar(0x0B)
    case "0":
      if let digit = peek(), "0"..."9" ~= digit {
        throw flaw("\\0 is followed by digits", at: start)
      }
      return .scalar(0)
    case "x": return .scalar(try hexadecimal(2, at: start))
    case "u": return .scalar(try codePoint(at: start))
    case "c":
      guard let letter = next(), letter.isASCII, letter.properties.isAlphabetic else {
        throw flaw("\\c must be followed by a letter", at: start)
      }
      return .scalar(letter.value % 32)
    case "1"..."9", "k": throw flaw("backreferences are not supported", at: start)
    case "a"..."z", "A"..."Z": throw flaw("the escape \\\(scalar) is not known", at: start)
    default: return .scalar(scalar.value)
    }
  }

  private mutating func hexadecimal(_ count: Int, at start: Int) throws(PatternFlaw) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<count {
      guard let digit = next().flatMap({ Character($0).hexDigitValue }) else {
        throw flaw("the escape must have \(count) hexadecimal digits", at: start)
      }
      value = value * 16 + UInt32(digit)
    }
    return value
  }

  private mutating func codePoint(at start: Int) throws(PatternFlaw) -> UInt32 {
    if take("{") {
      let digits = take { $0 != "}" }
      guard take("}"), digits.utf8.first != UInt8(ascii: "+"),
        let value = UInt32(digits, radix: 16), value <= 0x10FFFF
      else { throw flaw("the escape is not a code point in hexadecimal", at: start) }
      return value
    }
    let first = try hexadecimal(4, at: start)
    let behind = position
    guard 0xD800..<0xDC00 ~= first, take("\\u"), peek() != "{" else {
      position = behind
      return first
    }
    let second = try hexadecimal(4, at: behind)
    guard 0xDC00..<0xE000 ~= second else {
      position = behind
      return first
    }
    return 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
  }

  private mutating func property(isNegated: Bool, at start: Int) throws(PatternFlaw) -> ScalarSet {
    guard take("{") else { throw flaw("a property is written in braces", at: start) }
    let name = take { $0 != "}" }
    guard take("}") else { throw flaw("the property's brace is not closed", at: start) }
    guard let set = ScalarSet(property: name) else {
      throw flaw("the property \(name.quoted) is not known", at: start)
    }
    return isNegated ? set.inverted : set
  }

  // MARK: Classes

  /// - Parameter start: The index of the opening bracket, which was taken.
  /// - Returns: What the class holds.
  /// - Throws: What is wrong in the class.
  mutating func characterClass(at start: Int) throws(PatternFlaw) -> ScalarSet {
    let isNegated = take("^")
    var parts: [ScalarSet] = []
    while !take("]") {
      guard !isAtEnd else { throw flaw("this class is not closed", at: start) }
      try refusePOSIX()
      let place = position
      let low = try classAtom()
      guard peek() == "-", let end = peek(1), end != "]" else {
        parts.append(low.set)
        continue
      }
      position += 1
      let high = try classAtom()
      guard case .scalar(let first) = low, case .scalar(let last) = high else {
        parts += [low.set, ScalarSet(0x2D...0x2D), high.set]
        continue
      }
      guard first <= last else { throw flaw("the range is in the wrong order", at: place) }
      parts.append(ScalarSet(first...last))
    }
    let set = ScalarSet(anyOf: parts)
    return isNegated ? set.inverted : set
  }

  private mutating func classAtom() throws(PatternFlaw) -> Escaped {
    let start = position
    guard let scalar = next() else { throw flaw("this class is not closed", at: start) }
    guard scalar == "\\" else { return .scalar(scalar.value) }
    switch try escape(at: start) {
    case .assertion(.wordBoundary): return .scalar(0x08)
    case .assertion: throw flaw("the escape \\B is unknown in a class", at: start)
    case let other: return other
    }
  }

  /// Refuses `[:alpha:]`, which would mean something else than it looks like.
  private mutating func refusePOSIX() throws(PatternFlaw) {
    let start = position
    defer { position = start }
    guard take("[:") else { return }
    _ = take("^")
    let name = take { $0.isASCII && $0.properties.isAlphabetic }
    if !name.isEmpty, take(":]") {
      throw flaw("POSIX classes are not supported", at: start)
    }
  }
}

extension PatternParser.Escaped {
  /// The scalars; none of an assertion.
  fileprivate var set: ScalarSet {
    switch self {
    case .scalar(let value): ScalarSet(value...value)
    case .set(let set): set
    case .assertion: ScalarSet(anyOf: [])
    }
  }
}
