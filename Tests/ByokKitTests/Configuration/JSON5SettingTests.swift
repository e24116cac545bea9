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
}
