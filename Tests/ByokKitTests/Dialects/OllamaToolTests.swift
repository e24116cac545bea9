import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct OllamaToolTests {
  private static func messages(
    seesImages: Bool? = nil, _ change: (inout ChatRequest) -> Void = { _ in }
  ) throws -> String? {
    try ToolConversation.member("messages", OllamaChat.self, seesImages: seesImages, change)
  }

  private static let look = #"{"content":"Look","role":"user"}"#
  private static let calls =
    #"{"content":"I will.","role":"assistant","tool_calls":[{"function":{"#
    + #""arguments":{"id":9007199254740993,"part":0.1},"index":0,"name":"git__show"},"#
    + #""id":"call_1"},{"function":{"arguments":{},"index":1,"name":"git__log"},"#
    + #""id":"call_2"}]}"#
  private static func results(_ note: String) -> String {
    #"{"content":"one\n[shot.png: image/png, 4 bytes, \#(note)]","role":"tool","#
      + #""tool_call_id":"call_1","tool_name":"git__show"},{"content":"Error: no repository","#
      + #""role":"tool","tool_call_id":"call_2","tool_name":"git__log"}"#
  }
  private static let which = #"{"content":"Which?","role":"user"}"#

  @Test func `each result is a message that names its tool`() throws {
    #expect(
      try ToolConversation.body(OllamaChat.self) == #"{"messages":[\#(Self.look),"#
        + #"\#(Self.calls),\#(Self.results("not shown")),\#(Self.which)],"model":"m","#
        + #""stream":false}"#)
  }

  @Test func `a model that sees images is shown those of results by the user`() throws {
    #expect(
      try Self.messages(seesImages: true) == #"[\#(Self.look),\#(Self.calls),"#
        + #"\#(Self.results("shown below")),{"content":"image from git__show:\nWhich?","#
        + #""images":["AQIDBA=="],"role":"user"}]"#)
  }

  @Test func `ids are sent only where the calls have them`() throws {
    let messages = try #require(try Self.messages { $0.dropCallIDs() })
    #expect(!messages.contains("call_") && messages.contains(#""tool_name":"git__log""#))
  }

  private static let turn =
    #"{"content":"","role":"assistant","thinking":"Hm","tool_calls":[{"function":{"#
    + #""arguments":{"n":1},"name":"git__show"}}]}"#

  @Test func `its own turn is sent back unchanged`() throws {
    #expect(
      try Self.messages { $0.setTurn("ollama", Self.turn) }
        == #"[\#(Self.look),\#(Self.turn),\#(Self.results("not shown")),\#(Self.which)]"#)
  }

  @Test(arguments: ToolConversation.dialects(besides: "ollama"))
  func `a turn of another dialect is written from its parts`(_ dialect: String) throws {
    #expect(try Self.messages { $0.setTurn(dialect, Self.turn) } == Self.messages())
  }

  private static let show =
    #"{"function":{"description":"Show it","name":"git__show","parameters":{"type":"object"}},"#
    + #""type":"function"},"#
  private static let log =
    #"{"function":{"name":"git__log","parameters":{"type":"object"}},"type":"function"}"#

  @Test(arguments: [
    (ToolChoice.auto, #","tools":[\#(show)\#(log)]"#), (.none, ""),
    (.required, #","tools":[\#(show)\#(log)]"#), (.named("git__log"), #","tools":[\#(log)]"#),
  ])
  func `the tools that may be called are defined`(_ choice: ToolChoice, _ text: String) throws {
    let body = try ToolConversation.body(OllamaChat.self) {
      ($0.tools, $0.toolChoice) = (ToolConversation.tools, choice)
    }
    #expect(body.hasSuffix(#""stream":false\#(text)}"#))
  }
}
