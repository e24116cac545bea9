/// Values of a certain kind; what is of another kind is skipped, and counts as missing.
///
/// Providers differ in what they send where: a member of an unexpected kind must not cost the rest
/// of a reply.
extension JSONReader {
  /// The text of a string.
  package mutating func text(_ bytes: Span<UInt8>) throws(JSONFlaw) -> String? {
    guard let string = try stringIfAny(bytes) else { return nil }
    return try bytes.text(string, policy)
  }

  /// The text of a string that may go on in the next document; see ``TextPiece``.
  package mutating func piece(_ bytes: Span<UInt8>) throws(JSONFlaw) -> TextPiece? {
    guard let string = try stringIfAny(bytes) else { return nil }
    return try bytes.piece(string, policy)
  }

  /// Where the inside of a string is.
  package mutating func stringIfAny(_ bytes: Span<UInt8>) throws(JSONFlaw) -> JSONString? {
    guard peek(bytes) == UInt8(ascii: "\"") else {
      try skip(bytes)
      return nil
    }
    return try string(bytes)
  }

  /// A whole number, such as `2` or `2.0`.
  package mutating func integer(_ bytes: Span<UInt8>) throws(JSONFlaw) -> Int? {
    try numberIfAny(bytes)?.integer
  }

  /// A number of things, such as tokens; `nil` for what cannot be one.
  package mutating func count(_ bytes: Span<UInt8>) throws(JSONFlaw) -> Int? {
    try numberIfAny(bytes)?.integer?.asCount
  }

  /// A number.
  package mutating func double(_ bytes: Span<UInt8>) throws(JSONFlaw) -> Double? {
    try numberIfAny(bytes)?.double
  }

  private mutating func numberIfAny(_ bytes: Span<UInt8>) throws(JSONFlaw) -> JSONNumeral? {
    guard let first = peek(bytes), Self.beginsNumber(first) else {
      try skip(bytes)
      return nil
    }
    return try number(bytes)
  }

  /// `true` or `false`.
  package mutating func bool(_ bytes: Span<UInt8>) throws(JSONFlaw) -> Bool? {
    guard let first = peek(bytes), first == UInt8(ascii: "t") || first == UInt8(ascii: "f") else {
      try skip(bytes)
      return nil
    }
    // Mostly it is what it begins as.
    let isTrue = first == UInt8(ascii: "t")
    let end = position + (isTrue ? 4 : 5)
    if end < bytes.count, !Self.isOfWord(bytes[end]),
      bytes.holds(isTrue ? "true" : "false", in: position..<end)
    {
      position = end
      return isTrue
    }
    return try word(bytes)?.flag
  }

  /// Whether the value is more than `null`; skips it.
  package mutating func hasValue(_ bytes: Span<UInt8>) throws(JSONFlaw) -> Bool {
    let isNull = peek(bytes) == UInt8(ascii: "n")
    try skip(bytes)
    return !isNull
  }

  /// Any value.
  package mutating func value(_ bytes: Span<UInt8>) throws(JSONFlaw) -> JSONValue {
    switch peek(bytes) {
    case UInt8(ascii: "\""):
      return .string(try bytes.text(try string(bytes, isSkipped: takesJunk), policy))
    case UInt8(ascii: "{"):
      var members: [String: JSONValue] = [:]
      _ = try openObject(bytes)
      while try nextMember(bytes) {
        let name = try bytes.text(self.name, policy)
        members[name] = try value(bytes)
      }
      return .object(members)
    case UInt8(ascii: "["):
      var elements: [JSONValue] = []
      _ = try openArray(bytes)
      while try nextElement(bytes) { elements.append(try value(bytes)) }
      return .array(elements)
    case let first?:
      return try (Self.beginsNumber(first) ? number(bytes)?.value : word(bytes)) ?? .null
    case nil: throw flaw("it ends where a value is expected")
    }
  }

  /// Any value but `null`.
  package mutating func valueIfAny(_ bytes: Span<UInt8>) throws(JSONFlaw) -> JSONValue? {
    let value = try value(bytes)
    return value == .null ? nil : value
  }

  /// Passes over a value.
  package mutating func skip(_ bytes: Span<UInt8>) throws(JSONFlaw) {
    let wasSkipping = isSkipping
    isSkipping = true
    defer { isSkipping = wasSkipping }
    switch peek(bytes) {
    case UInt8(ascii: "\""): _ = try string(bytes, isSkipped: true)
    case UInt8(ascii: "{"):
      _ = try openObject(bytes)
      while try nextMember(bytes) { try skip(bytes) }
    case UInt8(ascii: "["):
      _ = try openArray(bytes)
      while try nextElement(bytes) { try skip(bytes) }
    case let first?:
      if Self.beginsNumber(first) { try skipNumber(bytes) } else { _ = try word(bytes) }
    case nil: throw flaw("it ends where a value is expected")
    }
  }

  /// Whether a value that begins with this byte is a number.
  package static func beginsNumber(_ byte: UInt8) -> Bool {
    byte &- UInt8(ascii: "0") < 10 || byte == UInt8(ascii: "-")
  }

  /// `true`, `false` or `null`; `nil` for another word that may be skipped.
  package mutating func word(_ bytes: Span<UInt8>) throws(JSONFlaw) -> JSONValue? {
    let start = position
    while position < bytes.count, Self.isOfWord(bytes[position]) { position += 1 }
    let word = start..<position
    if bytes.holds("null", in: word) { return .null }
    if bytes.holds("true", in: word) { return .bool(true) }
    if bytes.holds("false", in: word) { return .bool(false) }
    guard takesJunk, !word.isEmpty else {
      position = start
      throw flaw("this is not a value")
    }
    return nil
  }

  /// Whether a byte may be of a word or a number, or of what is neither.
  package static func isOfWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "."), UInt8(ascii: "-"),
      UInt8(ascii: "+"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
