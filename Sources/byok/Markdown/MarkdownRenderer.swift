internal import ByokCore

/// Renders Markdown for a terminal as it comes.
///
/// What has been returned is never changed. Held back are: a word until its end; emphasis, code and
/// links until their end, for 2,000 bytes at most; the beginning of a line until it is known what it
/// is; headings, lines of code and rows until the end of the line; tables until they end or exceed
/// ``MarkdownTable/rowLimit``. The result is the same wherever the text was split.
///
/// Lines are wrapped at the width, but for code and for words that are wider: a terminal that wraps
/// them itself lets them be copied whole. Links show their addresses; nothing is hidden behind a
/// text. No escape sequence is written but for styles, and none of those without colour.
struct MarkdownRenderer {
  /// How long a line may be whose end is waited for, in bytes.
  static let lineLimit = 4096
  /// A line that is shorter, in bytes, ends where it is shown, too: verses, addresses.
  static let shortLine = 50

  /// What the lines before leave open.
  var context = MarkdownContext()
  var writer: TextWriter
  var text = InlineText()
  var table: MarkdownTable?
  /// A line that may be the first of a table.
  var candidate: [UInt8]?
  /// How many of the containers the blank line before is in; `nil` without one.
  var blankDepth: Int?
  /// The columns of the terminal, asked for at each block.
  private let columns: () -> Int
  private var sanitizer = Sanitizer()
  private var line: [UInt8] = []
  private var rest = Rest.unknown
  /// How many bytes the line had that is text.
  private var length = 0
  private var trailingSpaces = 0

  /// What the rest of a line is.
  private enum Rest {
    /// Not known yet, or a line that is held to its end.
    case unknown
    case text, code
  }

  /// - Parameters:
  ///   - usesColor: Whether styles are written.
  ///   - columns: Returns the columns of the terminal.
  init(usesColor: Bool, columns: @escaping () -> Int) {
    writer = TextWriter(usesColor: usesColor)
    self.columns = columns
    writer.width = max(1, columns())
  }

  /// Takes the next part of a text, which may end anywhere.
  ///
  /// - Parameter piece: The part.
  /// - Returns: What to write: UTF-8 that is safe to show.
  mutating func add(_ piece: String) -> [UInt8] {
    let clean = Array(sanitizer.clean(piece).utf8)
    read(clean)
    return take()
  }

  /// Takes the end of the text.
  ///
  /// - Returns: What is left to write; it ends a line, if anything has been written.
  mutating func finish() -> [UInt8] {
    let clean = Array(sanitizer.finish().utf8)
    read(clean)
    if rest == .unknown, !line.isEmpty { decide(isWhole: true) }
    endText(isLast: true)
    closeLeaf()
    writer.endLine()
    return take()
  }

  private mutating func take() -> [UInt8] {
    defer { writer.output.removeAll(keepingCapacity: true) }
    return writer.output
  }

  private mutating func read(_ bytes: [UInt8]) {
    var place = 0
    while place < bytes.count {
      var end = place
      let limit = rest == .unknown ? place + Self.lineLimit - line.count : bytes.count
      while end < min(limit, bytes.count), bytes[end] != UInt8(ascii: "\n") { end += 1 }
      let isEnded = end < bytes.count && bytes[end] == UInt8(ascii: "\n") && end < limit
      switch rest {
      case .unknown:
        line += bytes[place..<end]
        if isEnded || line.count >= Self.lineLimit {
          decide(isWhole: true, isCut: !isEnded)
        } else {
          decide(isWhole: false)
        }
      case .text: addText(bytes, place..<end)
      case .code: writer.addRaw(bytes[place..<end])
      }
      if isEnded { endText(isLast: false) }
      place = isEnded ? end + 1 : end
    }
  }

  /// Finds what the line is, if that is known, and begins it.
  private mutating func decide(isWhole: Bool, isCut: Bool = false) {
    if candidate != nil, !isWhole { return }
    let markdown = MarkdownLine(line, isWhole: isWhole)
    guard var start = markdown.start(in: context) else { return }
    line = []
    if let first = candidate.take() {
      if beginTable(first, start) { return }
      releaseRow(first)
      start = markdown.start(in: context) ?? start
    }
    if isCut { start.block = start.block.whenCut }
    begin(start)
    switch start.block {
    case .text where context.leaf == .paragraph: rest = .text
    case .code where isCut: rest = .code
    default: break
    }
  }

  /// Ends a line that is text, or code too long to be held.
  private mutating func endText(isLast: Bool) {
    switch rest {
    case .unknown: return
    case .code: writer.endLine()
    case .text:
      let isHard = trailingSpaces >= 2 || length < Self.shortLine
      if !isLast { text.addLineEnd(isHard: isHard, to: &writer) }
    }
    (rest, length, trailingSpaces) = (.unknown, 0, 0)
  }

  /// Takes text of a paragraph.
  mutating func addText(_ bytes: [UInt8], _ range: Range<Int>) {
    var end = range.upperBound
    while end > range.lowerBound, bytes[end - 1] == 0x20 { end -= 1 }
    trailingSpaces = range.upperBound - end + (end == range.lowerBound ? trailingSpaces : 0)
    length += range.count
    text.add(bytes, range, to: &writer)
  }

  /// Prepares a block: its width, and what its lines begin with.
  mutating func beginBlock() {
    writer.width = max(1, columns())
    if let depth = blankDepth, !writer.isLineOpen {
      var outer = Array(context.containers.prefix(depth))
      var blank = outer.prefix(width: writer.width, usesColor: writer.usesColor).bytes
      while blank.last == 0x20 { blank.removeLast() }
      writer.blankLine = blank
    }
    blankDepth = nil
    let hasNew = context.containers.contains { !$0.isShown }
    if hasNew {
      let shown = writer.isLineOpen ? context.containers.firstIndex { !$0.isShown } ?? 0 : 0
      let (width, color) = (writer.width, writer.usesColor)
      writer.openLine(
        context.containers.prefix(width: width, usesColor: color, isStart: true, from: shown))
    }
    writer.prefix = context.containers.prefix(width: writer.width, usesColor: writer.usesColor)
  }
}

extension MarkdownStart.Block {
  /// What it is if the line is too long to be held.
  fileprivate var whenCut: Self {
    switch self {
    case .code, .fenceEnd: .code
    default: .text
    }
  }
}
