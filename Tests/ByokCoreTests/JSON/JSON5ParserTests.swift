import Testing

@testable import ByokCore

@Suite struct JSON5ParserTests {
  private static func parse(_ text: String) -> Result<JSONValue, JSON5Flaw> {
    do throws(JSON5Flaw) {
      return .success(try JSON5Parser.parse(Array(text.unicodeScalars)).value)
    } catch {
      return .failure(error)
    }
  }

  private static func value(_ text: String) -> JSONValue? { try? parse(text).get() }

  private static func flaw(_ text: String) -> JSON5Flaw? {
    guard case .failure(let flaw) = parse(text) else { return nil }
    return flaw
  }

  static let values: [(String, JSONValue)] = [
    ("{}", .object([:])), ("[]", .array([])), ("null", .null), ("true", .bool(true)),
    ("false", .bool(false)), ("\"a\"", .string("a")), ("'it\"s'", .string("it\"s")),
    (" {a:1,} ", .object(["a": .integer(1)])), ("[1,2,]", .array([.integer(1), .integer(2)])),
    (
      "{'a':\"b\",$c_1:[{},[]]}",
      .object(["a": .string("b"), "$c_1": .array([.object([:]), .array([])])])
    ),
    ("//x\n{}//y", .object([:])), ("/*{*/{}/*}**/\n", .object([:])),
    ("\u{FEFF}{a /*x*/ :\u{A0}1\u{2028}}", .object(["a": .integer(1)])),
    ("{ä:'ö'}", .object(["ä": .string("ö")])), ("{true:null}", .object(["true": .null])),
    ("'it\\'s // no /* comment'", .string("it's // no /* comment")),
    ("0", .integer(0)), ("-0", .integer(0)), ("+12", .integer(12)), ("-1.5e3", .number(-1500)),
    ("+.5", .number(0.5)), ("5.", .number(5)), ("5.e-1", .number(0.5)), ("1E+2", .number(100)),
    ("0xAF", .integer(175)), ("-0Xaf", .integer(-175)), ("Infinity", .number(.infinity)),
    ("-Infinity", .number(-.infinity)), ("9223372036854775808", .number(9_223_372_036_854_775_808)),
  ]

  @Test(arguments: values) func `JSON5 is read`(text: String, value: JSONValue) {
    #expect(Self.value(text) == value)
  }

  @Test(arguments: [
    "01", "-", "+", ".", "1e", "1e+", "0x", "0x-1", "0xG", "+-1", "1.2.3", "1_0", "1e2e3", ".e1",
    "0x10000000000000000", "--1",
  ])
  func `what is no number is told at its beginning`(text: String) {
    #expect(Self.flaw("[\(text)]")?.position == 1)
  }

  @Test(arguments: [
    (#"'\b\f\n\r\t\v\0\'\"\\\/\q'"#, "\u{8}\u{C}\n\r\t\u{B}\0'\"\\/q"),
    ("'a\\\nb\\\r\nc'", "abc"), (#"'\x41\u00e9\uD83D\uDE00'"#, "Aé😀"),
    ("'\u{2028}\t'", "\u{2028}\t"),
  ])
  func `escapes are understood`(text: String, string: String) {
    #expect(Self.value(text) == .string(string))
  }

  @Test(arguments: [
    ("", 0, "expected a value, not the end of the file"),
    ("{a}", 2, "expected ':' after the name, not '}'"),
    ("{a:1 b:2}", 5, "expected ',' or '}', not 'b'"), ("[1 2]", 3, "expected ',' or ']', not '2'"),
    ("{,}", 1, "expected a name or '}', not ','"), ("[,]", 1, "expected a value, not ','"),
    ("{a:,}", 3, "expected a value, not ','"), ("{1:2}", 1, "expected a name or '}', not '1'"),
    ("{a-b:1}", 2, "a name with '-' needs quotes"), ("{} x", 3, "expected nothing more, not 'x'"),
    ("{a:yes}", 3, "expected a value, not 'yes' (a string needs quotes)"),
    ("{a:True}", 3, "expected a value, not 'True' (a string needs quotes)"),
    ("{a:'x}", 3, "this string does not end on its line"),
    ("{a:'x\n'}", 3, "this string does not end on its line"),
    ("{a:'x\\", 3, "this string does not end on its line"),
    ("{/* }", 1, "this comment is not closed"),
    ("/x", 1, "expected '/' or '*' after '/', for a comment, not 'x'"),
    ("'\\u00z'", 5, "expected 4 hexadecimal digits, not 'z'"),
    ("'\\xg'", 3, "expected 2 hexadecimal digits, not 'g'"),
    ("'\\1'", 1, "this escape is unknown"),
    ("'\\01'", 1, "this escape is unknown"),
    ("'\\uD83D'", 1, "this escape is half a character"),
    ("'\\uD83Dx'", 1, "this escape is half a character"),
    ("'\\uDE00\\uD83D'", 1, "this escape is half a character"),
    ("'\\uD83D\\u0041'", 1, "this escape is half a character"),
    ("{a:\n}", 4, "expected a value, not '}'"),
    ("{a\n", 3, "expected ':' after the name, not the end of the file"),
  ])
  func `the first flaw is told`(text: String, position: Int, message: String) {
    #expect(Self.flaw(text) == JSON5Flaw(position: position, message: message))
  }

  @Test func `a word that may be a key is not repeated`() {
    #expect(Self.flaw("{a: sk-0123456789abcdefghij}")?.message.contains("sk-") == false)
  }

  @Test func `nesting has an end`() {
    let deep = String(repeating: "[", count: 64)
    #expect(Self.value(deep + String(repeating: "]", count: 64)) != nil)
    #expect(Self.flaw(deep + "[")?.message == "it is too deeply nested")
    #expect(Self.flaw(String(repeating: "{a:", count: 100_000))?.position == 192)
  }

  @Test func `no cut of a document is a trap, and each has a flaw`() {
    let text = Array("{\n  a: 'b\\'',\n  // c\n  d: [1, {e: null}], /* f */\n}".unicodeScalars)
    for count in text.indices {
      #expect(throws: JSON5Flaw.self, "\(count)") { try JSON5Parser.parse(Array(text[..<count])) }
    }
  }

  @Test func `no changed scalar is a trap`() {
    let text = Array("{a:'b\\'',/*c*/d:[1,{e:null}]}//f\n".unicodeScalars)
    var flaws = 0
    for index in text.indices {
      for value in UInt8.min...UInt8.max {
        var changed = text
        changed[index] = Unicode.Scalar(value)
        if (try? JSON5Parser.parse(changed)) == nil { flaws += 1 }
      }
    }
    #expect(flaws > 1000)
  }

  @Test func `every part knows where it stands`() throws {
    let text = "{ a: [1, 'x'] /* c */ , b: 2 }"
    let root = try JSON5Parser.parse(Array(text.unicodeScalars))
    let members = try #require(root.members)
    #expect(root.range == 0..<30)
    #expect(members.map(\.start) == [2, 24])
    #expect(members.map(\.value.range) == [5..<13, 27..<28])
    #expect(members.map(\.comma) == [22, nil])
  }

  @Test(arguments: [(0, 1, 1), (1, 1, 2), (2, 2, 1), (4, 2, 3), (5, 3, 1), (6, 3, 2)])
  func `a place is a line and a column`(position: Int, line: Int, column: Int) {
    let place = TextPlace(of: position, in: Array("a\nbö\nc".unicodeScalars))
    #expect((place.line, place.column) == (line, column))
  }
}
