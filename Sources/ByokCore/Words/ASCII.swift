/// Bytes of ASCII and what they are to HTTP.
package enum ASCII {
  static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

  static func lower(_ byte: UInt8) -> UInt8 {
    byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
  }

  static func isLetter(_ byte: UInt8) -> Bool { lower(byte) &- UInt8(ascii: "a") < 26 }

  /// The text with its letters of ASCII in lower case, and no other: elsewhere, the sign of the unit
  /// kelvin becomes a `k`.
  package static func lowercased(_ text: some StringProtocol) -> String {
    String(decoding: text.utf8.map(lower), as: UTF8.self)
  }

  /// Whether it may be of a method or of a field's name.
  ///
  /// Source: RFC 9110, section 5.6.2.
  static func isOfToken(_ byte: UInt8) -> Bool {
    isLetter(byte) || isDigit(byte) || "!#$%&'*+-.^_`|~".utf8.contains(byte)
  }

  /// Whether it may be of a target without a fragment.
  ///
  /// Source: RFC 3986, section 2.
  static func isOfTarget(_ byte: UInt8) -> Bool {
    isLetter(byte) || isDigit(byte) || "-._~:/?@!$&'()*+,;=%[]".utf8.contains(byte)
  }

  /// The value of a hexadecimal digit; `nil` for any other byte.
  static func digit(_ byte: UInt8) -> Int? {
    if isDigit(byte) { return Int(byte - UInt8(ascii: "0")) }
    let letter = lower(byte) &- UInt8(ascii: "a")
    return letter < 6 ? Int(letter) + 10 : nil
  }

  /// The text without spaces and tabs around it.
  static func trimmed(_ text: Substring) -> Substring {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    var text = text
    while let first = text.utf8.first, isBlank(first) { text.removeFirst() }
    while let last = text.utf8.last, isBlank(last) { text.removeLast() }
    return text
  }
}
