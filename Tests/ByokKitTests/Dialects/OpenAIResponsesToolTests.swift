import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct OpenAIResponsesToolTests {
  private static func input(
    seesImages: Bool? = nil, _ change: (inout ChatRequest) -> Void = { _ in }
  ) throws -> String? {
    try ToolConversation.member("input", OpenAIResponses.self, seesImages: seesImages, change)
  }

  private static let look = #"{"content":"Look","role":"user"}"#
  private static let calls =
    #"{"content":"I will.","role":"assistant"},"#
    + #"{"arguments":"{\"id\": 9007199254740993, \"part\": 0.1}","call_id":"call_1","#
    + #""name":"git__show","type":"function_call"},"#
    + #"{"arguments":"{}","call_id":"call_2","name":"git__log","type":"function_call"}"#
  private static let failure =
    #"{"call_id":"call_2","output":"Error: no repository","type":"function_call_output"}"#
  private static let results =
    #"{"call_id":"call_1","output":[{"text":"one","type":"input_text"},{"detail":"auto","#
    + #""image_url":"data:image/png;base64,AQIDBA==","type":"input_image"}],"#
    + #""type":"function_call_output"},\#(failure)"#
  private static let which = #"{"content":"Which?","role":"user"}"#

  @Test func `calls and results are items, with images in their places`() throws {
    #expect(
      try ToolConversation.body(OpenAIResponses.self) == #"{"input":[\#(Self.look),"#
        + #"\#(Self.calls),\#(Self.results),\#(Self.which)],"model":"m","store":false}"#)
  }

  @Test func `a model that sees no images gets a note`() throws {
    #expect(
      try Self.input(seesImages: false) == #"[\#(Self.look),\#(Self.calls),"#
        + #"{"call_id":"call_1","output":"one\n[shot.png: image/png, 4 bytes, not shown]","#
        + #""type":"function_call_output"},\#(Self.failure),\#(Self.which)]"#)
  }

  @Test func `calls without a text have no message`() throws {
    let input = try Self.input { $0.messages[1].parts[0] = .text("") }
    #expect(input?.contains(#"\#(Self.look),{"arguments":"#) == true)
  }

  private static let turn =
    #"{"encrypted_content":"gAAA","id":"rs_1","summary":[],"type":"reasoning"},"#
    + #"{"content":[{"text":"I will.","type":"output_text"}],"id":"msg_1","#
    + #""phase":"commentary","role":"assistant","type":"message"},"#
    + #"{"arguments":"{}","call_id":"call_1","id":"fc_1","name":"git__show","#
    + #""status":"completed","type":"function_call"}"#

  @Test func `all items of its own turn are sent back in order`() throws {
    #expect(
      try Self.input { $0.setTurn("openai-responses", "[\(Self.turn)]") }
        == #"[\#(Self.look),\#(Self.turn),\#(Self.results),\#(Self.which)]"#)
  }

  @Test func `reasoning that lacks what follows it stays out`() throws {
    let cut = #"{"id":"rs_2","summary":[],"type":"reasoning"}"#
    #expect(
      try Self.input { $0.setTurn("openai-responses", "[\(Self.turn),\(cut)]") }
        == #"[\#(Self.look),\#(Self.turn),\#(Self.results),\#(Self.which)]"#)
    #expect(try Self.input { $0.setTurn("openai-responses", "[\(cut)]") } == Self.input())
  }

  @Test(arguments: ToolConversation.dialects(besides: "openai-responses"))
  func `a turn of another dialect is written from its parts`(_ dialect: String) throws {
    #expect(try Self.input { $0.setTurn(dialect, "[\(Self.turn)]") } == Self.input())
  }

  @Test func `a turn that is to be kept brings its reasoning encrypted`() throws {
    let include = #"{"include":["reasoning.encrypted_content"],"input":"#
    let keeps: (inout ChatRequest) -> Void = { $0.keepsTurn = true }
    #expect(try ToolConversation.body(OpenAIResponses.self, "m", keeps).hasPrefix(include))
    let thinks = try ToolConversation.body(OpenAIResponses.self, seesImages: true) {
      $0.keepsTurn = true
      $0.facts?.reasoning = ReasoningOptions(levels: [.low])
    }
    #expect(thinks.hasPrefix(include) && thinks.contains(#""store":false"#))
    // A model that is known not to reason refuses the wish.
    let dull = try ToolConversation.body(OpenAIResponses.self, "m", seesImages: true, keeps)
    #expect(!dull.contains("include"))
  }

  @Test(arguments: [
    (ToolChoice.auto, ""), (.none, #""tool_choice":"none","#),
    (.required, #""tool_choice":"required","#),
    (.named("git__log"), #""tool_choice":{"name":"git__log","type":"function"},"#),
  ])
  func `tools are defined without strictness, and which to call`(
    _ choice: ToolChoice, _ text: String
  ) throws {
    let body = try ToolConversation.body(OpenAIResponses.self) {
      ($0.tools, $0.toolChoice) = (ToolConversation.tools, choice)
    }
    #expect(
      body.hasSuffix(
        #""store":false,\#(text)"tools":[{"description":"Show it","name":"git__show","#
          + #""parameters":{"type":"object"},"strict":false,"type":"function"},"#
          + #"{"name":"git__log","parameters":{"type":"object"},"strict":false,"#
          + #""type":"function"}]}"#))
  }
}
