/// Reads the text of a paragraph, heading or cell as it comes: emphasis, code, links, escapes.
///
/// Text without markup passes at once. From a character that may begin something on, text is held
/// back until it is known what it is, but not beyond a limit, after which the character stands for
/// itself. The result does not depend on where the text was split.
///
/// Source: CommonMark 0.31, section 6; GitHub Flavored Markdown 0.29, section 6.5.
struct InlineText {
  /// How far behind its beginning the end of emphasis or a link may be, in bytes.
  static let limit = 2000
  /// How many beginnings may be open; further ones stand for themselves.
  static let depth = 32

  /// The style of all of it.
  let style: TextStyle
  /// What is not written yet, and some bytes before it.
  var buffer: [UInt8] = []
  /// The place of the buffer's first byte in the text.
  var base = 0
  /// How far the text has been read.
  var scan = 0
  /// What has been read and is not written, in order.
  var items: [InlineItem] = []
  /// The beginnings that may have an end, outermost first.
  var openers: [Opener] = []
  /// Where a search for the end of code goes on.
  var codeSearch = (opener: -1, place: 0)
  /// The address after a link's text, as far as it has come.
  var tail = LinkTail(start: -1)
  /// Whether no more text follows.
  var isEnded = false
  private var counts = StyleCounts()

  init(style: TextStyle = .plain) {
    self.style = style
  }

  /// A run of delimiters or a bracket that something may end.
  struct Opener {
    /// `*`, `_`, `~`, `[`, or `!` for an image.
    var byte: UInt8
    /// How many delimiters are left.
    var count: Int
    var item: Int
    var place: Int
    /// Whether it may end something, too.
    var canClose = false
    /// Whether a bracket may not become a link, since it holds one.
    var isInactive = false
  }

  /// Takes the next part of the text.
  mutating func add(_ bytes: [UInt8], _ range: Range<Int>, to writer: inout TextWriter) {
    buffer += bytes[range]
    read(&writer)
  }

  /// Takes the end of a line within the paragraph.
  ///
  /// - Parameters:
  ///   - isHard: Whether the line ends there when it is shown.
  ///   - writer: Takes what is known.
  mutating func addLineEnd(isHard: Bool, to writer: inout TextWriter) {
    buffer.append(isHard ? InlineItem.hardBreak : UInt8(ascii: "\n"))
    read(&writer)
  }

  /// Takes the end of the paragraph.
  mutating func end(_ writer: inout TextWriter) {
    isEnded = true
    read(&writer)
    while !openers.isEmpty { giveUp(&writer) }
    flush(&writer)
  }

  /// The byte at a place of the text; 0 where it has not come.
  func byte(_ place: Int) -> UInt8 {
    place - base < buffer.count ? buffer[place - base] : 0
  }

  /// The place after all that has come.
  var end: Int { base + buffer.count }

  /// The place that nothing is looked for beyond.
  var bound: Int { min(end, (openers.first?.place ?? scan) + Self.limit) }

  /// Whether nothing follows the place that is looked at.
  var isAtEnd: Bool { isEnded && bound == end }

  private mutating func read(_ writer: inout TextWriter) {
    while scan < end {
      if let first = openers.first, scan - first.place >= Self.limit {
        giveUp(&writer)
        continue
      }
      if byte(scan).mayBeMarkup {
        guard readMarkup() else {
          guard bound < end || bound - (openers.first?.place ?? scan) >= Self.limit else { break }
          giveUp(&writer)
          continue
        }
      } else {
        readPlain(&writer)
      }
      if openers.isEmpty, !items.isEmpty { flush(&writer) }
    }
    compact()
  }

  private mutating func readPlain(_ writer: inout TextWriter) {
    let start = scan - base
    var place = start
    while place < buffer.count, !buffer[place].mayBeMarkup { place += 1 }
    scan = base + place
    if items.isEmpty {
      writer.add(buffer, start..<place, style)
    } else {
      append(.text, base + start, scan)
    }
  }

  /// Adds what has been read, as one with what precedes it if both are text.
  mutating func append(_ kind: InlineItem.Kind, _ start: Int, _ end: Int) {
    if case .text = kind, let last = items.last, last.isPlainText, last.end == start {
      items[items.count - 1].end = end
      return
    }
    items.append(InlineItem(kind: kind, start: start, end: end))
  }

  /// Lets the first beginning, or what is being read, stand for itself.
  private mutating func giveUp(_ writer: inout TextWriter) {
    if openers.isEmpty {
      let byte = byte(scan)
      var place = scan + 1
      while place < bound, byte == self.byte(place), byte.isRepeatable { place += 1 }
      append(.text, scan, place)
      scan = place
    } else {
      openers.removeFirst()
    }
    flush(&writer)
  }

  /// Writes what is known: up to the first beginning that may have an end.
  private mutating func flush(_ writer: inout TextWriter) {
    let count = openers.first?.item ?? items.count
    guard count > 0 else { return }
    for item in items[..<count] {
      counts.remove(item.closes)
      write(item, &writer)
      counts.add(item.opens)
    }
    items.removeSubrange(..<count)
    for index in openers.indices { openers[index].item -= count }
    writer.settle()
  }

  private func write(_ item: InlineItem, _ writer: inout TextWriter) {
    let style = style.with(counts.style)
    let range = (item.start - base)..<(item.end - base)
    switch item.kind {
    case .text: writer.add(buffer, range, style)
    case .code: writeCode(range, style, &writer)
    case .scalar(let scalar): writer.add(scalar, style)
    case .space: writer.addSpace(1, style)
    case .lineBreak: writer.addBreak()
    case .address(let isAlone):
      if isAlone { return writer.add(buffer, range, style.with(.underlined)) }
      writer.addSpace(1, style)
      writer.add(Self.brackets, 0..<1, style.with(.dim))
      writer.add(buffer, range, style.with(.dim))
      writer.add(Self.brackets, 1..<2, style.with(.dim))
    }
  }

  private static let brackets = Array("()".utf8)
  private static let backtick = Array("`~~".utf8)

  /// Writes code; without colour, between the backticks that it had.
  private func writeCode(_ range: Range<Int>, _ style: TextStyle, _ writer: inout TextWriter) {
    if !writer.usesColor { writer.add(Self.backtick, 0..<1, style) }
    var start = range.lowerBound
    for place in range where buffer[place] == 0x20 || buffer[place] < 0x0E {
      writer.add(buffer, start..<place, style.with(.code))
      writer.addSpace(1, style)
      start = place + 1
    }
    writer.add(buffer, start..<range.upperBound, style.with(.code))
    if !writer.usesColor { writer.add(Self.backtick, 0..<1, style) }
  }

  /// Forgets what has been written, but for the character before the next one.
  private mutating func compact() {
    let needed = min(items.first?.start ?? scan, openers.first?.place ?? scan, scan) - 8
    guard needed - base > 4096 || needed - base == buffer.count - 8, needed > base else { return }
    buffer.removeSubrange(..<(needed - base))
    base = needed
  }
}

/// How many beginnings of each style are open.
private struct StyleCounts {
  private var counts = Spans()

  mutating func add(_ spans: Spans) { counts = counts.adding(spans, 1) }
  mutating func remove(_ spans: Spans) { counts = counts.adding(spans, -1) }

  var style: TextStyle {
    var style = TextStyle.plain
    if counts.bold > 0 { style = style.with(.bold) }
    if counts.italic > 0 { style = style.with(.italic) }
    if counts.struck > 0 { style = style.with(.struck) }
    if counts.link > 0 { style = style.with(.underlined) }
    return style
  }
}
