import Testing

@testable import byok

@Suite struct CSVTests {
  @Test(arguments: [
    ("", ""), ("gpt-5.4-mini", "gpt-5.4-mini"), ("a b", "a b"), ("a,b", "\"a,b\""),
    ("a\"b", "\"a\"\"b\""), ("a\"\u{301}b", "\"a\"\"\u{301}b\""), ("a\nb", "\"a\nb\""),
    ("a\rb", "\"a\rb\""), ("a\r\nb", "\"a\r\nb\""), ("a,\u{301}b", "\"a,\u{301}b\""),
  ])
  func `a cell is quoted where it must be`(_ text: String, _ cell: String) {
    #expect(Array(CSV.cell(text).utf8) == Array(cell.utf8))
  }

  @Test(arguments: [
    ("=1+2", "'=1+2"), ("+x", "'+x"), ("-x", "'-x"), ("@cf/m", "'@cf/m"), ("\tx", "'\tx"),
    ("\rx", "\"'\rx\""), ("\r\nx", "\"'\r\nx\""), ("=a,b", "\"'=a,b\""), ("-inf", "'-inf"),
    ("-0x1p3", "'-0x1p3"), ("-1+2", "'-1+2"), ("-", "'-"), ("=\u{301}x", "'=\u{301}x"),
    ("-1.5", "-1.5"), ("+2", "+2"), ("-1e-9", "-1e-9"), ("a=b", "a=b"),
  ])
  func `a cell is no formula, and a number stays one`(_ text: String, _ cell: String) {
    #expect(Array(CSV.cell(text).utf8) == Array(cell.utf8))
  }
}
