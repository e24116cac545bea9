// The names are those of the standard library's regular expression engine, which is not linked in.

extension Span<UInt8> {
  /// Where `part` begins first; `nil` if it does not occur.
  fileprivate func firstOffset(of part: Span<UInt8>) -> Int? {
    guard part.count > 0 else { return 0 }
    let first = part[0]
    var start = 0
    while start + part.count <= count {
      if self[start] == first {
        var length = 1
        while length < part.count, self[start + length] == part[length] { length += 1 }
        if length == part.count { return start }
      }
      start += 1
    }
    return nil
  }
}

extension StringProtocol {
  /// Where `part` occurs first, byte for byte; `nil` if it does not.
  package func firstRange(of part: some StringProtocol) -> Range<Index>? {
    let wanted = Substring(part).utf8
    guard let offset = Substring(self).utf8.span.firstOffset(of: wanted.span) else { return nil }
    let start = utf8.index(startIndex, offsetBy: offset)
    return start..<utf8.index(start, offsetBy: wanted.count)
  }

  /// Whether `part` occurs, byte for byte.
  package func contains(_ part: String) -> Bool {
    firstRange(of: part) != nil
  }

  /// The text with `other` in place of each `part`.
  package func replacing(_ part: String, with other: String) -> String {
    var (result, rest) = ("", self[...])
    while !part.isEmpty, let range = rest.firstRange(of: part) {
      result += rest[..<range.lowerBound]
      result += other
      rest = rest[range.upperBound...]
    }
    return result + rest
  }
}

extension String {
  /// Puts `other` in place of each `part`.
  package mutating func replace(_ part: String, with other: String) {
    self = replacing(part, with: other)
  }
}
