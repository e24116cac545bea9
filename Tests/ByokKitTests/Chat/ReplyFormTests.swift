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
    #expect(form.examine("{}{}") == .breaks(["it is not a JSON document"]))
    #expect(form.examine(#"{"n":1,}"#) == .breaks(["it is not a JSON document"]))
    #expect(form.examine(" \n") == .breaks(["it is empty"]))
    #expect(form.examine("[1]") == .breaks([". must be an object, not an array"]))
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
