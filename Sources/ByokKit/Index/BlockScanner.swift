internal import ByokCore

/// Finds the blocks of a text, line by line.
struct BlockScanner {
  private let kind: TextKind
  private let hasPages: Bool
  private(set) var blocks: [TextBlock] = []
  /// The paths of headings; the first is that of no heading.
  private(set) var headings: [[UInt8]] = [[]]

  private var line = 1
  private var page: Int
  /// The headings that are open, by their levels.
  private var open: [(level: Int, title: [UInt8])] = []
  /// What a fence of code is made of, and how long it is; `nil` outside of one.
  private var fence: (byte: UInt8, length: Int)?
  private var isInFrontMatter = false
  private var wasBlank = true
  private var isAfterPage = false

  private static let lineFeed = UInt8(ascii: "\n")
  private static let formFeed: UInt8 = 0x0C
  private static let longestTitle = 120

  init(_ kind: TextKind, hasPages: Bool) {
    self.kind = kind
    self.hasPages = hasPages
    page = hasPages ? 1 : 0
  }

  mutating func scan(_ text: Span<UInt8>) {
    var start = 0
    var feed = hasPages ? text.position(of: Self.formFeed, from: 0) : nil
    while start < text.count {
      var end = text.position(of: Self.lineFeed, from: start).map { $0 + 1 } ?? text.count
      var endsPage = false
      if let place = feed, place < end {
        end = place + 1
        endsPage = true
        feed = text.position(of: Self.formFeed, from: end)
      }
      take(text, start..<end)
      if text[end - 1] == Self.lineFeed { line += 1 }
      if endsPage {
        page += 1
        isAfterPage = true
      }
      start = end
    }
    if blocks.contains(where: { $0.end - $0.start > Chunker.limit }) {
      blocks = blocks.flatMap { block in
        block.end - block.start > Chunker.limit ? Self.pieces(text, block) : [block]
      }
    }
    if kind == .code { markLong() }
  }

  private mutating func take(_ text: Span<UInt8>, _ range: Range<Int>) {
    let indent = Self.indent(text, range)
    let isBlank = indent == range.count
    let wasFrontMatter = isInFrontMatter
    defer { wasBlank = isBlank || wasFrontMatter && !isInFrontMatter }
    var strength: BreakStrength?
    var isHeading = false
    if isAfterPage {
      strength = .page
      isAfterPage = false
    } else if kind == .markdown, !isBlank {
      isHeading = takeMarkdown(text, range, indent)
      strength = isHeading ? .heading : wasBlank && fence == nil ? .paragraph : nil
    } else if !isBlank, wasBlank {
      let isAtMargin = indent == 0 && !Self.isClosing(text[range.lowerBound])
      strength = kind == .code && isAtMargin ? .declaration : .paragraph
    }
    let isFirst = blocks.isEmpty
    if isFirst || strength != nil {
      blocks.append(
        TextBlock(
          start: range.lowerBound, end: range.lowerBound, firstLine: line, lastLine: line,
          strength: strength ?? .paragraph, heading: headings.count - 1, page: page,
          hasBody: false))
    }
    blocks[blocks.count - 1].end = range.upperBound
    blocks[blocks.count - 1].lastLine = line
    if !isBlank, !isHeading { blocks[blocks.count - 1].hasBody = true }
  }

  /// The pieces of a block that is too long for a chunk: cut at ends of lines, or within a line that is too
  /// long itself.
  private static func pieces(_ text: Span<UInt8>, _ block: TextBlock) -> [TextBlock] {
    var pieces: [TextBlock] = []
    var rest = block
    func cut(at end: Int, lastLine: Int, nextLine: Int) {
      rest.end = end
      rest.lastLine = lastLine
      pieces.append(rest)
      rest = TextBlock(
        start: end, end: block.end, firstLine: nextLine, lastLine: block.lastLine,
        strength: .paragraph, heading: block.heading, page: block.page, hasBody: block.hasBody)
    }
    var at = block.start
    var line = block.firstLine
    while at < block.end {
      let next = text.position(of: lineFeed, from: at).map { $0 + 1 } ?? block.end
      let end = min(next, block.end)
      if end - rest.start > Chunker.wanted, at - rest.start >= Chunker.least {
        cut(at: at, lastLine: line - 1, nextLine: line)
      }
      while end - rest.start > Chunker.limit {
        cut(at: place(text, rest.start, max(at, rest.start)), lastLine: line, nextLine: line)
      }
      if end - rest.start > Chunker.wanted, end < block.end {
        cut(at: end, lastLine: line, nextLine: line + 1)
      }
      (at, line) = (end, line + 1)
    }
    rest.end = block.end
    rest.lastLine = block.lastLine
    return rest.start < rest.end ? pieces + [rest] : pieces
  }

  /// Where a line that is too long is cut: after the last sentence, else word, that leaves a chunk of the
  /// size that is wanted.
  private static func place(_ text: Span<UInt8>, _ start: Int, _ line: Int) -> Int {
    let most = start + Chunker.wanted
    let least = max(line, start + Chunker.least)
    var space: Int?
    var index = most
    while index > least {
      let byte = text[index - 1]
      if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") {
        space = space ?? index
        let before = text[index - 2]
        let endsSentence =
          before == UInt8(ascii: ".") || before == UInt8(ascii: "!")
          || before == UInt8(ascii: "?")
        if endsSentence { return index }
      }
      index -= 1
    }
    return space ?? characterStart(text, most)
  }

  /// The start of the character at an offset.
  private static func characterStart(_ text: Span<UInt8>, _ offset: Int) -> Int {
    var index = offset
    while index > offset - 4, index > 0, text[index] & 0xC0 == 0x80 { index -= 1 }
    return text[index] & 0xC0 == 0x80 ? offset : index
  }

  /// Notes which declarations are too long for one chunk.
  private mutating func markLong() {
    var first = 0
    for index in 0...blocks.count
    where index == blocks.count || index > 0 && blocks[index].strength.rawValue > 0 {
      if index > first, blocks[index - 1].end - blocks[first].start > Chunker.limit {
        for place in first..<index { blocks[place].isInLong = true }
      }
      first = index
    }
  }

  private static func indent(_ text: Span<UInt8>, _ range: Range<Int>) -> Int {
    var index = range.lowerBound
    while index < range.upperBound, isSpace(text[index]) { index += 1 }
    return index - range.lowerBound
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || (byte >= 0x09 && byte <= 0x0D)
  }

  private static func isClosing(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "}") || byte == UInt8(ascii: ")") || byte == UInt8(ascii: "]")
  }
}

// MARK: Markdown

extension BlockScanner {
  /// Takes a line that is not blank; answers whether a section begins with it.
  ///
  /// Source: CommonMark 0.31, 4.2, 4.3 and 4.5.
  private mutating func takeMarkdown(
    _ text: Span<UInt8>, _ range: Range<Int>, _ indent: Int
  ) -> Bool {
    let start = range.lowerBound + indent
    if isInFrontMatter || range.lowerBound == 0, Self.run(text, start, range) == 3,
      text[start] == UInt8(ascii: "-")
    {
      isInFrontMatter.toggle()
      return false
    }
    if isInFrontMatter { return false }
    if takeFence(text, start, range) || fence != nil || indent > 3 { return false }
    if text[start] == UInt8(ascii: "#") {
      let level = Self.run(text, start, range)
      let after = start + level
      guard level <= 6, after == range.upperBound || Self.isSpace(text[after]) else { return false }
      push(level, text, after..<range.upperBound)
      return true
    }
    guard wasBlank, let level = Self.underline(text, after: range.upperBound) else { return false }
    push(level, text, start..<range.upperBound)
    return true
  }

  /// Whether the line begins or ends code between fences.
  private mutating func takeFence(_ text: Span<UInt8>, _ start: Int, _ range: Range<Int>) -> Bool {
    let byte = text[start]
    guard byte == UInt8(ascii: "`") || byte == UInt8(ascii: "~") else { return false }
    let length = Self.run(text, start, range)
    guard length >= 3 else { return false }
    if let open = fence {
      let isEnd =
        Self.indent(text, start + length..<range.upperBound) == range.upperBound - start - length
      if open.byte == byte, length >= open.length, isEnd { fence = nil }
    } else {
      fence = (byte, length)
    }
    return true
  }

  /// How often the byte at an offset follows itself there.
  private static func run(_ text: Span<UInt8>, _ start: Int, _ range: Range<Int>) -> Int {
    var index = start
    while index < range.upperBound, text[index] == text[start] { index += 1 }
    return index - start
  }

  /// The level of the heading that a line after it makes of it: 1 for `===`, 2 for `---`.
  private static func underline(_ text: Span<UInt8>, after end: Int) -> Int? {
    guard end < text.count else { return nil }
    let byte = text[end]
    guard byte == UInt8(ascii: "=") || byte == UInt8(ascii: "-") else { return nil }
    let lineEnd = text.position(of: lineFeed, from: end) ?? text.count
    let length = run(text, end, end..<lineEnd)
    guard length >= 2, indent(text, end + length..<lineEnd) == lineEnd - end - length else {
      return nil
    }
    return byte == UInt8(ascii: "=") ? 1 : 2
  }

  private mutating func push(_ level: Int, _ text: Span<UInt8>, _ range: Range<Int>) {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, Self.isSpace(text[start]) { start += 1 }
    while end > start, Self.isSpace(text[end - 1]) { end -= 1 }
    while end > start, text[end - 1] == UInt8(ascii: "#") { end -= 1 }
    while end > start, Self.isSpace(text[end - 1]) { end -= 1 }
    if end - start > Self.longestTitle {
      end = Self.characterStart(text, start + Self.longestTitle)
    }
    let title = Array(copying: text.extracting(start..<end))
    open.removeAll { $0.level >= level }
    open.append((level, title))
    headings.append(
      Array(open.map(\.title).filter { !$0.isEmpty }.joined(separator: Array(" > ".utf8))))
  }
}
