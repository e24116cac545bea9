import Testing

@testable import ByokCore
@testable import ByokKit

/// How files are divided.
@Suite struct ChunkerTests {
  static func chunks(
    _ text: String, _ kind: TextKind = .text, hasPages: Bool = false
  ) -> [TextChunk] {
    let bytes = Array(text.utf8)
    return Chunker.chunks(of: bytes.span, kind, hasPages: hasPages)
  }

  /// Such as `1-4 Title > Part`, one for each chunk.
  static func outline(
    _ text: String, _ kind: TextKind = .text, hasPages: Bool = false
  ) -> [String] {
    chunks(text, kind, hasPages: hasPages).map { chunk in
      let heading = String(decoding: chunk.heading, as: UTF8.self)
      return "\(chunk.firstLine)-\(chunk.lastLine)" + (chunk.page > 0 ? " p\(chunk.page)" : "")
        + (heading.isEmpty ? "" : " \(heading)")
    }
  }

  /// A line of that many bytes, its end among them.
  static func line(_ count: Int, _ letter: Character = "x") -> String {
    String(repeating: letter, count: count - 1) + "\n"
  }

  @Test func `a file of blanks has no chunk, a short one has one`() {
    #expect(Self.outline("") == [])
    #expect(Self.outline("x") == ["1-1"])
    #expect(Self.outline("\n \n\t\n") == [])
    #expect(Self.outline("\n\nx") == ["1-3"])
    #expect(Self.outline("a\n\nb") == ["1-3"])
    #expect(Self.outline("a\r\n\r\nb\r\n") == ["1-3"])
  }

  @Test func `paragraphs are joined up to the wanted size`() {
    let paragraph = Self.line(500) + "\n"
    #expect(Self.outline(paragraph + paragraph + paragraph) == ["1-6"])
    #expect(Self.outline(String(repeating: paragraph, count: 5)) == ["1-6", "7-10"])
    let long = Self.line(1500) + "\n"
    #expect(Self.outline(long + long) == ["1-2", "3-4"])
    // What is short is joined to what follows, whatever the size.
    #expect(Self.outline("short\n\n" + long) == ["1-4"])
  }

  @Test func `sections of Markdown are chunks with their headings`() {
    let body = Self.line(700)
    let text = """
      # Guide
      \(body)
      ## Install
      \(body)
      ### Linux ##
      \(body)
      ## Use
      \(body)
      """
    #expect(
      Self.outline(text, .markdown) == [
        "1-3 Guide", "4-6 Guide > Install", "7-9 Guide > Install > Linux", "10-11 Guide > Use",
      ])
  }

  @Test func `headings are also underlined lines, and not in code or front matter`() {
    let body = Self.line(700)
    let text = """
      ---
      title: x
      # not a heading
      ---
      One
      ===
      \(body)
      ```sh
      # a comment
      ```
      \(body)

      Two
      ---
      \(body)
      ####### seven
      #none
      """
    #expect(Self.outline(text, .markdown) == ["1-14 One", "15-20 One > Two"])
  }

  @Test func `a heading stays with the text below it`() {
    let text = "# A\n\n" + Self.line(1590) + "\n# B\n\n" + Self.line(1590)
    #expect(Self.outline(text, .markdown) == ["1-4 A", "5-7 B"])
  }

  @Test func `a function stays whole where it can`() {
    func function(_ lines: Int) -> String {
      "func f() {\n" + String(repeating: "  " + Self.line(98), count: lines) + "\n  "
        + Self.line(98)
        + "}\n\n"
    }
    #expect(Self.outline(function(20) + function(20), .code) == ["1-25", "26-50"])
    #expect(Self.outline(function(3) + function(3) + function(3), .code) == ["1-24"])
    // One that is too long for a chunk is divided.
    #expect(Self.outline(function(60), .code).count > 1)
  }

  @Test func `lines that are too long are cut between sentences, words or characters`() {
    let sentences = String(repeating: "This is one sentence of the text. ", count: 200)
    for chunk in Self.chunks(sentences) {
      let bytes = Array(sentences.utf8)[chunk.range]
      #expect(bytes.suffix(2).elementsEqual(". ".utf8))
      #expect(chunk.firstLine == 1 && chunk.lastLine == 1)
    }
    let characters = String(repeating: "é", count: 10_000)
    for chunk in Self.chunks(characters) { #expect(chunk.range.lowerBound % 2 == 0) }
  }

  @Test func `pages are not joined`() {
    #expect(Self.outline("a\n\u{C}b\nc\n\u{C}d", hasPages: true) == ["1-2 p1", "2-4 p2", "4-4 p3"])
    #expect(Self.outline("a\n\u{C}b") == ["1-2"])
  }

  @Test func `lines of text without structure are divided at their ends`() {
    let text = String(repeating: Self.line(80), count: 200)
    let chunks = Self.chunks(text)
    #expect(chunks.count == 10)
    #expect(chunks.allSatisfy { $0.range.lowerBound % 80 == 0 && $0.range.count <= Chunker.wanted })
  }

  @Test(arguments: [TextKind.text, .markdown, .code, .markup])
  func `chunks are the whole text, none is too long, and their lines are right`(kind: TextKind) {
    let pieces = [
      "\n", "\r\n", "word ", "# H\n", "## Sub\n", "===\n", "---\n", "```\n", "~~~\n",
      "func f() {\n",
      "}\n", "  indented\n", "\u{C}", "é", "日本", "<p>", ". ", Self.line(700), Self.line(5000),
      String(repeating: "a", count: 900), "\n\n", "\t", "#", "\u{0}",
    ]
    for round in 0..<150 {
      let text = (0..<Int.random(in: 0...30)).map { _ in pieces.randomElement() ?? "" }.joined()
      let bytes = Array(text.utf8)
      guard text.contains(where: { $0 > " " }) else {
        #expect(Chunker.chunks(of: bytes.span, kind).isEmpty)
        continue
      }
      var end = 0
      var line = 1
      for chunk in Chunker.chunks(of: bytes.span, kind, hasPages: round % 2 == 0) {
        #expect(chunk.range.lowerBound == end && !chunk.range.isEmpty)
        #expect(chunk.range.count <= Chunker.limit, "\(chunk.range.count)")
        #expect(chunk.firstLine == line)
        line += bytes[chunk.range].count { $0 == UInt8(ascii: "\n") }
        let endsLine = bytes[chunk.range.upperBound - 1] == UInt8(ascii: "\n")
        #expect(chunk.lastLine == (endsLine ? line - 1 : line))
        end = chunk.range.upperBound
      }
      #expect(end == bytes.count)
    }
  }
}
