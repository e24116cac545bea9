/// What stands between brackets in a pattern.
enum PatternClass {
  /// Reads the class at an offset and moves past it; `nil` where it does not end.
  static func read(_ text: [UInt8], _ index: inout Int) -> Set<UInt8>? {
    var place = index + 1
    let isNegated =
      place < text.count && (text[place] == UInt8(ascii: "!") || text[place] == UInt8(ascii: "^"))
    if isNegated { place += 1 }
    var set: Set<UInt8> = []
    var isFirst = true
    while place < text.count, isFirst || text[place] != UInt8(ascii: "]") {
      isFirst = false
      if let (name, end) = named(text, place) {
        guard let members = members(name) else { return nil }
        set.formUnion(members)
        place = end
        continue
      }
      guard let low = byte(text, &place) else { return nil }
      if place + 1 < text.count, text[place] == UInt8(ascii: "-"),
        text[place + 1] != UInt8(ascii: "]")
      {
        place += 1
        guard let high = byte(text, &place) else { return nil }
        if low <= high { set.formUnion(low...high) }
      } else {
        set.insert(low)
      }
    }
    guard place < text.count else { return nil }
    index = place + 1
    return isNegated ? Set(0...255).subtracting(set) : set
  }

  private static func byte(_ text: [UInt8], _ place: inout Int) -> UInt8? {
    if text[place] == UInt8(ascii: "\\") { place += 1 }
    guard place < text.count else { return nil }
    defer { place += 1 }
    return text[place]
  }

  /// The name of `[:name:]` at an offset, and where it ends.
  private static func named(_ text: [UInt8], _ place: Int) -> (String, Int)? {
    guard place + 1 < text.count, text[place] == UInt8(ascii: "["),
      text[place + 1] == UInt8(ascii: ":"),
      let close = text[(place + 2)...].firstIndex(of: UInt8(ascii: "]")),
      close > place + 2, text[close - 1] == UInt8(ascii: ":")
    else { return nil }
    return (String(decoding: text[place + 2..<close - 1], as: UTF8.self), close + 1)
  }

  private static func members(_ name: String) -> Set<UInt8>? {
    let (small, capital) = (
      Set(UInt8(ascii: "a")...UInt8(ascii: "z")), Set(UInt8(ascii: "A")...UInt8(ascii: "Z"))
    )
    let digits = Set(UInt8(ascii: "0")...UInt8(ascii: "9"))
    let letters = small.union(capital)
    let visible = Set<UInt8>(0x21...0x7E)
    switch name {
    case "alnum": return letters.union(digits)
    case "alpha": return letters
    case "blank": return [0x20, 0x09]
    case "cntrl": return Set(0...0x1F).union([0x7F])
    case "digit": return digits
    case "graph": return visible
    case "lower": return small
    case "print": return visible.union([0x20])
    case "punct": return visible.subtracting(letters).subtracting(digits)
    case "space": return Set(0x09...0x0D).union([0x20])
    case "upper": return capital
    case "xdigit": return digits.union("abcdefABCDEF".utf8)
    default: return nil
    }
  }
}
