import Testing

@testable import ByokCore
@testable import ByokKit

/// Which words a text has.
@Suite struct TokenizerTests {
  struct Words: TokenSink {
    var all: [String] = []
    mutating func take(_ bytes: [UInt8], _ range: Range<Int>) {
      all.append(String(decoding: bytes[range], as: UTF8.self))
    }
    mutating func takeLast(_ bytes: [UInt8], _ range: Range<Int>, isAlone: Bool) {
      all.append(String(decoding: bytes[range], as: UTF8.self) + (isAlone ? "!" : "."))
    }
  }

  static func words(_ text: String, isMarkup: Bool = false) -> [String] {
    var tokenizer = Tokenizer()
    var words = Words()
    let bytes = Array(text.utf8)
    tokenizer.read(bytes.span, bytes.indices, isMarkup: isMarkup, into: &words)
    return words.all
  }

  @Test(arguments: [
    ("", []), ("Hello, World!", ["hello", "world"]), ("don't", ["don", "t"]),
    ("camelCase", ["camelcase", "camel", "case"]),
    ("HTTPServer", ["httpserver", "http", "server"]),
    ("snake_case_3", ["snakecase3", "snake", "case", "3"]), ("__init__", ["init"]),
    ("parseURLs2Go", ["parseurls2go", "parse", "ur", "ls2", "go"]), ("SHA256", ["sha256"]),
    ("a.b-c", ["a", "b", "c"]), ("3.14", ["3", "14"]), ("_", []), ("x_", ["x"]),
    ("Élan naïve ÜBER", ["elan", "naive", "uber"]), ("e\u{301}te\u{301}", ["ete"]),
    ("ﬁle ＡＢＣ ①", ["file", "abc", "1"]), ("Straße STRASSE", ["strasse", "strasse"]),
    ("ΣΊΣΥΦΟΣ σίσυφος", ["σισυφοσ", "σισυφοσ"]), ("Привет Ёж", ["привет", "еж"]),
    ("日本語", ["日本", "本語", "語."]), ("猫", ["猫!"]), ("Swift言語で", ["swift", "言語", "語で", "で."]),
    ("言語Swift", ["言語", "語.", "swift"]), ("한국어", ["한국", "국어", "어."]), ("あ𠮷野", ["あ𠮷", "𠮷野", "野."]),
    ("ｶﾅ", ["カナ", "ナ."]),
    ("a\u{0}b", ["a", "b"]), ("éÉcole", ["eecole", "e", "ecole"]),
  ])
  func `words are folded and identifiers divided`(text: String, words: [String]) {
    #expect(Self.words(text) == words)
  }

  @Test func `what is longer than any word is none`() {
    let long = String(repeating: "a", count: Tokenizer.longest)
    #expect(Self.words("x \(long) y") == ["x", long, "y"])
    #expect(Self.words("x \(long)a y") == ["x", "y"])
    #expect(Self.words(String(repeating: "aB", count: 200)) == [])
  }

  @Test func `tags of HTML are no words`() {
    let page = """
      <html><head><style>p { color: red }</style><script>let x = "<p>" < 3</script></head>
      <body class="big">Fish &amp; chips<!-- note --><br/>a < b &c</body></html>
      """
    #expect(Self.words(page, isMarkup: true) == ["fish", "chips", "a", "b", "c"])
    #expect(Self.words("<p", isMarkup: true) == ["p"])
    #expect(Self.words("<script>never ends", isMarkup: true) == [])
  }

  @Test func `bytes that are no text give words or none, and never trap`() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<300 {
      let bytes = (0..<200).map { _ in UInt8.random(in: 0...255, using: &generator) }
      var tokenizer = Tokenizer()
      var words = Words()
      tokenizer.read(bytes.span, bytes.indices, isMarkup: true, into: &words)
    }
  }

  @Test func `the same words in any case and form are found by one term`() {
    let query = IndexQuery("Connections CONNECTED naïve")
    #expect(Set(query.terms.keys) == Set(["connect", "naiv"].map { Array($0.utf8) }))
    #expect(query.terms[Array("connect".utf8)] == 2)
  }

  @Test func `stop words count only where there is nothing else`() {
    #expect(Set(IndexQuery("how to be the best").terms.keys) == [Array("best".utf8)])
    #expect(IndexQuery("to be or not to be").terms.count == 4)
    #expect(IndexQuery("!?").isEmpty)
  }
}
