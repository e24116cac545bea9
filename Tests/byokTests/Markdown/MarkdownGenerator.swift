/// Makes Markdown documents together with what a reader sees of them.
///
/// The same seed makes the same documents.
struct MarkdownGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
  }

  /// A number from 0 on, below `limit`.
  mutating func number(below limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(limit))
  }

  /// A piece of Markdown: its lines, and what is seen of them, without white space.
  struct Piece {
    var lines: [String] = []
    var seen = ""
    var isList = false
    /// Whether a table is in it, the cells of which are interleaved where they are wrapped.
    var hasTable = false

    /// Adds lines below.
    mutating func add(_ other: Self, gap: Int = 0) {
      lines += Array(repeating: "", count: gap) + other.lines
      seen += other.seen
      hasTable = hasTable || other.hasTable
    }

    /// Adds words to the last line.
    mutating func append(_ text: String, _ shown: String) {
      if lines.isEmpty { lines = [""] }
      lines[lines.count - 1] += text
      seen += shown
    }
  }

  /// A document.
  mutating func document() -> Piece {
    var document = blocks(depth: 0, count: 1 + number(below: 4))
    if number(below: 3) == 0 { document.lines.append("") }
    return document
  }

  private mutating func blocks(depth: Int, count: Int) -> Piece {
    var all = Piece()
    for index in 0..<count {
      let next = block(depth: depth)
      // Lists that follow each other would be one.
      if next.isList, all.isList { all.add(heading(), gap: 1) }
      all.add(next, gap: index == 0 ? 0 : 1 + number(below: 8) / 7)
      all.isList = next.isList
    }
    all.isList = false
    return all
  }

  private mutating func block(depth: Int) -> Piece {
    switch number(below: depth < 3 ? 12 : 7) {
    case 0: heading()
    case 1: fence()
    case 2: table()
    case 3: Piece(lines: [["---", "***", "___", "- - -"][number(below: 3)]])
    case 7, 8: list(depth: depth, isOrdered: false)
    case 9: list(depth: depth, isOrdered: true)
    case 10: quotation(depth: depth)
    default: paragraph()
    }
  }

  private mutating func heading() -> Piece {
    let title = inline(count: 1 + number(below: 6), breaks: false)
    let level = 1 + number(below: 6)
    var line = String(repeating: "#", count: level) + " " + title.lines[0]
    if number(below: 4) == 0 { line += " " + String(repeating: "#", count: level) }
    return Piece(lines: [line], seen: title.seen)
  }

  /// Code; each line that has any holds a `§`.
  private mutating func fence() -> Piece {
    let mark = ["```", "~~~", "````"][number(below: 3)]
    let info = ["", "swift", "sh"][number(below: 3)]
    var piece = Piece(lines: [mark + info], seen: info)
    for _ in 0..<number(below: 5) {
      let code = ["§ let x = *a* [b](c)", "  §", "", "# § & <b>", "§ `` | \\*"][number(below: 5)]
      piece.add(Piece(lines: [code], seen: code.filter { $0 != " " }))
    }
    piece.lines.append(mark)
    return piece
  }

  private mutating func table() -> Piece {
    let columns = 1 + number(below: 4)
    var piece = Piece()
    for row in 0..<(1 + number(below: 5)) {
      var line = "|"
      for _ in 0..<columns {
        let cell = inline(count: number(below: 4) + (row == 0 ? 1 : 0), breaks: false)
        line += " " + (cell.lines.first ?? "") + " |"
        piece.seen += cell.seen
      }
      piece.lines.append(line)
      if row == 0 {
        let sides = (0..<columns).map { _ in ["---", ":--", "--:", ":-:"][number(below: 4)] }
        piece.lines.append("|" + sides.joined(separator: "|") + "|")
      }
    }
    piece.hasTable = true
    return piece
  }

  private mutating func list(depth: Int, isOrdered: Bool) -> Piece {
    var piece = Piece()
    piece.isList = true
    // Below text, only a list that begins with 1 is one.
    let start = depth > 0 ? 1 : [1, 1, 9, 98][number(below: 4)]
    let bullet = ["-", "*", "+"][number(below: 3)]
    let isLoose = number(below: 3) == 0
    for index in 0..<(1 + number(below: 3)) {
      var item = paragraph()
      if depth < 3, number(below: 4) == 0 {
        item.add(list(depth: depth + 1, isOrdered: number(below: 3) == 0))
      }
      if number(below: 8) == 0 { item.add(block(depth: 3), gap: 1) }
      var marker = isOrdered ? "\(start + index)." : bullet
      var shown = isOrdered ? marker : ""
      let indent = String(repeating: " ", count: marker.count + 1)
      if !isOrdered, number(below: 5) == 0 {
        let box = ["[ ]", "[x]"][number(below: 2)]
        marker += " " + box
        shown = box.filter { $0 != " " }
      }
      let lines = item.lines.enumerated().map {
        $0.offset == 0 ? marker + " " + $0.element : $0.element.isEmpty ? "" : indent + $0.element
      }
      (item.lines, item.seen) = (lines, shown + item.seen)
      piece.add(item, gap: isLoose && index > 0 ? 1 : 0)
    }
    return piece
  }

  private mutating func quotation(depth: Int) -> Piece {
    var inner = blocks(depth: depth + 1, count: 1 + number(below: 2))
    inner.lines = inner.lines.map { $0.isEmpty ? ">" : "> " + $0 }
    return inner
  }

  private mutating func paragraph() -> Piece {
    inline(count: 1 + number(below: 6), breaks: true)
  }

  // MARK: Words

  private static let words = [
    "alpha", "be", "delta", "naïve", "東京", "日本語の文章。", "👍🏽", "👩‍👩‍👧", "Ελλάδα", "x", "it's", "3.14",
    "incomprehensibilities", "snake_case_name", "a*b", "2 < 3", "«so»", "end.", "e\u{301}", "한국어",
    "/usr/local/share/a/very/long/path/that/is/wider/than/a/narrow/terminal", "&", "100%", "C#",
  ]

  private mutating func word() -> String {
    // Stars within words are seen only if they begin nothing: one at most in a paragraph.
    let word = Self.words[number(below: Self.words.count)]
    return word == "a*b" ? "a\\*b" : word
  }

  private mutating func plain(_ count: Int) -> (text: String, seen: String) {
    let words = (0..<count).map { _ in word() }
    let text = words.joined(separator: " ")
    return (text, text.filter { $0 != " " && $0 != "\\" })
  }

  private mutating func inline(count: Int, breaks: Bool) -> Piece {
    var piece = Piece()
    for index in 0..<count {
      if index > 0 {
        let isBreak = breaks && number(below: 10) == 0
        if isBreak {
          piece.append(["", "  ", "\\"][number(below: 3)], "")
          piece.lines.append("")
        } else {
          piece.append(" ", "")
        }
      }
      let (text, seen) = span()
      piece.append(text, seen)
    }
    return piece
  }

  private mutating func span() -> (String, String) {
    let inner = plain(1 + number(below: 3))
    let code = ["let x", "a", "`` ` ``", "| & <b>"][number(below: 2)]
    switch number(below: 24) {
    case 0: return ("*\(inner.text)*", inner.seen)
    case 1: return ("**\(inner.text)**", inner.seen)
    case 2: return ("***\(inner.text)***", inner.seen)
    case 3: return ("~~\(inner.text)~~", inner.seen)
    case 4: return ("**\(inner.text) *\(inner.text)***", inner.seen + inner.seen)
    case 5: return ("`\(code)`", code.filter { $0 != " " })
    case 6:
      return (
        "[\(inner.text)](https://example.org/a_b?c=1)", inner.seen + "(https://example.org/a_b?c=1)"
      )
    case 7: return ("![\(inner.text)](img.png \"A title\")", inner.seen + "(img.png)")
    case 8: return ("<https://example.org/*x*>", "https://example.org/*x*")
    case 9: return ("&amp;&eacute;&#x41;", "&éA")
    case 10: return ("\\*\\[\\`\\\\", "*[`\\")
    case 11: return ("[**\(inner.text)**](<a>)", inner.seen + "(a)")
    default: return (inner.text, inner.seen)
    }
  }
}
