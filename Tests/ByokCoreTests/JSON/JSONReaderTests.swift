import ByokKitTestSupport
@testable import ByokCore
import Testing

@testable import ByokKit

@Suite struct JSONReaderTests {
  /// Reads a document that is one value.
  private static func read<Value>(
    _ json: [UInt8], _ policy: JSONReader.Policy = .lossy,
    _ take: (inout JSONReader, Span<UInt8>) throws(JSONFlaw) -> Value
  ) throws(JSONFlaw) -> Value {
    var reader = JSONReader(json.span, policy)
    let value = try take(&reader, json.span)
    try reader.finish(json.span)
    return value
  }

  /// What a member `a` of an object comes to, and that what follows it is read.
  private static func member<Value>(
    _ json: String, _ policy: JSONReader.Policy = .lossy,
    _ take: (inout JSONReader, Span<UInt8>) throws(JSONFlaw) -> Value
  ) throws -> Value? {
    let bytes = Array(#"{"a":\#(json),"b":7}"#.utf8)
    var reader = JSONReader(bytes.span, policy)
    var (value, rest): (Value?, Int?)
    let isObject = try reader.openObject(bytes.span)
    #expect(isObject)
    while try reader.nextMember(bytes.span) {
      if reader.isNamed("a", bytes.span) {
        value = try take(&reader, bytes.span)
      } else {
        rest = try reader.integer(bytes.span)
      }
    }
    try reader.finish(bytes.span)
    #expect(rest == 7)
    return value
  }

  private static func text(_ json: String, _ policy: JSONReader.Policy = .lossy) -> String? {
    let text = try? read(Array(json.utf8), policy) { (reader, bytes) throws(JSONFlaw) in
      try reader.text(bytes)
    }
    return text ?? nil
  }

  private static func flaw(_ json: [UInt8], _ policy: JSONReader.Policy = .strict) -> JSONFlaw? {
    do throws(JSONFlaw) {
      _ = try JSONValue.read(json.span, policy)
      return nil
    } catch {
      return error
    }
  }

  // MARK: Strings

  @Test(arguments: [
    (#""""#, ""), (#" "a" "#, "a"), (#""a\"\\\/\b\f\n\r\t""#, "a\"\\/\u{8}\u{c}\n\r\t"),
    (#""\u00e9\ud83d\ude00""#, "é😀"), (#""é😀""#, "é😀"), ("\"\u{FEFF}a\"", "\u{FEFF}a"),
    (#""\uD83D\uDE00\ud83d\ude00""#, "😀😀"), (#""\u0041\\ud83d""#, "A\\ud83d"),
  ])
  func `a text is read by both policies`(_ json: String, _ text: String) {
    #expect(Self.text(json) == text)
    #expect(Self.text(json, .strict) == text)
  }

  @Test(arguments: [
    (#""a\ud83d""#, "a\u{FFFD}", 2), (#""\ude00b""#, "\u{FFFD}b", 1),
    (#""\ud83d\ud83d\ude00""#, "\u{FFFD}😀", 1), (#""\ude00\ud83d""#, "\u{FFFD}\u{FFFD}", 1),
    (#""\ud83dx\ude00""#, "\u{FFFD}x\u{FFFD}", 1), (#""\\\ud83d""#, "\\\u{FFFD}", 3),
    (#""\ud83d\u0041""#, "\u{FFFD}A", 1), (#""\ud83d\n""#, "\u{FFFD}\n", 1),
  ])
  func `half of a surrogate pair is replaced, or is a flaw`(
    _ json: String, _ text: String, _ offset: Int
  ) {
    #expect(Self.text(json) == text)
    #expect(
      Self.flaw(Array(json.utf8))
        == JSONFlaw(offset: offset, rule: "this escape is half a character"))
  }

  @Test func `bytes that are not UTF-8 are replaced, or are a flaw`() throws {
    let json: [UInt8] = [0x22, 0x61, 0xFF, 0x61, 0xF0, 0x9F, 0x22]
    #expect(JSONValue(json) == .string("a\u{FFFD}a\u{FFFD}"))
    #expect(Self.flaw(json) == JSONFlaw(offset: 2, rule: "this is not UTF-8"))
    let escaped = Array(#"{"\n"#.utf8) + [0xFF] + Array(#"":1}"#.utf8)
    #expect(JSONValue(escaped) == .object(["\n\u{FFFD}": .integer(1)]))
    #expect(Self.flaw(escaped) == JSONFlaw(offset: 4, rule: "this is not UTF-8"))
  }

  @Test(arguments: [
    "", "a", "\"", #""a"#, #""\"#, #""\x""#, #""\u12""#, "\"\u{1}\"", #""a" b"#, "'a'",
  ])
  func `what is no string is none`(_ json: String) {
    #expect(Self.text(json) == nil)
  }

  // MARK: Kinds

  @Test(arguments: [
    "1", "-1.5e3", "true", "null", "[]", "{}", #"["x",{"a":"\u0041"}]"#, "NaN", "-Infinity", "01",
    "1e999", "None", "undefined", "1_000", "+1", ".5", "[NaN]", #"{"c":nan}"#,
  ])
  func `a value of another kind counts as missing, and costs nothing`(_ json: String) throws {
    #expect(
      try Self.member(json) { (reader, bytes) throws(JSONFlaw) in try reader.text(bytes) }
        == .some(
          nil))
  }

  @Test(
    arguments: [
      ("1", 1), ("2.0", 2), ("1e2", 100), ("-7", -7), ("null", nil), (#""1""#, nil), ("1.5", nil),
      ("[1]", nil), ("{}", nil), ("NaN", nil), ("1e300", nil), ("01", nil), ("-", nil),
    ] as [(String, Int?)])
  func `a whole number is read`(_ json: String, _ number: Int?) throws {
    let read = try Self.member(json) { (reader, bytes) throws(JSONFlaw) in
      try reader.integer(bytes)
    }
    #expect(read == .some(number))
  }

  @Test(
    arguments: [
      ("0", 0), ("7", 7), ("1000000000", 1_000_000_000), ("1000000001", nil),
      ("9223372036854775807", nil), ("-1", nil), ("1e300", nil), ("null", nil),
    ] as [(String, Int?)])
  func `a count is one whose sums do not overflow`(_ number: String, _ count: Int?) throws {
    let read = try Self.member(number) { (reader, bytes) throws(JSONFlaw) in
      try reader.count(bytes)
    }
    #expect(read == .some(count))
    #expect(JSONValue(Array(#"{"tokens":\#(number)}"#.utf8))?["tokens"]?.count == count)
  }

  @Test(arguments: [("true", true), ("false", false), ("null", nil), ("1", nil), ("tru", nil)])
  func `a yes or no is read`(_ json: String, _ flag: Bool?) throws {
    let read = try Self.member(json) { (reader, bytes) throws(JSONFlaw) in try reader.bool(bytes) }
    #expect(read == .some(flag))
  }

  @Test(arguments: [("null", false), ("0", true), (#""""#, true), ("{}", true), ("false", true)])
  func `only null is no value`(_ json: String, _ hasValue: Bool) throws {
    let read = try Self.member(json) { (reader, bytes) throws(JSONFlaw) in
      try reader.hasValue(bytes)
    }
    #expect(read == hasValue)
  }

  // MARK: Skipping

  @Test(arguments: [
    "0", "-0", "12", "1.5", "-1.5e10", "1E+3", "2e-7", "true", "false", "null", "\"\"",
    "{}", "[]", #"{"a":[1,null]}"#, "1e999", "123456789012345678901234567890",
  ])
  func `a value is passed over`(_ json: String) throws {
    for policy in [JSONReader.Policy.lossy, .strict] {
      _ = try Self.member(json, policy) { (reader, bytes) throws(JSONFlaw) in
        try reader.skip(bytes)
      }
    }
  }

  @Test(arguments: [
    "-", "+1", "01", "1.", ".5", "1e", "1e+", "tru", "nulll", "True", "NaN", "-a", "1-", "[1,]",
    "{\"a\":1,}", "\"\\x\"", "\"\\u12\"", "\"\u{1}\"",
  ])
  func `what is no value may be passed over among others, unless it is strict`(
    _ json: String
  ) throws {
    let skip = { (reader: inout JSONReader, bytes: Span<UInt8>) throws(JSONFlaw) in
      try reader.skip(bytes)
    }
    _ = try Self.member(json, .lossy, skip)
    #expect(throws: JSONFlaw.self) { try Self.member(json, .strict, skip) }
  }

  @Test(arguments: [
    "", "{", "[", "\"a", "]", ":", "{\"a\"}", "{\"a\" 1}", "[1 2]", "[1,,2]", "[,]",
  ])
  func `what does not show where it ends is a flaw`(_ json: String) {
    for policy in [JSONReader.Policy.lossy, .strict] {
      #expect(throws: JSONFlaw.self) {
        try Self.member(json, policy) { (reader, bytes) throws(JSONFlaw) in
          try reader.skip(bytes)
        }
      }
    }
  }

  // MARK: Members

  @Test func `of a name that is given twice, the last counts`() throws {
    for policy in [JSONReader.Policy.lossy, .strict] {
      let json = Array(#"{"a":1,"\u0061":{"b":2},"b":[1],"b":"x"}"#.utf8)
      let value = try JSONValue.read(json.span, policy)
      #expect(value == .object(["a": .object(["b": .integer(2)]), "b": .string("x")]))
    }
  }

  @Test func `a name may be written with escapes`() throws {
    let json = Array(#"{"\u0061\n":1}"#.utf8)
    var reader = JSONReader(json.span, .lossy)
    _ = try reader.openObject(json.span)
    _ = try reader.nextMember(json.span)
    let names: [StaticString] = ["a\n", "a", "\\u0061\\n"]
    let found = names.map { reader.isNamed($0, json.span) }
    #expect(found == [true, false, false])
  }

  @Test func `a document cut anywhere is a flaw`() {
    let json = Array(#"{"a":[1,{"b":"\u00e9"},-1.5e+3,null],"c":true}"#.utf8)
    for count in json.indices {
      #expect(Self.flaw(Array(json[..<count]), .lossy) != nil, "\(count)")
      #expect(Self.flaw(Array(json[..<count]), .strict) != nil, "\(count)")
    }
  }

  @Test func `a byte-order mark is passed over`() {
    #expect(JSONValue(Array("\u{FEFF}[1]".utf8)) == .array([.integer(1)]))
  }

  @Test func `nesting has an end, also of what is skipped`() {
    let deep = Array(repeating: UInt8(ascii: "["), count: 1_000_000)
    #expect(Self.flaw(deep) == JSONFlaw(offset: 64, rule: "it is too deeply nested"))
    #expect(throws: JSONFlaw.self) {
      try Self.read(deep) { (reader, bytes) throws(JSONFlaw) in try reader.skip(bytes) }
    }
  }

  // MARK: Flaws

  @Test(arguments: [
    ("", 0, "it ends where a value is expected"), ("{", 1, "a name in quotes is expected"),
    ("[1", 2, "a comma or ']' is expected"), ("[1 2]", 3, "a comma or ']' is expected"),
    ("{a:1}", 1, "a name in quotes is expected"), (#"{"a" 1}"#, 5, "a colon is expected"),
    (#"{"a":1,}"#, 7, "a name in quotes is expected"), ("[1,]", 3, "this is not a value"),
    ("[NaN]", 1, "this is not a value"), ("nul", 0, "this is not a value"),
    ("{}}", 2, "there is text after the value"), ("1 2", 2, "there is text after the value"),
    ("01", 1, "there is text after the value"), ("[1.]", 3, "a digit is expected"),
    ("[-]", 2, "a digit is expected"), ("1e", 2, "a digit is expected"),
    ("[1e999]", 1, "this number is too large"), (#""a"#, 2, "a string is not closed"),
    (#""\x""#, 2, "this escape is unknown"), (#""\u12g4""#, 3, "this escape is invalid"),
    ("\"\u{1}\"", 1, "a control character in a string must be escaped"),
  ])
  func `a strict reader names the place and the rule`(_ json: String, _ offset: Int, _ rule: String)
  {
    #expect(Self.flaw(Array(json.utf8)) == JSONFlaw(offset: offset, rule: rule))
  }

  @Test func `a place is a line and a column of characters`() {
    let json = Array("{\n  \"é\": x\n}".utf8)
    let place = Self.flaw(json)?.description(in: json.span)
    #expect(place == "line 2, column 8: this is not a value")
  }

  // MARK: Beside Foundation

  @Test func `every single change of a document is judged as Foundation judges it`() throws {
    let text = Array(#" [{"a":"é\u0041\n","n":[-1.5e3,0,12.50,null]},true,"😀",{}]"#.utf8)
    for index in text.indices {
      for byte: UInt8 in 0...255 where byte != 0 {
        var changed = text
        changed[index] = byte
        let value = try? JSONValue(strict: changed)
        // Foundation takes a comma behind the last value, and the first of two members of a name.
        if value == nil, changed.isTakenOtherwise { continue }
        if value != nil, !changed.hasEachNameOnce { continue }
        #expect(value == ReferenceJSON.value(changed), "\(index) \(byte)")
      }
    }
  }

  @Test(arguments: [
    "0.1", "1.7976931348623157e308", "4.9e-324", "2.2250738585072011e-308", "0.30000000000000004",
    "9007199254740993", "9007199254740993.0", "9223372036854775807", "9223372036854775808",
    "-9223372036854775808", "123456789012345678", "1234567890123456789", "0.00034500000000000004",
    "1e22", "1e23", "8.5e-22", "72057594037927945e-5", "1.00000000000000011102230246251565",
    "5e-400", "-0", "-0.0", "1.5E+3", "100e-2", "12345678901234567e3",
  ])
  func `numbers are rounded as by Foundation`(_ json: String) throws {
    let bytes = Array("[\(json)]".utf8)
    let value = try #require(JSONValue(bytes))
    #expect(value == ReferenceJSON.value(bytes))
    #expect(try JSONValue(strict: bytes) == value)
  }
}

extension [UInt8] {
  /// Whether the document has a comma before the end of an array or object.
  fileprivate var isTakenOtherwise: Bool {
    let bare = filter { !" \t\n\r".utf8.contains($0) }
    return zip(bare, bare.dropFirst()).contains { $0 == 0x2C && ($1 == 0x5D || $1 == 0x7D) }
  }
}
