/// The target of a request, split before anything is decoded.
///
/// What servers read differently is refused: empty parts, `.` and `..`, encoded slashes, backslashes,
/// percent signs and control characters, escapes that are none.
///
/// Source: RFC 3986, sections 3.3 and 6.2.2.
package struct RequestTarget: Equatable, Sendable {
  /// The parts of the path; escapes of characters that need none are decoded, others are in capitals.
  package let path: [String]
  /// What follows the question mark, as it was sent; empty for nothing.
  package let query: String

  /// - Throws: Why it is refused.
  package init(_ text: String) throws(RequestFlaw) {
    let mark = text.utf8.firstIndex(of: UInt8(ascii: "?")) ?? text.endIndex
    query = String(text[mark...].dropFirst())
    var path: [String] = []
    let pieces = text[..<mark].utf8.dropFirst()
      .split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    for piece in pieces { path.append(try Self.part(Array(piece))) }
    self.path = path
    guard try Self.decoded(Array(query.utf8), allowing: { $0 >= 0x20 && $0 != 0x7F }) != nil else {
      throw .bad("the query contains an invalid escape")
    }
  }

  /// Whether a parameter of that name is in the query.
  package func hasParameter(_ name: String) -> Bool {
    query.split(separator: "&").contains { field in
      field.prefix { $0 != "=" }.lowercased() == name
    }
  }

  private static func part(_ piece: [UInt8]) throws(RequestFlaw) -> String {
    let isPlain: (UInt8) -> Bool = { byte in
      (0x21...0x7E).contains(byte) && !"/\\%".utf8.contains(byte)
    }
    guard let text = try decoded(piece, allowing: isPlain) else {
      throw .bad("the path contains an invalid escape")
    }
    guard !text.isEmpty, text != ".", text != ".." else {
      throw .bad("the path has an empty part, '.' or '..'")
    }
    return text
  }

  /// The text with the escapes decoded that need not be there; `nil` where one is not allowed.
  private static func decoded(
    _ bytes: [UInt8], allowing isAllowed: (UInt8) -> Bool
  ) throws(RequestFlaw) -> String? {
    var result: [UInt8] = []
    var place = 0
    while place < bytes.count {
      guard bytes[place] == UInt8(ascii: "%") else {
        result.append(bytes[place])
        place += 1
        continue
      }
      guard place + 2 < bytes.count, let high = ASCII.digit(bytes[place + 1]),
        let low = ASCII.digit(bytes[place + 2])
      else { return nil }
      let byte = UInt8(high * 16 + low)
      guard isAllowed(byte) else { return nil }
      if ASCII.isLetter(byte) || ASCII.isDigit(byte) || "-._~".utf8.contains(byte) {
        result.append(byte)
      } else {
        result += String(decoding: bytes[place..<(place + 3)], as: UTF8.self).uppercased().utf8
      }
      place += 3
    }
    return String(decoding: result, as: UTF8.self)
  }
}
