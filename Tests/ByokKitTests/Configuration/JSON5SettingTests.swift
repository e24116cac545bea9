import Testing

@testable import ByokKit

/// Edits of a text leave the rest of it alone.
@Suite struct JSON5SettingTests {
  @Test(arguments: [
    ("", "{\n  \"keys\": { \"openai\": 1 },\n}\n"),
    ("{}", "{\n  \"keys\": { \"openai\": 1 },}"),
    ("{ a: 2 }", "{ \"keys\": { \"openai\": 1 }, a: 2 }"),
    ("{\n  a: 2,\n}\n", "{\n  \"keys\": { \"openai\": 1 },\n  a: 2,\n}\n"),
    ("{keys: {}}", "{keys: {\n  \"openai\": 1,}}"),
    ("{'keys': {groq: 3}}", "{'keys': { \"openai\": 1,groq: 3}}"),
    ("{keys: {openai: 'x' /* y */, b: 1}}", "{keys: {openai: 1 /* y */, b: 1}}"),
    (
      "// {\n{ /* { */ keys: { \"openai\" : {a: [1]} } }",
      "// {\n{ /* { */ keys: { \"openai\" : 1 } }"
    ),
  ])
  func `a member is set`(before: String, after: String) throws {
    let new = try #require(
      JSON5Syntax.setting(["keys", "openai"], to: "1", in: Array(before.utf8)))
    #expect(String(decoding: new, as: UTF8.self) == after)
  }

  @Test(arguments: ["[]", "3", "{keys: 3}", "{keys: [", "{a b: 1}", "{keys: {openai}}"])
  func `what is no object is left alone`(text: String) {
    #expect(JSON5Syntax.setting(["keys", "openai"], to: "1", in: Array(text.utf8)) == nil)
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
    let new = try #require(JSON5Syntax.removing(["p", "a"], from: Array(before.utf8)))
    #expect(String(decoding: new, as: UTF8.self) == after)
    var syntax = JSON5Syntax(new)
    #expect(syntax.lineOfFlaw() == nil)
  }

  @Test(arguments: ["", "{}", "{p: 1}", "{p: {b: 1}}", "{q: {a: 1}}", "[]"])
  func `what is not there cannot be taken out`(text: String) {
    #expect(JSON5Syntax.removing(["p", "a"], from: Array(text.utf8)) == nil)
  }
}
