package import ByokCore

/// A file of `NAME=VALUE` lines, such as the ones that vendors' tools and shells keep, in locked
/// memory.
///
/// Read are `export`, quotes of both kinds and comments; nothing is expanded.
package struct EnvironmentFile: ~Copyable {
  /// One line: the name, and where its value stands.
  struct Assignment: Equatable {
    let name: String
    let value: Range<Int>
  }

  private let text: Secret
  let assignments: [Assignment]

  /// The most bytes of such a file.
  package static let limit = 1 << 20

  package init(_ text: consuming Secret) {
    assignments = text.withBytes { bytes in
      var found: [Assignment] = []
      var start = 0
      for index in 0...bytes.count
      where index == bytes.count || bytes[index] == UInt8(ascii: "\n") {
        if let line = Self.parse(bytes, start..<index) { found.append(line) }
        start = index + 1
      }
      return found
    }
    self.text = text
  }

  /// A copy of a value.
  ///
  /// - Throws: A failure when memory is out.
  borrowing func secret(_ assignment: Assignment) throws(ByokError) -> Secret {
    try text.slice(assignment.value)
  }

  /// A value that is not secret, such as an address.
  borrowing func plainText(_ assignment: Assignment) -> String {
    text.withBytes { bytes in
      String(decoding: Array(copying: bytes.extracting(assignment.value)), as: UTF8.self)
    }
  }

  private static func parse(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Assignment? {
    var (start, end) = (line.lowerBound, line.upperBound)
    func trim() {
      while start < end, isBlank(bytes[start]) { start += 1 }
      while start < end, isBlank(bytes[end - 1]) { end -= 1 }
    }
    trim()
    guard start < end, bytes[start] != UInt8(ascii: "#") else { return nil }
    if bytes.extracting(start..<end).holds("export ", at: 0) {
      start += 7
      trim()
    }
    guard let sign = (start..<end).first(where: { bytes[$0] == UInt8(ascii: "=") }) else {
      return nil
    }
    let name = String(decoding: Array(copying: bytes.extracting(start..<sign)), as: UTF8.self)
    guard !name.isEmpty, name.utf8.allSatisfy(isOfName) else { return nil }
    start = sign + 1
    trim()
    if start < end, "'\"".utf8.contains(bytes[start]) {
      let quote = bytes[start]
      guard let close = (start + 1..<end).first(where: { bytes[$0] == quote }) else { return nil }
      return Assignment(name: name, value: start + 1..<close)
    }
    let comment = (start..<end).first { index in
      bytes[index] == UInt8(ascii: "#") && index > start && isBlank(bytes[index - 1])
    }
    end = comment ?? end
    trim()
    return Assignment(name: name, value: start..<max(start, end))
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0D
  }

  private static func isOfName(_ byte: UInt8) -> Bool {
    let character = Character(Unicode.Scalar(byte))
    return character.isASCII && (character.isLetter || character.isNumber || character == "_")
  }
}
