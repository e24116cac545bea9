import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct SchemaShorthandTests {
  /// An object with these members, all of them required.
  private func object(_ members: String, _ names: String) -> String {
    #"{"additionalProperties":false,"properties":{\#(members)},"#
      + #""required":[\#(names)],"type":"object"}"#
  }

  @Test(arguments: [
    ("name", #""name":{"type":"string"}"#, #""name""#),
    (
      "name, age int, tags[]",
      #""age":{"type":"integer"},"name":{"type":"string"},"#
        + #""tags":{"items":{"type":"string"},"type":"array"}"#,
      #""name","age","tags""#
    ),
    ("a number,b bool", #""a":{"type":"number"},"b":{"type":"boolean"}"#, #""a","b""#),
    ("a float\nb str\n", #""a":{"type":"number"},"b":{"type":"string"}"#, #""a","b""#),
    ("scores[] int", #""scores":{"items":{"type":"integer"},"type":"array"}"#, #""scores""#),
    ("scores int[]", #""scores":{"items":{"type":"integer"},"type":"array"}"#, #""scores""#),
    ("mood good|bad", #""mood":{"enum":["good","bad"],"type":"string"}"#, #""mood""#),
    (
      "age int: in years , b",
      #""age":{"description":"in years","type":"integer"},"b":{"type":"string"}"#, #""age","b""#
    ),
    (
      "p[] {x int, y int}",
      #""p":{"items":{"additionalProperties":false,"properties":{"x":{"type":"integer"},"#
        + #""y":{"type":"integer"}},"required":["x","y"],"type":"object"},"type":"array"}"#,
      #""p""#
    ),
    (
      "größe int, first-name", #""first-name":{"type":"string"},"größe":{"type":"integer"}"#,
      #""größe","first-name""#
    ),
  ])
  func `fields become a schema of an object`(text: String, members: String, names: String) throws {
    let schema = try SchemaShorthand.schema(text)
    #expect(schema.compactText == object(members, names))
    _ = try JSONSchema(schema)
    #expect(ReplySchema(schema: schema).isStrict)
  }

  @Test(arguments: [
    ("", "at its end: a field is missing"),
    (" , ", "at its end: a field is missing"),
    ("a {", "at its end: a field is missing"),
    ("a {b", "at its end: a '}' is missing"),
    ("a}", "before '}': there is an extra '}'"),
    ("a, a", "at its end: duplicate field 'a'"),
    ("a.json", "before '.json': ',' or ':' is expected"),
    ("age date", "before 'date': 'date' is no type: use text, int, number, bool, {…} or a|b|c"),
    ("age int int", "before 'int': ',' or ':' is expected"),
    ("?", "before '?': a name is expected"),
  ])
  func `what is not understood is shown`(text: String, reason: String) {
    let error = #expect(throws: ByokError.self) { try SchemaShorthand.schema(text) }
    #expect(error?.message == "--schema is not understood \(reason)")
    #expect(error?.kind == .usage)
  }

  @Test func `nesting has an end`() {
    let text = String(repeating: "a {", count: 40)
    let error = #expect(throws: ByokError.self) { try SchemaShorthand.schema(text) }
    #expect(error?.message.hasSuffix("it is too deeply nested") == true)
  }
}
