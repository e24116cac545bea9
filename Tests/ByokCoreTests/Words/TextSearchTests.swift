import Testing

@testable import ByokCore

@Suite struct TextSearchTests {
  @Test(arguments: [
    ("abcabc", "bc", 1), ("abc", "abc", 0), ("abc", "abcd", nil), ("", "a", nil), ("ab", "", 0),
    ("aab", "ab", 1), ("é…x", "…", 2), ("a\r\nb", "\n", 2),
  ])
  func `a part is found by its bytes`(text: String, part: String, offset: Int?) {
    let range: Range<String.Index>? = text.firstRange(of: part)
    #expect(range.map { text.utf8.distance(from: text.startIndex, to: $0.lowerBound) } == offset)
    #expect(range.map { String(text[$0]) } == offset.map { _ in part })
    #expect(text.contains(part) == (offset != nil))
  }

  @Test func `a part is found in what is left of a text`() {
    let rest = "--a--b".dropFirst(2)
    let range: Range<String.Index>? = rest.firstRange(of: "--")
    #expect(range.map { rest[$0.upperBound...] } == "b")
  }

  @Test(arguments: [
    ("a.b.c", ".", "-", "a-b-c"), ("aaa", "aa", "b", "ba"), ("abc", "x", "y", "abc"),
    ("x", "x", "xx", "xx"), ("ab", "", "-", "ab"), ("", "a", "b", ""),
  ])
  func `each part is replaced once`(text: String, part: String, other: String, result: String) {
    let replaced: String = text.replacing(part, with: other)
    #expect(replaced == result)
  }
}
