/// Names of members that an object may have, in the order in which they are mostly written.
///
/// Whoever goes through the members in that order finds each with one or two comparisons, of eight bytes
/// at once.
package struct JSONNames: Sendable {
  private struct Name {
    /// The first eight bytes of the name and the quotation mark after it, the first byte lowest.
    let start: UInt64
    /// The bits that count of these.
    let mask: UInt64
    let size: Int

    init(_ text: [UInt8]) {
      var (start, mask): (UInt64, UInt64) = (0, 0)
      for (place, byte) in (text + [UInt8(ascii: "\"")]).prefix(8).enumerated() {
        start |= UInt64(byte) << (8 * place)
        mask |= 0xFF << (8 * place)
      }
      (self.start, self.mask, size) = (start, mask, text.count)
    }
  }

  private let names: [Name]
  private let texts: [[UInt8]]
  /// The place of the name that is looked for first: the one after the last that was found.
  private var expected = 0

  /// - Parameter names: The names, none twice, and none with what JSON has to escape.
  package init(_ names: [String]) {
    texts = names.map { Array($0.utf8) }
    self.names = texts.map(Name.init)
  }

  package var count: Int { names.count }

  /// The place of the name that a string represents; `nil` where it is not among them.
  package func place(of string: JSONString, in bytes: Span<UInt8>) -> Int? {
    guard string.isPlain else {
      var plain: [UInt8] = []
      bytes.unescape(string.range) { plain.append($0) }
      return texts.firstIndex(of: plain)
    }
    for place in names.indices where names[place].size == string.range.count {
      if bytes.holds(texts[place], at: string.range.lowerBound) { return place }
    }
    return nil
  }

  /// The place of a member's name, which was read; ``count`` where it is not among them.
  mutating func place(ofMember name: JSONString, in bytes: Span<UInt8>) -> Int {
    let place = place(of: name, in: bytes) ?? count
    expected = place + 1
    return place
  }

  /// The name that is there between quotation marks, with a colon after it.
  ///
  /// - Parameters:
  ///   - offset: Where the first quotation mark would be.
  ///   - bytes: The document.
  /// - Returns: Its place and its end; `nil` for what takes a closer look.
  @inline(__always) mutating func member(
    at offset: Int, in bytes: Span<UInt8>
  ) -> (place: Int, end: Int)? {
    guard let word = bytes.word(at: offset + 1), bytes[offset] == UInt8(ascii: "\"") else {
      return nil
    }
    var place = expected
    for _ in 0..<names.count {
      if place >= names.count { place = 0 }
      let name = names[place]
      if word & name.mask == name.start {
        let end = offset + 1 + name.size
        guard end + 1 < bytes.count, bytes[end] == UInt8(ascii: "\""),
          bytes[end + 1] == UInt8(ascii: ":"),
          name.size < 8 || bytes.holds(texts[place], at: offset + 1)
        else { return nil }
        expected = place + 1
        return (place, end)
      }
      place += 1
    }
    return nil
  }
}
