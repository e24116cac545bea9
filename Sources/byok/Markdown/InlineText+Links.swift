/// Links and images; the address is shown after the text.
///
/// Source: CommonMark 0.31, section 6.3 and 6.4; reference links are shown as they are written.
extension InlineText {
  /// Reads the beginning of a link's or an image's text.
  mutating func openBracket(length: Int) -> Bool {
    let isOpener = openers.count < Self.depth
    items.append(InlineItem(kind: .text, start: scan, end: scan + length))
    items[items.count - 1].isFixed = true
    if isOpener {
      openers.append(
        Opener(byte: byte(scan), count: length, item: items.count - 1, place: scan))
    }
    scan += length
    return true
  }

  /// Reads the end of such a text, and what follows it.
  mutating func closeBracket() -> Bool {
    guard let index = openers.lastIndex(where: \.isBracket) else { return take(.text, 1) }
    guard scan + 1 < bound || isAtEnd else { return false }
    guard byte(scan + 1) == UInt8(ascii: "("), !openers[index].isInactive else {
      return closeText(index)
    }
    if tail.start != scan + 2 { tail = LinkTail(start: scan + 2) }
    while case .open = tail.state, tail.place < bound { tail.take(byte(tail.place)) }
    switch tail.state {
    case .open: return isAtEnd && closeText(index)
    case .failed: return closeText(index)
    case .closed(let address):
      closeLink(index, address)
      return true
    }
  }

  private mutating func closeText(_ index: Int) -> Bool {
    openers.remove(at: index)
    return take(.text, 1)
  }

  private mutating func closeLink(_ index: Int, _ address: Range<Int>) {
    let opener = openers[index]
    let text = (opener.place + opener.count)..<scan
    openers.removeSubrange(index...)
    if opener.byte == UInt8(ascii: "[") {
      for other in openers.indices where openers[other].byte == UInt8(ascii: "[") {
        openers[other].isInactive = true
      }
    }
    items[opener.item].end = items[opener.item].start
    items[opener.item].opens.link += 1
    let isSame =
      buffer[(text.lowerBound - base)..<(text.upperBound - base)]
      .elementsEqual(buffer[(address.lowerBound - base)..<(address.upperBound - base)])
    let isShown =
      !address.isEmpty
      && !(isSame
        && buffer[(text.lowerBound - base)..<(text.upperBound - base)].contains(UInt8(ascii: ":")))
    var item = InlineItem(
      kind: isShown ? .address(isAlone: false) : .text, start: address.lowerBound,
      end: isShown ? address.upperBound : address.lowerBound)
    item.closes.link = 1
    item.isFixed = true
    items.append(item)
    scan = tail.place
  }
}

extension InlineText.Opener {
  /// Whether it begins the text of a link or an image.
  var isBracket: Bool { byte == UInt8(ascii: "[") || byte == UInt8(ascii: "!") }
}

/// What follows the text of a link: an address and perhaps a title, up to a parenthesis.
struct LinkTail {
  /// How long it may be, in bytes.
  static let limit = 1500

  /// Where it begins in the text.
  let start: Int
  /// The place of the next byte.
  private(set) var place: Int
  private(set) var state = State.open
  private var part = Part.before
  private var depth = 0
  private var addressStart = 0
  private var addressEnd = 0
  private var quote: UInt8 = 0
  private var isEscaped = false
  private var previous: UInt8 = 0

  enum State {
    case open, failed
    /// Its end has come; the range is that of the address.
    case closed(Range<Int>)
  }

  private enum Part {
    case before, angle, address, after, title, end
  }

  init(start: Int) {
    (self.start, place) = (start, start)
  }

  /// Takes the byte at ``place``.
  mutating func take(_ byte: UInt8) {
    defer { place += 1 }
    defer { previous = byte }
    // Whoever begins another link has not ended this one; so no byte is looked at often.
    if place - start > Self.limit || byte == UInt8(ascii: "(") && previous == UInt8(ascii: "]") {
      return state = .failed
    }
    if isEscaped { return isEscaped = false }
    let isSpace = byte <= 0x20
    switch part {
    case .before:
      if isSpace { return }
      (addressStart, addressEnd) = (place, place)
      if byte == UInt8(ascii: "<") {
        (part, addressStart) = (.angle, place + 1)
      } else {
        part = .address
        takeAddress(byte)
      }
    case .angle:
      isEscaped = byte == UInt8(ascii: "\\")
      if byte == UInt8(ascii: ">") { (part, addressEnd) = (.after, place) }
      if byte == UInt8(ascii: "<") || byte < 0x20 { state = .failed }
    case .address:
      if isSpace { (part, addressEnd) = (.after, place) } else { takeAddress(byte) }
    case .after:
      if isSpace { return }
      takeAfter(byte)
    case .title:
      isEscaped = byte == UInt8(ascii: "\\")
      if byte == quote { part = .end }
    case .end:
      if !isSpace { takeEnd(byte) }
    }
  }

  private mutating func takeAddress(_ byte: UInt8) {
    isEscaped = byte == UInt8(ascii: "\\")
    if byte == UInt8(ascii: "(") { depth += 1 }
    guard byte == UInt8(ascii: ")") else { return }
    if depth == 0 {
      state = .closed(addressStart..<place)
    } else {
      depth -= 1
    }
  }

  private mutating func takeAfter(_ byte: UInt8) {
    if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'"), depth == 0 {
      quote = byte
      part = .title
    } else {
      takeEnd(byte)
    }
  }

  private mutating func takeEnd(_ byte: UInt8) {
    state = byte == UInt8(ascii: ")") && depth == 0 ? .closed(addressStart..<addressEnd) : .failed
  }
}
