extension [UInt8] {
  /// This JSON document, with U+FFFD for what is not Unicode in it, so that its texts can be read.
  ///
  /// Some servers cut a reply inside of a character: between the bytes of its UTF-8, or between the
  /// halves of a surrogate pair (RFC 8259, section 8.2).
  var mendedJSON: [UInt8] {
    guard isUTF8 else {
      return Array(String(decoding: self, as: UTF8.self).utf8).withoutHalfPairs
    }
    return withoutHalfPairs
  }

  private var isUTF8: Bool { String(validating: self, as: UTF8.self) != nil }

  private var withoutHalfPairs: [UInt8] {
    var mended: [UInt8]?
    var (copied, place) = (0, 0)
    while let escape = self[place...].firstIndex(of: UInt8(ascii: "\\")) {
      let half = surrogate(at: escape)
      let isPair = half == .high && surrogate(at: escape + 6) == .low
      place = escape + (isPair ? 12 : half == nil ? 2 : 6)
      guard half != nil, !isPair else {
        guard place < count else { break }
        continue
      }
      mended = (mended ?? []) + self[copied..<escape] + Array("\\ufffd".utf8)
      copied = place
    }
    return mended.map { $0 + self[copied...] } ?? self
  }

  private enum Surrogate {
    case high, low
  }

  /// The half of a pair whose escape begins at an index; `nil` if there is none.
  private func surrogate(at index: Int) -> Surrogate? {
    guard index + 6 <= count, self[index] == UInt8(ascii: "\\"),
      self[index + 1] == UInt8(ascii: "u"),
      let unit = UInt16(String(decoding: self[(index + 2)..<(index + 6)], as: UTF8.self), radix: 16)
    else { return nil }
    switch unit {
    case 0xD800...0xDBFF: return .high
    case 0xDC00...0xDFFF: return .low
    default: return nil
    }
  }
}
