import Testing

@testable import ByokCore

@Suite struct DisplayWidthTests {
  static let cases: [(String, Int)] = [
    ("", 0), ("hello, world", 12), ("grüße", 5), ("Ελλάδα", 6), ("Привет", 6), ("עברית", 5),
    // Wide and fullwidth characters, and halfwidth ones.
    ("日本語", 6), ("東京 2 枚", 9), ("ｆｕｌｌ", 8), ("ｱｲｳ", 3), ("한국어", 6), ("（」。", 6), ("𠀀𰀀", 4),
    // Combining marks, composed syllables, joiners of scripts.
    ("e\u{301}\u{327}", 1), ("\u{1112}\u{1161}\u{11AB}", 2), ("か\u{3099}", 2),
    ("می\u{200c}خواهم", 7),
    ("\u{301}", 0), ("a\u{20DD}", 1),
    // Emoji: alone, with selectors, skin tones, joined, flags, keycaps.
    ("🙂", 2), ("❤", 1), ("❤️", 2), ("☎︎", 1), ("⚡", 2), ("👍🏽", 2), ("🏽", 2), ("a🏽", 3),
    ("👩‍👩‍👧‍👦", 2), ("🏳️‍🌈", 2), ("🏃🏽‍♂️", 2), ("❤️‍🔥", 2), ("🇩🇪", 2), ("🇩🇪🇫🇷", 4), ("🇩", 1), ("1️⃣", 2),
    ("#️⃣*️⃣", 4), ("🙂🙂", 4), ("🙂\u{200d}", 2), ("a\u{200d}🙂", 3), ("🙂\u{200d}a", 3), ("\u{200d}🙂", 2),
    ("✓ ✗ · …", 7), ("─│•◦", 4), ("©®™", 3), ("\u{fe0f}", 0), ("a\u{fe0f}", 1), ("\u{a0}", 1),
    // What the sanitizer shows in another form.
    ("\u{1b}[1m", 9), ("\0", 5), ("\u{202e}a", 9), ("a\tb\nc", 3), ("\u{e0041}", 9), ("\u{ad}", 6),
  ]

  @Test(arguments: cases)
  func `columns are those of a terminal`(_ text: String, _ columns: Int) {
    #expect(text.columns == columns)
    #expect(text[...].columns == columns)
  }

  @Test(arguments: cases)
  func `one scalar after the other adds up to the same`(_ text: String, _ columns: Int) {
    var width = DisplayWidth()
    #expect(text.unicodeScalars.map { width.add($0) }.reduce(0, +) == columns)
  }

  @Test func `each text counts as it does once it is safe to show`() {
    for value in UInt32(0)...0xFFFF where ![9, 10, 13].contains(value) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let text = String(scalar)
      #expect(text.columns == Sanitizer.clean(text).columns, "U+\(String(value, radix: 16))")
    }
  }

  @Test func `texts beside each other take what each takes, unless they join`() {
    for (text, columns) in Self.cases where !text.isEmpty {
      #expect("a \(text)".columns == 2 + columns || text.hasPrefix("\u{fe0f}"))
      #expect("\(text) a".columns == 2 + columns)
    }
  }
}
