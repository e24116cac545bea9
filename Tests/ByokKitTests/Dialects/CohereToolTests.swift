import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct CohereToolTests {
  private static func messages(
    seesImages: Bool? = nil, _ change: (inout ChatRequest) -> Void = { _ in }
  ) throws -> String? {
    try ToolConversation.member("messages", Cohere.self, seesImages: seesImages, change)
  }

  private static let look = #"{"content":"Look","role":"user"}"#
  private static let calls =
    #"{"role":"assistant","tool_calls":[{"function":"#
    + #"{"arguments":"{\"id\": 9007199254740993, \"part\": 0.1}","name":"git__show"},"#
    + #""id":"call_1","type":"function"},{"function":{"arguments":"{}","name":"git__log"},"#
    + #""id":"call_2","type":"function"}],"tool_plan":"I will."}"#
  private static let failure =
    #"{"content":"Error: no repository","role":"tool","tool_call_id":"call_2"}"#
  private static let results =
    #"{"content":"one\n[shot.png: image/png, 4 bytes, not shown]","role":"tool","#
    + #""tool_call_id":"call_1"},\#(failure)"#
  private static let which = #"{"content":"Which?","role":"user"}"#

  @Test func `calls follow a plan, and each result is a message of its own`() throws {
    #expect(
      try ToolConversation.body(Cohere.self) == #"{"messages":[\#(Self.look),\#(Self.calls),"#
        + #"\#(Self.results),\#(Self.which)],"model":"m","stream":false}"#)
  }

  @Test func `a model that sees images is shown those of results by the user`() throws {
    let messages = try Self.messages(seesImages: true)
    #expect(
      messages?.hasSuffix(
        #"{"content":[{"text":"image from git__show:\n","type":"text"},"#
          + #"{"image_url":{"url":"data:image/png;base64,AQIDBA=="},"type":"image_url"},"#
          + #"{"text":"Which?","type":"text"}],"role":"user"}]"#) == true)
  }

  private static let turn =
    #"{"content":[{"thinking":"Hm","type":"thinking"}],"role":"assistant","#
    + #""tool_calls":[{"function":{"arguments":"{}","name":"git__show"},"id":"git__show_e8p4","#
    + #""type":"function"}],"tool_plan":"I will."}"#

  @Test func `its own turn is sent back unchanged`() throws {
    #expect(
      try Self.messages { $0.setTurn("cohere", Self.turn) }
        == #"[\#(Self.look),\#(Self.turn),\#(Self.results),\#(Self.which)]"#)
  }

  @Test(arguments: ToolConversation.dialects(besides: "cohere"))
  func `a turn of another dialect is written from its parts`(_ dialect: String) throws {
    #expect(try Self.messages { $0.setTurn(dialect, Self.turn) } == Self.messages())
  }

  private static let show =
    #"{"function":{"description":"Show it","name":"git__show","parameters":{"type":"object"}},"#
    + #""type":"function"},"#
  private static let log =
    #"{"function":{"name":"git__log","parameters":{"type":"object"}},"type":"function"}"#

  @Test(arguments: [
    (ToolChoice.auto, "", show), (.none, #""tool_choice":"NONE","#, show),
    (.required, #""tool_choice":"REQUIRED","#, show),
    (.named("git__log"), #""tool_choice":"REQUIRED","#, ""),
  ])
  func `tools are defined, and which to call`(
    _ choice: ToolChoice, _ text: String, _ others: String
  ) throws {
    let body = try ToolConversation.body(Cohere.self) {
      ($0.tools, $0.toolChoice) = (ToolConversation.tools, choice)
    }
    #expect(body.hasSuffix(#""stream":false,\#(text)"tools":[\#(others)\#(Self.log)]}"#))
  }
}
