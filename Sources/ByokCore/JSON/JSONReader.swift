/// Reads a JSON document from its bytes, value by value, and makes a tree of nothing.
///
/// Whoever reads an object asks for its members one after the other, and takes or skips the value
/// of each before the next; arrays alike. Of members that have one name, the last counts.
///
/// The bytes are given to every call, because no structure may hold a `Span` yet: they may be those
/// of a secret, of which no copy is made.
///
/// Source: RFC 8259.
@usableFromInline package struct JSONReader {
  /// What to make of a document that is not quite JSON.
  package enum Policy {
    /// For what providers send: what can be read is read.
    ///
    /// What is not Unicode becomes U+FFFD. A value that nobody reads may be anything that ends
    /// where a value ends, such as `NaN`, and a comma may follow the last value.
    case lossy
    /// For the files of users: everything else than RFC 8259 is a flaw.
    case strict
  }

  let policy: Policy
  private let depthLimit: Int
  /// The deepest nesting of what is passed over in a provider's document, as nobody may need it.
  private static let skippedDepthLimit = 512
  /// Whether a value is being passed over.
  var isSkipping = false
  /// The offset of the next byte.
  package var position: Int
  /// The name of the member whose value is next.
  @usableFromInline package private(set) var name = JSONString()
  private var depth = 0
  /// Whether an object or array was opened and nothing of it was read.
  private var isAtStart = false

  /// A reader at the start of the document; a byte-order mark is passed over.
  ///
  /// - Parameters:
  ///   - bytes: The document.
  ///   - policy: What to make of what is not quite JSON.
  ///   - depthLimit: The deepest nesting that is read.
  package init(_ bytes: Span<UInt8>, _ policy: Policy, depthLimit: Int = JSONValue.depthLimit) {
    (self.policy, self.depthLimit) = (policy, depthLimit)
    position = bytes.holds("\u{FEFF}", in: 0..<3) ? 3 : 0
  }

  /// Whether what is no value may count as `null`, because nobody may need it.
  var takesJunk: Bool { policy == .lossy && depth > 0 }

  /// The flaw that is where the reader is.
  package func flaw(_ rule: String) -> JSONFlaw { JSONFlaw(offset: position, rule: rule) }

  // MARK: Objects and arrays

  /// Enters an object, if one is next; skips any other value.
  package mutating func openObject(_ bytes: Span<UInt8>) throws(JSONFlaw) -> Bool {
    guard peek(bytes) == UInt8(ascii: "{") else {
      try skip(bytes)
      return false
    }
    try open()
    return true
  }

  /// Enters an array, if one is next; skips any other value.
  package mutating func openArray(_ bytes: Span<UInt8>) throws(JSONFlaw) -> Bool {
    guard peek(bytes) == UInt8(ascii: "[") else {
      try skip(bytes)
      return false
    }
    try open()
    return true
  }

  private mutating func open() throws(JSONFlaw) {
    let limit = isSkipping && policy == .lossy ? Self.skippedDepthLimit : depthLimit
    guard depth < limit else { throw flaw("it is too deeply nested") }
    depth += 1
    position += 1
    isAtStart = true
  }

  /// Goes to the value of the next member, and learns its ``name``; leaves the object at its end.
  package mutating func nextMember(_ bytes: Span<UInt8>) throws(JSONFlaw) -> Bool {
    if passesPlainName(bytes) { return true }
    guard try goesOn(bytes, until: UInt8(ascii: "}")) else { return false }
    try takeName(bytes)
    return true
  }

  /// The same, where the names are known that matter; each object has its own copy of them.
  ///
  /// - Parameters:
  ///   - bytes: The document.
  ///   - names: The names.
  /// - Returns: The place of the member's name among them, or their number for another name; `nil` at
  ///   the object's end.
  /// - Throws: What is wrong there.
  package mutating func nextMember(
    _ bytes: Span<UInt8>, of names: inout JSONNames
  ) throws(JSONFlaw) -> Int? {
    if let start = plainNameStart(bytes), let (place, end) = names.member(at: start, in: bytes) {
      passName(start + 1..<end)
      return place
    }
    guard try goesOn(bytes, until: UInt8(ascii: "}")) else { return nil }
    try takeName(bytes)
    return names.place(ofMember: name, in: bytes)
  }

  /// Where the next name begins if it directly follows the comma or brace, as nearly all do; `nil`
  /// otherwise.
  @inline(__always) private func plainNameStart(_ bytes: Span<UInt8>) -> Int? {
    guard position < bytes.count else { return nil }
    guard !isAtStart else { return position }
    return bytes[position] == UInt8(ascii: ",") ? position + 1 : nil
  }

  /// Passes the next name if it has no escapes and no white space around it.
  private mutating func passesPlainName(_ bytes: Span<UInt8>) -> Bool {
    guard let start = plainNameStart(bytes), start < bytes.count,
      bytes[start] == UInt8(ascii: "\"")
    else { return false }
    var end = start + 1
    var plain = bytes.plainBytes(at: end)
    while plain == 8 {
      end += 8
      plain = bytes.plainBytes(at: end)
    }
    end += plain
    guard end + 1 < bytes.count, bytes[end] == UInt8(ascii: "\""),
      bytes[end + 1] == UInt8(ascii: ":")
    else { return false }
    passName(start + 1..<end)
    return true
  }

  /// Passes the name in this range, and the quotation mark and colon after it.
  @inline(__always) private mutating func passName(_ range: Range<Int>) {
    name = JSONString(range: range, isPlain: true)
    position = range.upperBound + 2
    isAtStart = false
  }

  private mutating func takeName(_ bytes: Span<UInt8>) throws(JSONFlaw) {
    guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
      throw flaw("a name in quotes is expected")
    }
    name = try string(bytes)
    guard peek(bytes) == UInt8(ascii: ":") else { throw flaw("a colon is expected") }
    position += 1
  }

  /// Goes to the next element; leaves the array at its end.
  package mutating func nextElement(_ bytes: Span<UInt8>) throws(JSONFlaw) -> Bool {
    try goesOn(bytes, until: UInt8(ascii: "]"))
  }

  /// Passes the comma before a value, or the end of what holds it.
  @inline(__always) private mutating func goesOn(
    _ bytes: Span<UInt8>, until end: UInt8
  ) throws(JSONFlaw) -> Bool {
    let isFirst = isAtStart
    isAtStart = false
    var next = peek(bytes)
    if next == UInt8(ascii: ","), !isFirst {
      position += 1
      next = peek(bytes)
      if next != end || policy == .strict { return true }
    } else if isFirst, next != end {
      return true
    }
    guard next == end else { throw missingComma(orEnd: end) }
    position += 1
    depth -= 1
    return false
  }

  private func missingComma(orEnd end: UInt8) -> JSONFlaw {
    flaw("a comma or '\(Unicode.Scalar(end))' is expected")
  }

  /// Whether the next member has this name.
  ///
  /// Names of different lengths are told apart without a call.
  @inlinable package func isNamed(_ wanted: StaticString, _ bytes: Span<UInt8>) -> Bool {
    guard !name.isPlain || name.range.count == wanted.utf8CodeUnitCount else { return false }
    return bytes.holds(wanted, in: name)
  }

  /// Ends the document.
  ///
  /// - Throws: That more than white space follows.
  package mutating func finish(_ bytes: Span<UInt8>) throws(JSONFlaw) {
    guard peek(bytes) == nil else { throw flaw("there is text after the value") }
  }

  // MARK: Bytes

  /// The next byte that is not white space; `nil` at the end.
  package mutating func peek(_ bytes: Span<UInt8>) -> UInt8? {
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return byte
      }
    }
    return nil
  }

  /// Takes a string, whose opening quote is next.
  ///
  /// - Parameters:
  ///   - bytes: The document.
  ///   - isSkipped: Whether nobody may need it: to a lossy reader, then only its end matters.
  /// - Returns: Where its inside is.
  /// - Throws: What is wrong with it.
  package mutating func string(
    _ bytes: Span<UInt8>, isSkipped: Bool = false
  ) throws(JSONFlaw) -> JSONString {
    let start = position + 1
    var index = start
    var isPlain = true
    while index < bytes.count {
      let plain = bytes.plainBytes(at: index)
      index += plain
      if plain == 8 { continue }
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") {
        position = index + 1
        return JSONString(range: start..<index, isPlain: isPlain)
      }
      if byte == UInt8(ascii: "\\") {
        isPlain = false
        index += try escape(bytes, at: index + 1, isChecked: policy == .strict || !isSkipped)
      } else if byte < 0x20, policy == .strict || !isSkipped {
        throw JSONFlaw(offset: index, rule: "a control character in a string must be escaped")
      }
      index += 1
    }
    // A backslash may be the last byte.
    position = min(index, bytes.count)
    throw flaw("a string is not closed")
  }

  /// How many bytes follow the backslash of an escape.
  private func escape(
    _ bytes: Span<UInt8>, at index: Int, isChecked: Bool
  ) throws(JSONFlaw) -> Int {
    guard isChecked, index < bytes.count else { return 1 }
    guard bytes[index] == UInt8(ascii: "u") else {
      guard JSONEscape.byte(for: bytes[index]) != nil else {
        throw JSONFlaw(offset: index, rule: "this escape is unknown")
      }
      return 1
    }
    guard bytes.hexadecimal(at: index + 1) != nil else {
      throw JSONFlaw(offset: index + 1, rule: "this escape is invalid")
    }
    return 5
  }
}
