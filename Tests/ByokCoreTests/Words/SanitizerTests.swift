import Testing

@testable import ByokCore

@Suite struct SanitizerTests {
  static let cases: [(String, String)] = [
    ("", ""), ("hello, world", "hello, world"), ("a\nb\tc", "a\nb\tc"),
    ("grüße 日本 ελ עברית", "grüße 日本 ελ עברית"),
    ("a\r\nb", "a\nb"), ("a\r\n\r\nb", "a\n\nb"), ("a\rb", #"a\u{d}b"#), ("a\r", #"a\u{d}"#),
    ("\r\r\n", "\\u{d}\n"), ("a\r\tb", "a\\u{d}\tb"), ("\r\u{1b}", #"\u{d}\u{1b}"#),
    ("a\n\rb", "a\n\\u{d}b"),
    ("\u{1b}[31mred\u{1b}[0m", #"\u{1b}[31mred\u{1b}[0m"#),
    ("\u{1b}[2J\u{1b}[H", #"\u{1b}[2J\u{1b}[H"#),
    ("\u{1b}]52;c;aGk=\u{7}", #"\u{1b}]52;c;aGk=\u{7}"#),
    ("\u{1b}]0;t\u{1b}\\", #"\u{1b}]0;t\u{1b}\"#),
    (
      "\u{1b}]8;;http://x\u{1b}\\y\u{1b}]8;;\u{1b}\\",
      #"\u{1b}]8;;http://x\u{1b}\y\u{1b}]8;;\u{1b}\"#
    ),
    ("\u{1b}Pq\u{1b}\\", #"\u{1b}Pq\u{1b}\"#), ("\u{1b}_x\u{1b}\\", #"\u{1b}_x\u{1b}\"#),
    ("\u{1b}c", #"\u{1b}c"#),
    ("\u{9b}31m", #"\u{9b}31m"#), ("\u{9d}0;t\u{9c}", #"\u{9d}0;t\u{9c}"#),
    ("\u{90}\u{98}\u{9e}\u{9f}", #"\u{90}\u{98}\u{9e}\u{9f}"#),
    ("a\u{80}b\u{85}c\u{9f}", #"a\u{80}b\u{85}c\u{9f}"#), ("a\u{7f}b", #"a\u{7f}b"#),
    ("a\u{8}\u{8}b", #"a\u{8}\u{8}b"#),
    ("\0", #"\u{0}"#), ("\u{7}", #"\u{7}"#), ("a\u{b}b\u{c}c", #"a\u{b}b\u{c}c"#),
    ("\u{e}\u{f}", #"\u{e}\u{f}"#),
    ("\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}", #"\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}"#),
    ("\u{2066}a\u{2067}b\u{2068}c\u{2069}", #"\u{2066}a\u{2067}b\u{2068}c\u{2069}"#),
    ("\u{200e}\u{200f}\u{61c}", #"\u{200e}\u{200f}\u{61c}"#), ("a\u{200b}b", #"a\u{200b}b"#),
    ("\u{2060}", #"\u{2060}"#),
    ("\u{feff}a", #"\u{feff}a"#), ("a\u{ad}b", #"a\u{ad}b"#),
    ("\u{fff9}a\u{fffb}", #"\u{fff9}a\u{fffb}"#),
    ("\u{e0001}\u{e0041}\u{e007f}", #"\u{e0001}\u{e0041}\u{e007f}"#), ("\u{e0000}", #"\u{e0000}"#),
    ("👩‍👩‍👧‍👦 🏳️‍🌈 ❤️ 🇩🇪 👍🏽", "👩‍👩‍👧‍👦 🏳️‍🌈 ❤️ 🇩🇪 👍🏽"), ("می\u{200c}خواهم क्\u{200d}ष", "می\u{200c}خواهم क्\u{200d}ष"),
    ("e\u{301}\u{327}", "e\u{301}\u{327}"), ("\u{a0}\u{fffd}\u{2028}", "\u{a0}\u{fffd}\u{2028}"),
    (#"\u{1b}"#, #"\u{1b}"#), ("a\u{301}\u{1b}\u{301}", "a\u{301}\\u{1b}\u{301}"),
    ("\u{10ffff}", "\u{10ffff}"),
  ]

  private static func clean(_ pieces: [String]) -> String {
    var sanitizer = Sanitizer()
    var result = ""
    for piece in pieces { result += sanitizer.clean(piece) }
    return result + sanitizer.finish()
  }

  @Test(arguments: cases)
  func `characters that command a terminal become visible`(_ text: String, _ clean: String) {
    #expect(Array(Self.clean([text]).utf8) == Array(clean.utf8))
  }

  @Test(arguments: cases)
  func `a text split at any place comes to the same`(_ text: String, _ clean: String) {
    let scalars = text.unicodeScalars
    for place in scalars.indices {
      let pieces = [String(scalars[..<place]), String(scalars[place...])]
      #expect(Array(Self.clean(pieces).utf8) == Array(clean.utf8))
    }
    #expect(Array(Self.clean(scalars.map { String($0) }).utf8) == Array(clean.utf8))
  }

  @Test func `no control character is left, whichever it is`() {
    for value in UInt32(0)...0x9F where value != 9 && value != 10 && !(0x20...0x7E).contains(value)
    {
      guard let scalar = Unicode.Scalar(value) else { continue }
      #expect(Self.clean([String(scalar)]) == "\\u{\(String(value, radix: 16))}")
    }
  }

  @Test func `an end forgets what was held`() {
    var sanitizer = Sanitizer()
    #expect(sanitizer.clean("a\r") == "a")
    #expect(sanitizer.finish() == #"\u{d}"#)
    #expect(sanitizer.finish() == "")
    #expect(sanitizer.clean("\n") == "\n")
  }

  @Test(arguments: [
    ("a b", "a b"), (" a\n\r\n b\t\tc ", "a b c"), ("", ""), ("\u{2028}a\u{85}b", "a b"),
    ("a\u{1b}[1m", #"a\u{1b}[1m"#),
  ])
  func `one line has single spaces`(_ text: String, _ line: String) {
    #expect(Sanitizer.oneLine(text) == line)
  }

  @Test(arguments: [(4, "abcd"), (5, "abcde"), (6, "abcde"), (1, "a")])
  func `one line has a limit`(_ limit: Int, _ start: String) {
    let cut = start.count < 5 ? start + "…" : start
    #expect(Sanitizer.oneLine("abcde", limit: limit) == cut)
  }

  @Test func `one line has 500 characters at most`() {
    #expect(Sanitizer.oneLine(String(repeating: "x", count: 501)).count == 501)
    #expect(Sanitizer.oneLine(String(repeating: "x", count: 501)).hasSuffix("x…"))
    #expect(!Sanitizer.oneLine(String(repeating: "x", count: 500)).contains("…"))
  }
}
