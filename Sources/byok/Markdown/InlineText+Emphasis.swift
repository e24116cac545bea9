/// Emphasis and struck text: runs of `*`, `_` and `~`.
///
/// Source: CommonMark 0.31, section 6.2; GitHub Flavored Markdown 0.29, section 6.5.
extension InlineText {
  /// Reads a run of delimiters.
  ///
  /// - Returns: Whether the character after it has come.
  mutating func readDelimiters() -> Bool {
    let byte = byte(scan)
    let count = runLength(scan)
    guard scan + count < bound || isAtEnd else { return false }
    let isTilde = byte == UInt8(ascii: "~")
    guard !isTilde || count == 2 else { return take(.text, count) }
    let sides = sides(count)
    let isUnderscore = byte == UInt8(ascii: "_")
    let canOpen = sides.left && (!isUnderscore || !sides.right || sides.followsPunctuation)
    let canClose = sides.right && (!isUnderscore || !sides.left || sides.precedesPunctuation)
    items.append(InlineItem(kind: .text, start: scan, end: scan + count))
    items[items.count - 1].isFixed = true
    var run = Opener(
      byte: byte, count: count, item: items.count - 1, place: scan, canClose: canClose)
    scan += count
    if canClose { close(&run, length: count, canOpen: canOpen) }
    if run.count > 0, canOpen, openers.count < Self.depth { openers.append(run) }
    return true
  }

  /// Which side of a run words are on.
  private func sides(
    _ count: Int
  ) -> (left: Bool, right: Bool, followsPunctuation: Bool, precedesPunctuation: Bool) {
    let before: Unicode.Scalar = scan > base ? buffer.scalar(before: scan - base) : "\n"
    let place = scan + count
    let after: Unicode.Scalar = place < end ? buffer.scalar(at: place - base) : "\n"
    let (previous, next) = (before.side, after.side)
    // A wide character stands for a space: scripts without spaces have none beside emphasis.
    let left = next != .space && (next != .punctuation || previous != .word || before.isBreakable)
    let right =
      previous != .space && (previous != .punctuation || next != .word || after.isBreakable)
    return (left, right, previous == .punctuation, next == .punctuation)
  }

  /// Finds what a run ends.
  private mutating func close(_ run: inout Opener, length: Int, canOpen: Bool) {
    while run.count > 0, let index = opener(for: run, length: length, canOpen: canOpen) {
      let opener = openers[index]
      let isDouble = opener.count > 1 && run.count > 1
      let used = isDouble ? 2 : 1
      var spans = Spans()
      if run.byte == UInt8(ascii: "~") {
        spans.struck = 1
      } else if isDouble {
        spans.bold = 1
      } else {
        spans.italic = 1
      }
      items[opener.item].opens = items[opener.item].opens.adding(spans, 1)
      items[opener.item].end -= used
      items[run.item].closes = items[run.item].closes.adding(spans, 1)
      items[run.item].start += used
      openers[index].count -= used
      run.count -= used
      openers.removeSubrange((openers[index].count == 0 ? index : index + 1)...)
    }
  }

  /// The beginning that a run ends: the last one within the brackets that are open.
  private func opener(for run: Opener, length: Int, canOpen: Bool) -> Int? {
    for index in openers.indices.reversed() {
      let opener = openers[index]
      if opener.byte == UInt8(ascii: "[") || opener.byte == UInt8(ascii: "!") { return nil }
      guard opener.byte == run.byte else { continue }
      // The rule of three: what may both begin and end does not match every length.
      let whole = items[opener.item].length
      let isOdd =
        (opener.canClose || canOpen) && (whole + length) % 3 == 0
        && !(whole % 3 == 0 && length % 3 == 0)
      if !isOdd { return index }
    }
    return nil
  }
}

extension Unicode.Scalar {
  /// What it is beside a run of delimiters.
  enum Side {
    case space, punctuation, word
  }

  /// Source: CommonMark 0.31, section 2.1.
  fileprivate var side: Side {
    if value < 0x80 {
      return value <= 0x20 ? .space : UInt8(value).isPunctuation ? .punctuation : .word
    }
    switch properties.generalCategory {
    case .spaceSeparator: return .space
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol,
      .modifierSymbol, .otherSymbol:
      return .punctuation
    default: return .word
    }
  }
}
