internal import ByokCore

/// Where the tags of HTML end, whose words are nobody's.
enum Markup {
  private static let silent = ["script", "style"].map { Array($0.utf8) }

  /// The offset after the tag or character reference that begins at an offset, else the next one.
  static func end(_ text: Span<UInt8>, _ index: Int, _ end: Int) -> Int {
    switch text[index] {
    case UInt8(ascii: "<"):
      guard index + 1 < end, isStart(text[index + 1]),
        let close = text.position(of: UInt8(ascii: ">"), from: index), close < end
      else { return index + 1 }
      for name in silent where holds(text, name, index + 1, end) {
        return endOfElement(text, name, close + 1, end)
      }
      return close + 1
    case UInt8(ascii: "&"):
      var place = index + 1
      while place < end, place < index + 12, text[place] != UInt8(ascii: ";") {
        let isName = text[place] == UInt8(ascii: "#") || isLetterOrDigit(text[place])
        guard isName else { return index + 1 }
        place += 1
      }
      return place < end && text[place] == UInt8(ascii: ";") ? place + 1 : index + 1
    default:
      return index + 1
    }
  }

  private static func isStart(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "/") || byte == UInt8(ascii: "!") || byte == UInt8(ascii: "?")
      || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
      || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"))
  }

  private static func holds(_ text: Span<UInt8>, _ name: [UInt8], _ start: Int, _ end: Int) -> Bool
  {
    guard start + name.count < end, !isLetterOrDigit(text[start + name.count]) else { return false }
    return name.indices.allSatisfy { text[start + $0] | 0x20 == name[$0] }
  }

  /// Where the closing tag of an element begins; the end where there is none.
  private static func endOfElement(
    _ text: Span<UInt8>, _ name: [UInt8], _ start: Int, _ end: Int
  ) -> Int {
    var index = start
    while let open = text.position(of: UInt8(ascii: "<"), from: index), open + 1 < end {
      if text[open + 1] == UInt8(ascii: "/"), holds(text, name, open + 2, end) { return open }
      index = open + 1
    }
    return end
  }
}
