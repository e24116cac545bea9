import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct AnthropicToolTests {
  private static func messages(
    seesImages: Bool? = nil, _ change: (inout ChatRequest) -> Void = { _ in }
  ) throws -> String? {
    try ToolConversation.member(
      "messages", AnthropicMessages.self, seesImages: seesImages, change)
  }

  private static let look = #"{"content":"Look","role":"user"}"#
  private static let calls =
    #"{"content":[{"text":"I will.","type":"text"},"#
    + #"{"id":"call_1","input":{"id":9007199254740993,"part":0.1},"name":"git__show","#
    + #""type":"tool_use"},"#
    + #"{"id":"call_2","input":{},"name":"git__log","type":"tool_use"}],"role":"assistant"}"#
  private static let end =
    #"{"content":"no repository","is_error":true,"tool_use_id":"call_2","type":"tool_result"},"#
    + #"{"text":"Which?","type":"text"}],"role":"user"}"#
  private static let results =
    #"{"content":[{"content":[{"text":"one","type":"text"},"#
    + #"{"source":{"data":"AQIDBA==","media_type":"image/png","type":"base64"},"type":"image"}],"#
    + #""tool_use_id":"call_1","type":"tool_result"},\#(end)"#

  @Test func `a message begins with every result, images in their places`() throws {
    #expect(
      try ToolConversation.body(AnthropicMessages.self) == #"{"max_tokens":8192,"messages":["#
        + #"\#(Self.look),\#(Self.calls),\#(Self.results)],"model":"m"}"#)
  }

  @Test func `results come first, wherever they are among the parts`() throws {
    #expect(try Self.messages { $0.messages[2].parts.swapAt(1, 2) } == Self.messages())
  }

  @Test func `a model that sees no images gets a note`() throws {
    #expect(
      try Self.messages(seesImages: false) == #"[\#(Self.look),\#(Self.calls),"#
        + #"{"content":[{"content":"one\n[shot.png: image/png, 4 bytes, not shown]","#
        + #""tool_use_id":"call_1","type":"tool_result"},\#(Self.end)]"#)
  }

  @Test func `a failure is text, and says something`() throws {
    let failed = { (content: [ChatMessage.Content]) in
      try Self.messages {
        $0.messages[2].parts = [
          .toolResult(ToolResult(callID: "c", name: "n", content: content, isError: true))
        ]
      }
    }
    #expect(
      try failed([.file(ToolConversation.image)])?.hasSuffix(
        #"{"content":[{"content":"[shot.png: image/png, 4 bytes, not shown]","is_error":true,"#
          + #""tool_use_id":"c","type":"tool_result"}],"role":"user"}]"#) == true)
    #expect(try failed([])?.contains(#""content":"no reason given","is_error":true"#) == true)
  }

  @Test(arguments: [#"{"a": "#, "[1]", "none"])
  func `arguments that are no object go into one`(_ text: String) throws {
    let messages = try Self.messages {
      $0.messages[1].parts = [.toolCall(ToolCall(id: "c", name: "n", arguments: text))]
    }
    let call = ToolConversation.json(messages ?? "").elements?[1]["content"]?.elements?.first
    #expect(call?["input"] == .object(["INVALID_JSON": .string(text)]))
  }

  private static let turn =
    #"{"signature":"EqQB","thinking":"Hm","type":"thinking"},"#
    + #"{"data":"EmwK","type":"redacted_thinking"},"#
    + #"{"text":"I will.","type":"text"},"#
    + #"{"id":"functions.show:0","input":{"n":1},"name":"git__show","type":"tool_use"}"#

  @Test func `all blocks of its own turn are sent back in order, but no empty text`() throws {
    let empty = #"{"text":"","type":"text"}"#
    #expect(
      try Self.messages { $0.setTurn("anthropic", "[\(empty),\(Self.turn)]") }
        == #"[\#(Self.look),{"content":[\#(Self.turn)],"role":"assistant"},\#(Self.results)]"#)
    #expect(try Self.messages { $0.setTurn("anthropic", "[\(empty)]") } == Self.messages())
  }

  @Test(arguments: ToolConversation.dialects(besides: "anthropic"))
  func `a turn of another dialect is written from its parts`(_ dialect: String) throws {
    #expect(try Self.messages { $0.setTurn(dialect, "[\(Self.turn)]") } == Self.messages())
  }

  @Test func `a turn of the user's is none`() throws {
    let messages = try Self.messages {
      $0.messages[0].turn = ProviderTurn(dialect: "anthropic", content: .array([.null]))
    }
    #expect(try messages == Self.messages())
  }

  @Test func `ids of other providers are made to fit, and those of its own turn are not`() throws {
    let change: (inout ChatRequest) -> Void = {
      $0.messages[1].parts = [
        .toolCall(ToolCall(id: "functions.show:0", name: "git__show", arguments: "{}"))
      ]
      $0.messages[2].parts = [
        .toolResult(ToolResult(callID: "functions.show:0", name: "git__show", content: []))
      ]
    }
    let messages = ToolConversation.json(try Self.messages(change) ?? "").elements ?? []
    let id = messages[1]["content"]?.elements?[0]["id"]?.text ?? ""
    #expect(id.utf8.count == 9 && id.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) })
    #expect(messages[2]["content"]?.elements?[0]["tool_use_id"]?.text == id)
    let echoed = try Self.messages {
      change(&$0)
      $0.setTurn("anthropic", "[\(Self.turn)]")
    }
    #expect(echoed?.contains(#""tool_use_id":"functions.show:0""#) == true)
  }

  @Test(arguments: [
    (ToolChoice.auto, ""), (.none, #""tool_choice":{"type":"none"},"#),
    (.required, #""tool_choice":{"type":"any"},"#),
    (.named("git__log"), #""tool_choice":{"name":"git__log","type":"tool"},"#),
  ])
  func `tools are defined, and which to call`(_ choice: ToolChoice, _ text: String) throws {
    let body = try ToolConversation.body(AnthropicMessages.self) {
      ($0.tools, $0.toolChoice) = (ToolConversation.tools, choice)
    }
    #expect(
      body.hasSuffix(
        #""model":"m",\#(text)"tools":[{"description":"Show it","#
          + #""input_schema":{"type":"object"},"name":"git__show"},"#
          + #"{"input_schema":{"type":"object"},"name":"git__log"}]}"#))
  }
}
