import ByokTestSupport
import Testing

@testable import ByokCore
@testable import byok

/// Each construct, as it is shown without colour in 40 columns.
@Suite struct MarkdownGoldenTests {
  static let cases: [(String, String)] = [
    ("", ""), ("\n\n", ""), ("one", "one\n"), ("one\n\n\n\ntwo\n\n", "one\n\ntwo\n"),
    // Words.
    (
      "The quick brown fox jumps over the lazy dog and runs away.",
      "The quick brown fox jumps over the lazy\ndog and runs away.\n"
    ),
    (
      "A line of text that goes on for more than fifty bytes\nis joined with the next, a short one\nis not.",
      "A line of text that goes on for more\nthan fifty bytes is joined with the\nnext, a short one\nis not.\n"
    ),
    (
      "See https://example.org/a/path/that/is/wider/than/the/terminal for more",
      "See\nhttps://example.org/a/path/that/is/wider/than/the/terminal\nfor more\n"
    ),
    ("one  \ntwo\\\nthree<br>four<br />five", "one\ntwo\nthree\nfour\nfive\n"),
    ("吾輩は猫である。名前はまだ無い。どこで生れたか。", "吾輩は猫である。名前はまだ無い。どこで生\nれたか。\n"),
    ("吾輩は猫である。名前はまだ無いようですよ。だ", "吾輩は猫である。名前はまだ無いようです\nよ。だ\n"),
    ("👩‍👩‍👧 👍🏽 🇩🇪 123456789012345678901234567890 x", "👩‍👩‍👧 👍🏽 🇩🇪 123456789012345678901234567890\nx\n"),
    // Emphasis.
    ("*a* **b** ***c*** _d_ __e__ ~~f~~", "a b c d e f\n"),
    ("a*b*c snake_case_name __init__ 5 * 3 ~1", "abc snake_case_name init 5 * 3 ~1\n"),
    ("**a *b* c** *a **b** c* ***a** b*", "a b c a b c a b\n"),
    ("**open and *never closed", "**open and *never closed\n"),
    ("**「猫」**は *「犬」*も", "「猫」は 「犬」も\n"), ("**one\ntwo** three", "one\ntwo three\n"),
    ("**a*", "*a\n"), ("a ** b ** c", "a ** b ** c\n"),
    // Code.
    ("`a` ``b ` c`` ` d ` `` ` ``", "`a` `b ` c` `d` ```\n"), ("`open *a*", "`open a\n"),
    ("`*a* [b](c) &amp; \\*`", "`*a* [b](c) &amp; \\*`\n"),
    // Links.
    ("[text](https://example.org)", "text (https://example.org)\n"),
    ("[https://x.org](https://x.org) [a](<b c> \"t\")", "https://x.org a (b c)\n"),
    ("[a](b(c)d) [e]() [f]", "a (b(c)d) e [f]\n"), ("![alt *x*](i.png)", "alt x (i.png)\n"),
    ("[a [b](c) d](e)", "[a b (c) d](e)\n"), ("[![b](c)](d)", "b (c) (d)\n"),
    ("<https://x.org/*a*> <me@x.org> <tag> a<b", "https://x.org/*a* me@x.org <tag> a<b\n"),
    ("[*a](b)* **[c](d)**", "*a (b)* c (d)\n"),
    ("[ref][1]\n\n[1]: https://x.org", "[ref][1]\n\n[1]: https://x.org\n"),
    // Escapes and references.
    ("\\*a\\* \\[b\\] \\a \\\\", "*a* [b] \\a \\\n"),
    ("&amp;&lt;&eacute;&#65;&#x42; &x; &#27; &", "&<éAB &x; &#27; &\n"),
    // Headings.
    ("# One\n## *Two* ##\ntext\n###\n#none", "# One\n\n## Two\ntext\n\n###\n#none\n"),
    ("Title\n=====\ntext\n-----", "Title\n\(bar("═"))\ntext\n\(bar("─"))\n"),
    // Rules.
    ("a\n\n***\n\n- - -\n___\n", "a\n\n\(bar("─"))\n\n\(bar("─"))\n\(bar("─"))\n"),
    // Lists.
    ("- a\n- b\n\n  c\n- [ ] d\n- [x] e", "• a\n• b\n\n  c\n[ ] d\n[x] e\n"),
    ("* a\n  + b\n    - c\n      - d\n* e", "• a\n  ◦ b\n    ▪ c\n      ▪ d\n• e\n"),
    ("1. a\n1. b\n5) c\n9. d\n10. e", "1. a\n2. b\n5) c\n9. d\n10. e\n"),
    ("1. a\n  - b\n   - c", "1. a\n   • b\n   • c\n"), ("-\n- a\n-\n  b", "•\n• a\n• b\n"),
    ("- - a\n  - b", "• ◦ a\n  ◦ b\n"), ("text\n2. no item\n- item", "text\n2. no item\n• item\n"),
    (
      "- an item that is long enough to be wrapped at forty",
      "• an item that is long enough to be\n  wrapped at forty\n"
    ),
    // Quotations.
    ("> a\n> b\nlazy\n\nc", "│ a\n│ b\n│ lazy\n\nc\n"),
    ("> a\n>\n> > b\n> - c", "│ a\n│\n│ │ b\n│ • c\n"),
    // Code blocks.
    ("```swift\nlet x = *1*\n\n  y\n```\nz", "┌─ swift\nlet x = *1*\n\n  y\n└─\nz\n"),
    ("~~~\n```\n~~~", "┌─\n```\n└─\n"), ("```\nopen", "┌─\nopen\n└─\n"), ("```a``` b", "`a` b\n"),
    ("1. a\n   ```\n   b\n     c\n   ```\n2. d", "1. a\n   ┌─\n   b\n     c\n   └─\n2. d\n"),
    ("- a\n  ```\nb\n  ```\n- c", "• a\n  ┌─\n  b\n  └─\n• c\n"),
    ("> ```\n> a\nb", "│ ┌─\n│ a\n│ └─\nb\n"),
    ("a\n\n    b\n      c\n\nd", "a\n\n    b\n      c\n\nd\n"), ("\tb\n", "    b\n"),
    // Tables.
    ("| a | b |\n|---|--:|\n| c | 10 |\n| dd | 1 |", "a  │  b\n───┼───\nc  │ 10\ndd │  1\n"),
    ("text\n| a |\n|:-:|\n| 123 |\n\nend", "text\n a\n───\n123\n\nend\n"),
    ("| a | b |\nno table", "| a | b |\nno table\n"), ("| a |\n\nb", "| a |\n\nb\n"),
    ("| a | b |\n|---|\n", "| a | b |\n|---|\n"),
    ("|a|b|\n|-|-|\n|c\\|d|`e`|f|", "a   │ b\n────┼──────\nc|d │ `e` f\n"),
    // HTML is text.
    ("<b>a</b>\n<!-- c -->", "<b>a</b>\n<!-- c -->\n"),
  ]

  private static func bar(_ part: String) -> String { String(repeating: part, count: 40) }

  /// The lines without spaces at their ends.
  private static func trimmed(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      String(line.reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n")
  }

  @Test(arguments: cases)
  func `each construct has its form in 40 columns`(_ text: String, _ shown: String) {
    #expect(Self.trimmed(RenderedText.rendering(text, width: 40)) == shown)
  }

  @Test(arguments: [
    ("*a* **b** ***c***", "\u{1B}[3ma\u{1B}[0m \u{1B}[1mb\u{1B}[0m \u{1B}[1;3mc\u{1B}[0m\n"),
    (
      "`a b` ~~c d~~",
      "\u{1B}[36ma\u{1B}[0m \u{1B}[36mb\u{1B}[0m \u{1B}[9mc\u{1B}[0m\u{1B}[9m \u{1B}[0m\u{1B}[9md\u{1B}[0m\n"
    ),
    ("# a\n## b\n### c", "\u{1B}[1;4ma\u{1B}[0m\n\n\u{1B}[1mb\u{1B}[0m\n\n\u{1B}[1;3mc\u{1B}[0m\n"),
    ("[a](b)", "\u{1B}[4ma\u{1B}[0m \u{1B}[2m(b)\u{1B}[0m\n"), ("> a", "\u{1B}[2m│\u{1B}[0m a\n"),
    ("```\na\n```", "\u{1B}[2m┌─\u{1B}[0m\na\n\u{1B}[2m└─\u{1B}[0m\n"),
    ("plain \\u{1b}", "plain \\u{1b}\n"),
  ])
  func `with colour, each word ends without a style`(_ text: String, _ shown: String) {
    #expect(RenderedText.rendering(text, width: 40, usesColor: true) == shown)
  }

  @Test func `text of a model commands no terminal`() {
    let hostile =
      "\u{1B}[2J **\u{1B}]8;;http://x\u{7}** `\u{9b}31m` [\u{202e}](\u{1B}[m) &#27;[31m &#x9b;"
    let shown = RenderedText.rendering(hostile, width: 80, usesColor: true)
    #expect(RenderedText.isSafe(shown))
    #expect(
      RenderedText.unstyled(shown).contains("\\u{1b}[2J \\u{1b}]8;;http://x\\u{7} \\u{9b}31m"))
    #expect(RenderedText.unstyled(shown).contains("&#27;[31m &#x9b;"))
  }

  @Test func `a word is printed once it has ended, and nothing is printed twice`() {
    var renderer = MarkdownRenderer(usesColor: false) { 40 }
    let steps = [
      ("first sec", "first"), ("ond *third", " second"), (" fourth* ", " third fourth"),
      ("x ", " x"),
      ("`a", ""), ("`\n", " `a`"), ("# head", ""), ("ing\n", "\n\n# heading\n"),
    ]
    for (piece, shown) in steps {
      #expect(String(decoding: renderer.add(piece), as: UTF8.self) == shown, "\(piece)")
    }
    #expect(renderer.finish().isEmpty)
  }

  @Test func `the width is asked for at each block`() {
    var width = 40
    var renderer = MarkdownRenderer(usesColor: false) { width }
    let text = "one two three four five six seven\n\n"
    #expect(renderer.add(text) == Array("one two three four five six seven\n".utf8))
    width = 15
    #expect(renderer.add(text) == Array("\none two three\nfour five six\nseven\n".utf8))
  }
}
