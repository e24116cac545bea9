import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct ReplySchemaTests {
  /// A schema, and whether strict mode takes it.
  static let schemas: [(String, Bool)] = [
    (#"{"type":"object","properties":{},"required":[],"additionalProperties":false}"#, true),
    (#"{"type":"object","additionalProperties":false}"#, true),
    (#"{"type":"object"}"#, false),
    (#"{"type":"object","additionalProperties":true}"#, false),
    (#"{"type":"string"}"#, false),
    (#"{"anyOf":[]}"#, false),
    (#"true"#, false),
    (object(#""a":{"type":"string"}"#), true),
    (object(#""a":{"type":"string"}"#, required: ""), false),
    (object(#""a":{"type":"string"}"#, required: #""a","b""#), false),
    (object(#""a":{"type":"object"}"#), false),
    (object(#""a":{"properties":{}}"#), false),
    (object(#""a":\#(object(#""a":{"type":"number"}"#))"#), true),
    (object(#""a":{"type":"array","items":{"type":"object"}}"#), false),
    (object(#""a":{"type":"array","items":{"type":"string"}}"#), true),
    (object(#""a":{"anyOf":[{"type":"null"},{"type":"object"}]}"#), false),
    (object(#""a":{"anyOf":[{"type":"null"},{"type":"string"}]}"#), true),
    (object(#""a":{"oneOf":[{"type":"string"}]}"#), false),
    (object(##""a":{"$ref":"#/$defs/b"}"##, more: #","$defs":{"b":{"type":"string"}}"#), true),
    (object(##""a":{"$ref":"#/$defs/b"}"##, more: #","$defs":{"b":{"type":"object"}}"#), false),
    (object(##""a":{"$ref":"#/$defs/b"}"##, more: #","definitions":{"b":{"not":{}}}"#), false),
  ]

  private static func object(
    _ members: String, required: String = #""a""#, more: String = ""
  ) -> String {
    #"{"type":"object","properties":{\#(members)},"required":[\#(required)],"#
      + #""additionalProperties":false\#(more)}"#
  }

  @Test(arguments: schemas) func `strict mode is asked for where it is taken`(
    _ schema: String, _ isStrict: Bool
  ) throws {
    let schema = ReplySchema(schema: try #require(JSONValue(Array(schema.utf8))))
    #expect(schema.isStrict == isStrict)
  }
}
