import Testing

@testable import ByokCore
@testable import ByokKit

/// Edits of a text leave the rest of it alone.
@Suite struct JSON5EditTests {
  private static func text(_ scalars: [Unicode.Scalar]) -> String {
    String(String.UnicodeScalarView(scalars))
  }

  @Test(arguments: [
    ("", "{\n  \"keys\": { \"openai\": 1 },\n}\n"),
    ("{}", "{\n  \"keys\": { \"openai\": 1 },\n}"),
    ("{\n}", "{\n  \"keys\": { \"openai\": 1 },\n}"),
    ("{ a: 2 }", "{ \"keys\": { \"openai\": 1 }, a: 2 }"),
    ("{\n  a: 2,\n}\n", "{\n  \"keys\": { \"openai\": 1 },\n  a: 2,\n}\n"),
    (
      "{\n\t// c\n\ta: 2\n}", "{\n\t\"keys\": { \"openai\": 1 },\n\t// c\n\ta: 2\n}"
    ),
    ("{keys: {}}", "{keys: { \"openai\": 1 }}"),
    ("{'keys': {groq: 3}}", "{'keys': { \"openai\": 1, groq: 3}}"),
    ("{keys: {openai: 'x' /* y */, b: 1}}", "{keys: {openai: 1 /* y */, b: 1}}"),
    (
      "{\n  keys: {\n    a: 2\n  }\n}", "{\n  keys: {\n    \"openai\": 1,\n    a: 2\n  }\n}"
    ),
    (
      "// {\n{ /* { */ keys: { \"openai\" : {a: [1]} } }",
      "// {\n{ /* { */ keys: { \"openai\" : 1 } }"
    ),
    ("{'ö': 'ö', keys: {openai: 'ö'}}", "{'ö': 'ö', keys: {openai: 1}}"),
  ])
  func `a member is set`(before: String, after: String) throws {
    let new = JSON5Edit.setting(["keys", "openai"], to: "1", in: Array(before.unicodeScalars))
    #expect(new.map(Self.text) == after)
    _ = try JSON5Parser.parse(try #require(new))
  }

  @Test(arguments: ["[]", "3", "{keys: 3}", "{keys: [", "{a b: 1}", "{keys: {openai}}"])
  func `what is no object is left alone`(text: String) {
    let text = Array(text.unicodeScalars)
    #expect(JSON5Edit.setting(["keys", "openai"], to: "1", in: text) == nil)
  }

  @Test func `a name is written as JSON`() {
    let new = JSON5Edit.setting(["a\"b"], to: "1", in: [])
    #expect(new.map(Self.text) == "{\n  \"a\\\"b\": 1,\n}\n")
  }

  @Test(arguments: [
    ("{p: {a: 1}}", "{p: {}}"), ("{p: {a: 1, b: 2}}", "{p: {b: 2}}"),
    ("{p: {b: 2, a: 1}}", "{p: {b: 2, }}"), ("{p: {b: 2, a: 1,}}", "{p: {b: 2, }}"),
    ("{p: {\n  // one\n  a: {x: [1, {}]},\n  b: 2,\n}}", "{p: {\n  // one\n  b: 2,\n}}"),
    ("{p: {\n  \"a\": 1, // two\n}}", "{p: {\n  // two\n}}"),
    ("{p: {a: 1 /* , */ , b: 2}}", "{p: { /* , */  b: 2}}"),
    ("{p: {a: 1, a: 2}}", "{p: {a: 1, }}"),
  ])
  func `a member is taken out`(before: String, after: String) throws {
    let new = JSON5Edit.removing(["p", "a"], from: Array(before.unicodeScalars))
    #expect(new.map(Self.text) == after)
    _ = try JSON5Parser.parse(try #require(new))
  }

  @Test(arguments: ["", "{}", "{p: 1}", "{p: {b: 1}}", "{q: {a: 1}}", "[]"])
  func `what is not there cannot be taken out`(text: String) {
    #expect(JSON5Edit.removing(["p", "a"], from: Array(text.unicodeScalars)) == nil)
  }
}
