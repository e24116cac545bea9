import Testing

@testable import ByokCore

@Suite struct PaddingTests {
  @Test(arguments: [
    ("", 3, 0, "   "), ("ab", 3, 0, "ab "), ("ab", 3, 2, "ab   "), ("abc", 3, 0, "abc"),
    ("abc", 3, 2, "abc  "), ("abcd", 3, 2, "abcd  "), ("abcdefgh", 3, 0, "abcdefgh"),
    ("é👩‍👧", 3, 1, "é👩‍👧 "), ("ab", 0, 0, "ab"), ("ab", -5, 1, "ab "),
  ])
  func `a text is followed by spaces up to its column`(
    _ text: String, _ width: Int, _ gap: Int, _ padded: String
  ) {
    #expect(text.padded(to: width, gap: gap) == padded)
  }

  @Test(arguments: [("", 2, "  "), ("1", 3, "  1"), ("123", 3, "123"), ("12345", 3, "12345")])
  func `a number ends where its column does`(_ text: String, _ width: Int, _ aligned: String) {
    #expect(text.rightAligned(to: width) == aligned)
  }
}
