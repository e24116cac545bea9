import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct ReplyFormTests {
  @Test(arguments: [
    ("```\na\n```", "a\n"), ("x\n```swift\na\nb\n```\ny\n```\nc\n```", "a\nb\n"),
    ("~~~\n```\n~~~", "```\n"), ("````\n```\n````", "```\n"), ("```\n```", ""),
    ("  ```\n  a\n    b\n  ```", "a\n  b\n"), ("```\na", "a\n"), ("```\na\n``` \n", "a\n"),
    ("no", nil), ("``a``", nil), ("``` a ``` b", nil), ("    ```\n    a\n    ```", nil), ("", nil),
    ("```\r\na\r\n```\r\n", "a\r\n"),
  ])
  func `the first fenced block is found`(text: String, block: String?) {
    #expect(FencedBlock.first(in: text) == block)
  }

  @Test func `a reply is a document, bare or in a fenced block`() throws {
    let form = try ReplyForm(ReplySchema(schema: try JSONValue.parsing(#"{"type": "object"}"#)))
    #expect(form.examine(" {}\n") == .fits("{}"))
    #expect(form.examine("Here:\n```json\n{\"a\": 1}\n```\nDone.") == .fits("{\"a\": 1}"))
    #expect(form.examine(#"{"n":1,}"#) == .breaks(["it is not a JSON document"]))
    #expect(form.examine(" \n") == .breaks(["it is empty"]))
    #expect(form.examine("[1]") == .breaks([". must be an object, not an array"]))
  }

  @Test(arguments: [
    ("Sure, the answer is {\"k\": 1}.", #"{"k": 1}"#),
    ("{ \"k\" : 1 }\nAnything else?", #"{ "k" : 1 }"#),
    (#"It is {"k": 1}, so {"k": 1}."#, #"{"k": 1}"#), (#"{"k":1}{"k": 1}"#, #"{"k":1}"#),
    (#"Not {"k": "x"} but {"k": 2}."#, #"{"k": 2}"#),
    (#"As in [1] and {this}: {"k": 3} [sic]"#, #"{"k": 3}"#),
    (#"{as a set: {"k": 4}}"#, #"{"k": 4}"#), (#"Say "{" and {"k": 5}"#, #"{"k": 5}"#),
    (#"{"k": 5, oh no. {"k": 6}"#, #"{"k": 6}"#), (#"See {"k": 7} at \{x\}"#, #"{"k": 7}"#),
    ("```\n{\"k\": 1.5}\n```\n```json\n{\"k\": 8}\n```", #"{"k": 8}"#),
    ("Such as {\"k\": 1}:\n```json\n{\"k\": 9}\n```", #"{"k": 9}"#),
    ("```\nk = {\"k\": 10};\n```", #"{"k": 10}"#),
    ("I count.\n</think>\n\n{\"k\": 11}", #"{"k": 11}"#),
    ("Hm, {\"k\": 0}?\n</think>{\"k\": 12}", #"{"k": 12}"#),
    ("a</think>b</think>So: {\"k\": 13}.", #"{"k": 13}"#),
    ("```\n{\"k\": 0}\n```\n</think>\n```\n{\"k\": 14}\n```", #"{"k": 14}"#),
    ("Hm.</think>```\n{\"k\": 15}\n```", #"{"k": 15}"#),
    ("{\"k\": 16}\n</think>\nThat is it.", #"{"k": 16}"#),
    (#"{"k": 17, "note": "</think> {\"k\": 0}"}"#, #"{"k": 17, "note": "</think> {\"k\": 0}"}"#),
    ("So:\n```\n{\"note\": \"</think>\", \"k\": 18}\n```", #"{"note": "</think>", "k": 18}"#),
  ])
  func `a document among words is found where it is the only one`(text: String, document: String)
    throws
  {
    #expect(try form().examine(text) == .fits(document))
  }

  @Test(arguments: [
    (#"Either {"k": 1} or {"k": 2}."#, differ),
    ("```\n{\"k\": 1}\n```\n```\n{\"k\": 2}\n```", differ),
    (#"{"k": "x"} or {"j": 1}"#, ".k must be an integer, not a string"),
    ("Hm, {\"k\": 1}?</think>{\"k\": \"one\"}", ".k must be an integer, not a string"),
    (#"[{"k": 1}]"#, ". must be an object, not an array"),
    ("The answer is 4.", "it is not a JSON document"),
    // No part of a broken document is one.
    (#"{"old": {"k": 1}, }"#, "it is not a JSON document"),
    (#"So: [{"k": 1}, …]"#, "it is not a JSON document"),
    (#"{"a": {"k": 1}"#, "it is not a JSON document"), ("{'k': 1}", "it is not a JSON document"),
    (String(repeating: #"{"k":1} "#, count: 1001), "it is not a JSON document"),
  ])
  func `without one document that matches, a reply is told what is wrong`(
    text: String, flaw: String
  ) throws {
    #expect(try form().examine(text) == .breaks([flaw]))
  }

  @Test(arguments: [
    ("[1] says: [\"a\", \"b\"].", #"{"items": {"type": "string"}}"#, #"["a", "b"]"#),
    ("Hm.</think>\n 7 \n", #"{"type": "integer"}"#, "7"),
    ("```\n\"a\"\n```", #"{"type": "string"}"#, #""a""#),
  ])
  func `arrays are found among words, and scalars where nothing else is`(
    text: String, schema: String, document: String
  ) throws {
    let form = try ReplyForm(ReplySchema(schema: JSONValue.parsing(schema)))
    #expect(form.examine(text) == .fits(document))
  }

  @Test func `a check that costs too much is a failure, not asked for again`() throws {
    let schema = try ReplySchema(schema: JSONValue.parsing(#"{"pattern": "(.{1,99})*x"}"#))
    let text = "\"\(String(repeating: "a", count: 9999))\""
    #expect(try ReplyForm(schema).examine(text, SchemaBudget(10_000)) == .isTooExpensive)
    #expect(try ReplyForm(schema).examine("Or \(text)", SchemaBudget(10_000)) != .isTooExpensive)
    // Its time may be over before its steps are.
    let long = "\"\(String(repeating: "a", count: 99_999))\""
    #expect(try ReplyForm(schema).examine(long, SchemaBudget { true }) == .isTooExpensive)
    #expect(try ReplyForm(schema).examine(long, SchemaBudget { false }) != .isTooExpensive)
    let error = ReplyForm.tooExpensive(provider: "x")
    #expect(error.kind == .provider)
  }

  private func form() throws -> ReplyForm {
    try ReplyForm(
      ReplySchema(
        schema: JSONValue.parsing(
          #"{"type": "object", "properties": {"k": {"type": "integer"}}, "required": ["k"]}"#)))
  }

  @Test func `tokens of both attempts count, unknown ones only where neither is known`() {
    let sum = Usage(input: 1, output: nil, cost: 0.5).added(to: Usage(input: 2, output: 3))
    #expect(sum == Usage(input: 3, output: 3, cost: 0.5))
  }

  @Test(arguments: [
    (#"{"type":"object","properties":{},"additionalProperties":false}"#, true),
    (#"{"type":"object","properties":{}}"#, false),
    (
      #"{"type":"object","properties":{"a":{"minimum":1}},"additionalProperties":false}"#, false
    ),
    (
      ##"{"type":"object","properties":{"a":{"$ref":"#"}},"additionalProperties":false}"##, false
    ),
    (
      #"{"type":"object","properties":{"a":{"items":{"type":"object"}}},"#
        + #""additionalProperties":false}"#, false
    ),
    (#"{"type":"array"}"#, false),
  ])
  func `some schemas Anthropic has no field for`(schema: String, isPlain: Bool) throws {
    #expect(ReplySchema(schema: try JSONValue.parsing(schema)).isPlain == isPlain)
  }
}

private let differ = "it holds different JSON documents that match the schema"
