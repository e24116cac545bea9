import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct GeminiToolTests {
  private static func contents(
    _ model: String = "gemini-3.5-flash", seesImages: Bool? = nil,
    _ change: (inout ChatRequest) -> Void = { _ in }
  ) throws -> String? {
    try ToolConversation.member("contents", Gemini.self, model, seesImages: seesImages, change)
  }

  private static let look = #"{"parts":[{"text":"Look"}],"role":"user"}"#
  private static let which = #"{"parts":[{"text":"Which?"}],"role":"user"}"#
  private static func calls(_ signature: String) -> String {
    #"{"parts":[{"text":"I will."},{"functionCall":{"args":{"id":9007199254740993,"part":0.1},"#
      + #""id":"call_1","name":"git__show"}\#(signature)},"#
      + #"{"functionCall":{"args":{},"id":"call_2","name":"git__log"}}],"role":"model"}"#
  }
  private static let signed =
    calls(#","thoughtSignature":"skip_thought_signature_validator""#)
  private static func results(_ note: String, _ parts: String) -> String {
    #"{"parts":[{"functionResponse":{"id":"call_1","name":"git__show"\#(parts),"#
      + #""response":{"output":"one\n[shot.png: image/png, 4 bytes, \#(note)]"}}},"#
      + #"{"functionResponse":{"id":"call_2","name":"git__log","#
      + #""response":{"error":"no repository"}}}],"role":"user"}"#
  }
  private static let data = #"{"inlineData":{"data":"AQIDBA==","mimeType":"image/png"}}"#
  private static let shown = results("shown below", #","parts":[\#(data)]"#)
  private static let hidden = results("not shown", "")

  @Test func `results are one content with nothing else, images in their places`() throws {
    #expect(
      try ToolConversation.body(Gemini.self, "gemini-3.5-flash")
        == #"{"contents":[\#(Self.look),\#(Self.signed),\#(Self.shown),\#(Self.which)]}"#)
  }

  @Test func `the second generation has images after the results, and no signatures`() throws {
    #expect(
      try Self.contents("gemini-2.5-pro", seesImages: true)
        == #"[\#(Self.look),\#(Self.calls("")),\#(Self.results("shown below", "")),"#
        + #"{"parts":[{"text":"image from git__show:\n"},\#(Self.data),{"text":"Which?"}],"#
        + #""role":"user"}]"#)
  }

  @Test func `a model that is not known to see images gets a note`() throws {
    #expect(
      try Self.contents("gemini-2.5-pro")
        == #"[\#(Self.look),\#(Self.calls("")),\#(Self.hidden),\#(Self.which)]"#)
    #expect(
      try Self.contents("gemma-4", seesImages: false)
        == #"[\#(Self.look),\#(Self.calls("")),\#(Self.hidden),\#(Self.which)]"#)
    #expect(
      try Self.contents("gemini-flash-latest", seesImages: false)
        == #"[\#(Self.look),\#(Self.signed),\#(Self.hidden),\#(Self.which)]"#)
  }

  @Test func `ids are sent only where the calls have them`() throws {
    let contents = try #require(try Self.contents { $0.dropCallIDs() })
    #expect(!contents.contains(#""id":""#))
    #expect(contents.contains(#"{"functionResponse":{"name":"git__log","response""#))
  }

  private static let turn =
    #"{"text":"Hm","thought":true},"#
    + #"{"functionCall":{"args":{"n":1},"name":"git__show"},"thoughtSignature":"CpAB"},"#
    + #"{"functionCall":{"args":{},"name":"git__log"}},{"text":"","thoughtSignature":"Cq"}"#

  @Test(arguments: ["gemini", "code-assist"])
  func `all parts of its own turn are sent back in one content`(_ dialect: String) throws {
    #expect(
      try Self.contents { $0.setTurn(dialect, "[\(Self.turn)]") }
        == #"[\#(Self.look),{"parts":[\#(Self.turn)],"role":"model"},\#(Self.shown),"#
        + #"\#(Self.which)]"#)
  }

  @Test(arguments: ToolConversation.dialects(besides: "gemini"))
  func `a turn of another dialect is written from its parts`(_ dialect: String) throws {
    #expect(try Self.contents { $0.setTurn(dialect, "[\(Self.turn)]") } == Self.contents())
  }

  @Test(arguments: [nil, "gemini", "code-assist"])
  func `Code Assist wraps the same`(_ dialect: String?) throws {
    let change: (inout ChatRequest) -> Void = {
      $0.tools = ToolConversation.tools
      if let dialect { $0.setTurn(dialect, "[\(Self.turn)]") }
    }
    let inner = try ToolConversation.body(Gemini.self, "gemini-3.5-flash", change)
    let outer = try ToolConversation.member(
      "request", CodeAssist.self, "gemini-3.5-flash", change)
    #expect(outer == inner)
  }

  @Test(arguments: [
    (ToolChoice.auto, ""), (.none, #""toolConfig":{"functionCallingConfig":{"mode":"NONE"}},"#),
    (.required, #""toolConfig":{"functionCallingConfig":{"mode":"ANY"}},"#),
    (
      .named("git__log"),
      #""toolConfig":{"functionCallingConfig":{"allowedFunctionNames":["git__log"],"#
        + #""mode":"ANY"}},"#
    ),
  ])
  func `tools are declared, and which to call`(_ choice: ToolChoice, _ text: String) throws {
    let body = try ToolConversation.body(Gemini.self) {
      ($0.tools, $0.toolChoice) = (ToolConversation.tools, choice)
    }
    #expect(
      body.hasSuffix(
        #"],\#(text)"tools":[{"functionDeclarations":[{"description":"Show it","#
          + #""name":"git__show","parametersJsonSchema":{"type":"object"}},"#
          + #"{"name":"git__log","parametersJsonSchema":{"type":"object"}}]}]}"#))
  }
}
