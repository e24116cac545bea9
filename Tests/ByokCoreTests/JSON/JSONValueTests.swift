import Testing

@testable import ByokCore

@Suite struct JSONValueTests {
  @Test(
    arguments: [
      ("null", .null), ("true", .bool(true)), ("false", .bool(false)), ("0", .integer(0)),
      ("1", .integer(1)), ("-7", .integer(-7)), ("1.5", .number(1.5)), ("1e2", .integer(100)),
      ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
      ("9223372036854775808", .number(9_223_372_036_854_775_808)), ("1e30", .number(1e30)),
      (#""""#, .string("")), (#""a\n\u00fc\ud83d\ude00""#, .string("a\nü😀")),
      ("[]", .array([])), ("{}", .object([:])),
      (
        #" [1, "a", null, {"b": [true]}] "#,
        .array([.integer(1), .string("a"), .null, .object(["b": .array([.bool(true)])])])
      ),
    ] as [(String, JSONValue)])
  func `JSON is read`(_ text: String, _ value: JSONValue) {
    #expect(JSONValue(Array(text.utf8)) == value)
  }

  @Test(arguments: [
    "", " ", "nul", "{", "{\"a\":}", "'a'", "{a:1}", "01", "1 2", "\"\\x\"", "NaN",
    "// c\n1",
    "1e999", "{\"a\":1}}", "\"\u{1}\"",
  ])
  func `what is not JSON is refused`(_ text: String) {
    #expect(JSONValue(Array(text.utf8)) == nil)
  }

  @Test(
    arguments: [
      ("[1,]", .array([.integer(1)])), (#"{"a":1,}"#, .object(["a": .integer(1)])),
      ("[NaN,-Infinity,1e999,nope,01]", .array([.null, .null, .null, .null, .null])),
      (#"{"a":NaN,"b":1}"#, .object(["a": .null, "b": .integer(1)])),
      (#"["\ud83d"]"#, .array([.string("\u{FFFD}")])),
      ("[\"a\n\",\"\\x\"]", .array([.string("a\n"), .string("x")])),
    ] as [(String, JSONValue)])
  func `of what providers send, what can be read is read; users are told`(
    _ text: String, _ value: JSONValue
  ) {
    #expect(JSONValue(Array(text.utf8)) == value)
    #expect(throws: JSONFlaw.self) { try JSONValue(strict: Array(text.utf8)) }
  }

  @Test func `a failure names the place in the user's document`() {
    let failure = #expect(throws: ByokError.self) {
      try JSONValue(strict: Array("[1,\n x]".utf8), from: "'x.json'", hint: "look")
    }
    #expect(
      failure
        == ByokError(
          .usage, "'x.json' is not JSON: line 2, column 2: this is not a value", hint: "look"))
  }

  @Test(arguments: [("[", "]"), ("{\"a\":", "}")])
  func `nesting of 64 is read, of 65 refused`(_ open: String, _ close: String) {
    func nested(_ depth: Int, around inner: String) -> JSONValue? {
      let text =
        String(repeating: open, count: depth) + inner + String(repeating: close, count: depth)
      return JSONValue(Array(text.utf8))
    }
    #expect(nested(JSONValue.depthLimit, around: "1") != nil)
    #expect(nested(JSONValue.depthLimit + 1, around: "1") == nil)
    #expect(nested(JSONValue.depthLimit - 1, around: "[]") != nil)
    #expect(nested(JSONValue.depthLimit, around: "[]") == nil)
    #expect(nested(100_000, around: "1") == nil)
  }

  @Test func `a member is found in an object only, and null counts as missing`() {
    let object = JSONValue.object(["a": .integer(1), "b": .null])
    #expect(object["a"] == .integer(1))
    #expect(object["b"] == nil)
    #expect(object["c"] == nil)
    #expect(JSONValue.array([.integer(1)])["a"] == nil)
  }

  @Test(
    arguments: [
      (.string("x"), "x"), (.string(""), nil), (.integer(1), nil), (.null, nil),
    ] as [(JSONValue, String?)])
  func `a text is a string that is not empty`(_ value: JSONValue, _ text: String?) {
    #expect(value.text == text)
  }

  @Test(
    arguments: [
      (.string("1113"), "1113"), (.integer(402), "402"), (.string(""), nil), (.number(1.5), nil),
      (.bool(true), nil), (.array([]), nil),
    ] as [(JSONValue, String?)])
  func `a code is a string or a whole number`(_ value: JSONValue, _ code: String?) {
    #expect(value.code == code)
  }

  @Test(
    arguments: [
      (.integer(2), 2), (.number(0.5), 0.5), (.string("1.25"), 1.25), (.string("x"), nil),
      (.bool(true), nil), (.null, nil),
    ] as [(JSONValue, Double?)])
  func `a number may be written as text`(_ value: JSONValue, _ number: Double?) {
    #expect(value.double == number)
  }

  @Test func `elements and objects are told apart`() {
    #expect(JSONValue.array([.null]).elements == [.null])
    #expect(JSONValue.object([:]).elements == nil)
    #expect(JSONValue.object([:]).isObject)
    #expect(!JSONValue.array([]).isObject)
  }

  @Test func `members are written in order, slashes as they are`() throws {
    let value = JSONValue.object([
      "b": .string("a/b\n"), "a": .array([.null, .bool(true), .integer(1), .number(0.5)]),
    ])
    #expect(
      String(decoding: try value.json(), as: UTF8.self) == #"{"a":[null,true,1,0.5],"b":"a/b\n"}"#)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func `a number that is not finite cannot be written`(_ number: Double) {
    #expect(throws: ByokError(.failure, "cannot write JSON: a number is not finite")) {
      try JSONValue.number(number).json()
    }
  }

  @Test func `pretty JSON has lines`() throws {
    let text = String(
      decoding: try JSONValue.object(["a": .integer(1)]).json(pretty: true), as: UTF8.self)
    #expect(text == "{\n  \"a\" : 1\n}")
  }
}
