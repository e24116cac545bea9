/// What may begin or end something; each reader returns false if that depends on what has not come.
extension InlineText {
  /// Reads what is at the place of a character that may be markup.
  ///
  /// - Returns: Whether it is known what it is.
  mutating func readMarkup() -> Bool {
    switch byte(scan) {
    case UInt8(ascii: "\n"): take(.space, 1)
    case InlineItem.hardBreak: take(.lineBreak, 1)
    case UInt8(ascii: "\\"): readEscape()
    case UInt8(ascii: "`"): readCode()
    case UInt8(ascii: "["): openBracket(length: 1)
    case UInt8(ascii: "!"): readImage()
    case UInt8(ascii: "]"): closeBracket()
    case UInt8(ascii: "<"): readAngle()
    case UInt8(ascii: "&"): readReference()
    default: readDelimiters()
    }
  }

  /// Takes the next bytes.
  mutating func take(_ kind: InlineItem.Kind, _ length: Int) -> Bool {
    append(kind, scan, scan + length)
    scan += length
    return true
  }

  private mutating func readEscape() -> Bool {
    guard scan + 1 < bound else { return isAtEnd && take(.text, 1) }
    let next = byte(scan + 1)
    if next == UInt8(ascii: "\n") || next == InlineItem.hardBreak { return take(.lineBreak, 2) }
    guard next.isPunctuation else { return take(.text, 1) }
    scan += 1
    return take(.text, 1)
  }

  private mutating func readImage() -> Bool {
    guard scan + 1 < bound else { return isAtEnd && take(.text, 1) }
    guard byte(scan + 1) == UInt8(ascii: "[") else { return take(.text, 1) }
    return openBracket(length: 2)
  }

  /// Source: CommonMark 0.31, section 6.1.
  private mutating func readCode() -> Bool {
    let count = runLength(scan)
    guard scan + count < bound || isAtEnd else { return false }
    if codeSearch.opener != scan { codeSearch = (scan, scan + count) }
    while codeSearch.place < bound {
      guard byte(codeSearch.place) == UInt8(ascii: "`") else {
        codeSearch.place += 1
        continue
      }
      let other = runLength(codeSearch.place)
      guard codeSearch.place + other < bound || isAtEnd else { return false }
      if other == count { return takeCode(scan + count, codeSearch.place, count) }
      codeSearch.place += other
    }
    return isAtEnd && take(.text, count)
  }

  private mutating func takeCode(_ start: Int, _ end: Int, _ count: Int) -> Bool {
    let isPadded =
      end - start > 2 && isSpace(start) && isSpace(end - 1)
      && !(start..<end).allSatisfy(isSpace)
    append(.code, isPadded ? start + 1 : start, isPadded ? end - 1 : end)
    scan = end + count
    return true
  }

  private func isSpace(_ place: Int) -> Bool {
    let byte = byte(place)
    return byte == 0x20 || byte == UInt8(ascii: "\n") || byte == InlineItem.hardBreak
  }

  /// How many bytes like the one at a place follow each other.
  func runLength(_ place: Int) -> Int {
    let byte = byte(place)
    var end = place + 1
    while end < bound, self.byte(end) == byte { end += 1 }
    return end - place
  }

  /// An address between angle brackets, or a line break of HTML; other tags are text.
  ///
  /// Source: CommonMark 0.31, section 6.5.
  private mutating func readAngle() -> Bool {
    var place = scan + 1
    while place < min(bound, scan + 500) {
      let byte = byte(place)
      if byte == UInt8(ascii: ">") { return takeAngle(place) }
      let isBreak = byte == 0x20 && place == scan + 3
      if byte <= 0x20 && !isBreak || byte == UInt8(ascii: "<") { return take(.text, 1) }
      place += 1
    }
    return (place == scan + 500 || isAtEnd) && take(.text, 1)
  }

  private mutating func takeAngle(_ end: Int) -> Bool {
    let inner = buffer[(scan + 1 - base)..<(end - base)]
    if ["br", "br/", "br /"].contains(where: { inner.elementsEqual($0.utf8) }) {
      return take(.lineBreak, end + 1 - scan)
    }
    let scheme = inner.prefix { $0.isLetterOrDigit || "+.-".utf8.contains($0) }
    let isAddress =
      (2...32).contains(scheme.count) && inner.dropFirst(scheme.count).first == UInt8(ascii: ":")
    let isMail = !scheme.isEmpty && inner.dropFirst(scheme.count).first == UInt8(ascii: "@")
    guard isAddress || isMail, !inner.contains(0x20) else { return take(.text, 1) }
    append(.address(isAlone: true), scan + 1, end)
    scan = end + 1
    return true
  }

  /// Source: CommonMark 0.31, section 2.5.
  private mutating func readReference() -> Bool {
    var place = scan + 1
    while place < min(bound, scan + 34), byte(place).isLetterOrDigit || byte(place) == 0x23 {
      place += 1
    }
    guard place < bound || isAtEnd || place == scan + 34 else { return false }
    guard byte(place) == UInt8(ascii: ";"),
      let scalar = CharacterReference.scalar(buffer[(scan + 1 - base)..<(place - base)])
    else { return take(.text, 1) }
    if scalar == " " { return take(.space, place + 1 - scan) }
    return take(.scalar(scalar), place + 1 - scan)
  }
}
