import Testing

@testable import ByokKit

@Suite struct JSONCursorTests {
  private static func text(_ json: String) -> String? {
    let bytes = Array(json.utf8)
    var cursor = JSONCursor()
    guard let text = cursor.text(bytes.span), cursor.isAtEnd(bytes.span) else { return nil }
    return text
  }

  private static func skips(_ json: String) -> Bool {
    let bytes = Array(json.utf8)
    var cursor = JSONCursor()
    return cursor.skip(bytes.span) && cursor.isAtEnd(bytes.span)
  }

  @Test(arguments: [
    (#""""#, ""), (#" "a" "#, "a"), (#""a\"\\\/\b\f\n\r\t""#, "a\"\\/\u{8}\u{c}\n\r\t"),
    (#""\u00e9\ud83d\ude00""#, "é😀"), (#""\ud83d""#, "\u{FFFD}"), (#""é😀""#, "é😀"),
  ])
  func `a string is read`(_ json: String, _ text: String) {
    #expect(Self.text(json) == text)
  }

  @Test(arguments: [
    "", "a", "\"", #""a"#, #""\"#, #""\x""#, #""\u12""#, "\"\u{1}\"", #""a" b"#, "1",
  ])
  func `what is no string is not`(_ json: String) {
    #expect(Self.text(json) == nil)
  }

  @Test(arguments: [
    "0", "-0", "12", "1.5", "-1.5e10", "1E+3", "2e-7", "true", "false", "null", "\"\"",
    "{}", "[]", #"{"a":[1,null]}"#,
  ])
  func `a value is passed over`(_ json: String) {
    #expect(Self.skips(json))
  }

  @Test(arguments: [
    "", "-", "+1", "01", "1.", ".5", "1e", "1e+", "tru", "nulll", "True", "{", "[1.5]", "NaN", "-a",
    "1-",
  ])
  func `what is no value is not`(_ json: String) {
    #expect(!Self.skips(json))
  }

  @Test(
    arguments: [
      ("0,", 0), ("7}", 7), ("123456789,", 123_456_789), ("1234567890,", nil), ("01,", nil),
      ("1.0,", nil), ("1e3,", nil), ("-1,", nil), ("1", nil), (",", nil),
    ] as [(String, Int?)])
  func `a small number is read`(_ json: String, _ number: Int?) {
    let bytes = Array(json.utf8)
    var cursor = JSONCursor()
    #expect(cursor.smallNumber(bytes.span) == number)
  }
}
