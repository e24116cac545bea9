import ByokTestSupport
import Testing

@testable import ByokCore
@testable import byok

/// What holds for every text.
@Suite struct MarkdownPropertyTests {
  private static let widths = [40, 60, 80]

  /// Whether two texts have the same scalars, in order where `isOrdered`.
  private static func isSame(_ shown: String, _ seen: String, isOrdered: Bool) -> Bool {
    let (shown, seen) = (shown.unicodeScalars, seen.unicodeScalars)
    return isOrdered ? shown.elementsEqual(seen) : shown.sorted().elementsEqual(seen.sorted())
  }

  // Twelve seeds of a thousand documents, side by side.
  @Test(arguments: 0..<12)
  func `what is shown without styles and layout is the text that is seen`(_ group: Int) {
    for seed in 0..<1000 {
      var generator = MarkdownGenerator(seed: UInt64(group * 1000 + seed))
      let document = generator.document()
      let text = document.lines.joined(separator: "\n")
      let shown = RenderedText.rendering(text, width: Self.widths[seed % 3], usesColor: true)
      let visible = RenderedText.visible(shown)
      #expect(
        Self.isSame(visible, document.seen, isOrdered: !document.hasTable),
        "seed \(group * 1000 + seed)")
      #expect(RenderedText.isSafe(shown), "seed \(group * 1000 + seed)")
    }
  }

  @Test(arguments: 0..<4)
  func `only code and single words are wider than the terminal`(_ group: Int) {
    let layout = Set("•◦▪│ []x0123456789.")
    for seed in 0..<250 {
      var generator = MarkdownGenerator(seed: UInt64(50_000 + group * 250 + seed))
      let text = generator.document().lines.joined(separator: "\n")
      let width = Self.widths[seed % 3]
      let shown = RenderedText.unstyled(
        RenderedText.rendering(text, width: width, usesColor: true))
      for line in shown.split(separator: "\n") where line.columns > width && !line.contains("§") {
        #expect(!line.drop { layout.contains($0) }.contains(" "), "\(line)")
      }
    }
  }

  @Test(arguments: 0..<4)
  func `a text split at any place is shown the same`(_ group: Int) {
    for seed in 0..<50 {
      var generator = MarkdownGenerator(seed: UInt64(90_000 + group * 50 + seed))
      let text = generator.document().lines.joined(separator: "\n")
      let width = Self.widths[seed % 3]
      let whole = RenderedText.rendering(text, width: width, usesColor: true)
      #expect(
        RenderedText.rendering(RenderedText.scalars(text), width: width, usesColor: true) == whole)
    }
  }

  @Test func `a text split in two at each place is shown the same`() {
    for text in MarkdownGoldenTests.cases.map(\.0) {
      let whole = RenderedText.rendering(text, width: 40, usesColor: true)
      let scalars = text.unicodeScalars
      for place in scalars.indices {
        let pieces = [String(scalars[..<place]), String(scalars[place...])]
        #expect(RenderedText.rendering(pieces, width: 40, usesColor: true) == whole)
      }
    }
  }

  static let alphabets = [
    "abcé日 *_`[]()#>-+=|~\\!<&;1.\t \n\n", "abc *_`[]()>-\n", "ab |-:\n\n|", "ab`~ \n", "a*_b ",
    "a[](b)! ", "1. a\n  -", "> a\n\t-",
  ]

  @Test(arguments: alphabets)
  func `no letter is lost or moved whatever surrounds it`(_ alphabet: String) {
    let alphabet = Array(alphabet)
    for seed in 0..<500 {
      var generator = MarkdownGenerator(seed: UInt64(seed))
      let count = generator.number(below: 160)
      let text = String(
        (0..<count).map { _ in alphabet[generator.number(below: alphabet.count)] })
      let shown = RenderedText.rendering(text, width: 40, usesColor: true)
      let letters = text.unicodeScalars.filter { $0.properties.isAlphabetic }
      let kept = RenderedText.unstyled(shown).unicodeScalars.filter { $0.properties.isAlphabetic }
      #expect(letters.elementsEqual(kept), "\(text.debugDescription)")
      #expect(
        RenderedText.rendering(RenderedText.scalars(text), width: 40, usesColor: true) == shown,
        "\(text.debugDescription)")
    }
  }

  @Test(arguments: 0..<4)
  func `bytes at random command no terminal, on any width`(_ group: Int) {
    for seed in 0..<500 {
      var generator = MarkdownGenerator(seed: UInt64(group * 500 + seed))
      let bytes = (0..<generator.number(below: 300)).map { _ in UInt8(generator.number(below: 256))
      }
      let text = String(decoding: bytes, as: UTF8.self)
      let width = 1 + generator.number(below: 100)
      let shown = RenderedText.rendering(text, width: width, usesColor: seed % 2 == 0)
      #expect(RenderedText.isSafe(shown), "seed \(group * 500 + seed)")
      #expect(
        RenderedText.rendering(RenderedText.scalars(text), width: width, usesColor: seed % 2 == 0)
          == shown)
    }
  }

  static let hostile: [(String, String)] = [
    ("a word of a megabyte", String(repeating: "x", count: 1_000_000)),
    ("bold of a megabyte", "**" + String(repeating: "x", count: 1_000_000) + "**"),
    ("nested quotations", String(repeating: ">", count: 100_000) + " a"),
    ("nested items", String(repeating: "- ", count: 100_000) + "a"),
    ("brackets", String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)),
    ("links that do not end", String(repeating: "[a](b", count: 40_000)),
    ("emphasis that does not end", String(repeating: "*a _b ", count: 30_000)),
    (
      "backticks",
      (0..<3000).map { String(repeating: "`", count: $0 % 60 + 1) }.joined(separator: "a")
    ),
    ("tags", String(repeating: "<a", count: 100_000)),
    ("references", String(repeating: "&a", count: 100_000)),
    ("a fence that does not end", "```\n" + String(repeating: "code\n", count: 40_000)),
    ("a line of code that does not end", "```\n" + String(repeating: "code ", count: 40_000)),
    (
      "a row of many cells",
      "|" + String(repeating: "a|", count: 2000) + "\n|" + String(repeating: "-|", count: 2000)
    ),
    ("rows", "|a|b|\n|-|-|\n" + String(repeating: "| some | cell |\n", count: 10_000)),
    ("delimiters", String(repeating: "*", count: 100_000)),
  ]

  @Test(arguments: hostile)
  func `no text makes the renderer hold much or show less`(_ name: String, _ text: String) {
    var renderer = MarkdownRenderer(usesColor: true) { 60 }
    var (shown, most) = (0, 0)
    var letters = 0
    for start in stride(from: 0, to: text.utf8.count, by: 1000) {
      let piece = String(decoding: Array(text.utf8.dropFirst(start).prefix(1000)), as: UTF8.self)
      let output = renderer.add(piece)
      letters += output.count { $0 == UInt8(ascii: "a") || $0 == UInt8(ascii: "x") }
      shown += output.count
      most = max(most, start + piece.utf8.count - shown)
    }
    letters += renderer.finish().count { $0 == UInt8(ascii: "a") || $0 == UInt8(ascii: "x") }
    // A table is held back, up to its limit.
    #expect(most < 40_000)
    #expect(letters >= text.utf8.count { $0 == UInt8(ascii: "a") || $0 == UInt8(ascii: "x") })
  }
}
