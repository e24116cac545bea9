import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct OpenAIChatToolTests {
  private static func messages(
    seesImages: Bool? = nil, _ change: (inout ChatRequest) -> Void = { _ in }
  ) throws -> String? {
    try ToolConversation.member("messages", OpenAIChat.self, seesImages: seesImages, change)
  }

  private static let calls =
    #"[{"function":{"arguments":"{\"id\": 9007199254740993, \"part\": 0.1}","name":"git__show"},"#
    + #""id":"call_1","type":"function"},"#
    + #"{"function":{"arguments":"{}","name":"git__log"},"id":"call_2","type":"function"}]"#
  private static let answer =
    #"{"content":"I will.","role":"assistant","tool_calls":\#(calls)}"#
  private static let failure =
    #"{"content":"Error: no repository","role":"tool","tool_call_id":"call_2"}"#
  private static let results =
    #"{"content":"one\n[shot.png: image/png, 4 bytes, not shown]","role":"tool","#
    + #""tool_call_id":"call_1"},\#(failure)"#
  private static let look = #"{"content":"Look","role":"user"}"#
  private static let which = #"{"content":"Which?","role":"user"}"#

  @Test func `each result is a message of its own, in order, after the calls`() throws {
    #expect(
      try ToolConversation.body(OpenAIChat.self) == #"{"messages":[\#(Self.look),"#
        + #"\#(Self.answer),\#(Self.results),\#(Self.which)],"model":"m"}"#)
  }

  @Test func `a model that sees images is shown those of results by the user`() throws {
    #expect(
      try Self.messages(seesImages: true) == #"[\#(Self.look),\#(Self.answer),"#
        + #"{"content":"one\n[shot.png: image/png, 4 bytes, shown below]","role":"tool","#
        + #""tool_call_id":"call_1"},\#(Self.failure),"#
        + #"{"content":[{"text":"image from git__show:\n","type":"text"},"#
        + #"{"image_url":{"url":"data:image/png;base64,AQIDBA=="},"type":"image_url"},"#
        + #"{"text":"Which?","type":"text"}],"role":"user"}]"#)
  }

  @Test func `calls without a text have no content`() throws {
    let messages = try Self.messages { $0.messages[1].parts.removeFirst() }
    #expect(messages?.contains(#"{"content":null,"role":"assistant","tool_calls""#) == true)
  }

  private static let turn =
    #"{"content":null,"reasoning_content":"Hm","role":"assistant","#
    + #""tool_calls":[{"extra_content":{"google":{"thought_signature":"s"}},"#
    + #""function":{"arguments":"{\"a\": 1.0}","name":"git__show"},"id":"call_1","#
    + #""type":"function"}]}"#

  @Test func `its own turn is sent back unchanged`() throws {
    let messages = try Self.messages { $0.setTurn("openai-chat", Self.turn) }
    #expect(
      messages == #"[\#(Self.look),\#(Self.turn),\#(Self.results),\#(Self.which)]"#)
  }

  @Test(arguments: ToolConversation.dialects(besides: "openai-chat"))
  func `a turn of another dialect is written from its parts`(_ dialect: String) throws {
    #expect(try Self.messages { $0.setTurn(dialect, "[]") } == Self.messages())
  }

  @Test func `calls without ids, and their results, get the same ones`() throws {
    let messages = try Self.messages { $0.dropCallIDs() }
    let list = ToolConversation.json(messages ?? "").elements ?? []
    let calls = list[1]["tool_calls"]?.elements?.compactMap { $0["id"]?.text } ?? []
    #expect(calls.count == 2 && calls[0] != calls[1])
    #expect(list[2...3].map { $0["tool_call_id"]?.text } == calls)
    // So do those of a turn that has none.
    let echoed = try Self.messages {
      $0.dropCallIDs()
      $0.setTurn(
        "openai-chat", #"{"tool_calls":[{"function":{}},{"function":{}}],"role":"assistant"}"#)
    }
    let echo = ToolConversation.json(echoed ?? "").elements?[1]["tool_calls"]?.elements
    #expect(echo?.compactMap { $0["id"]?.text } == calls)
  }

  @Test func `Mistral's results have a name, its ids nine letters, its user no tool before`() throws
  {
    let messages = try Self.messages { $0.quirks = Quirks(tools: .mistral) }
    let list = ToolConversation.json(messages ?? "").elements ?? []
    let calls = list[1]["tool_calls"]?.elements?.compactMap { $0["id"]?.text } ?? []
    #expect(calls.allSatisfy { $0.utf8.count == 9 && $0.allSatisfy(\.isLetterOrDigit) })
    #expect(list[2...3].map { $0["tool_call_id"]?.text } == calls)
    #expect(list[2...3].map { $0["name"]?.text } == ["git__show", "git__log"])
    #expect(list[4].compactText == #"{"content":"OK","role":"assistant"}"#)
    #expect(list[5].compactText == Self.which)
  }

  @Test func `an id that Mistral takes stays`() throws {
    let messages = try Self.messages {
      $0.quirks = Quirks(tools: .mistral)
      $0.messages[1].parts = [.toolCall(ToolCall(id: "aB3dE6gH9", name: "a", arguments: "{}"))]
    }
    #expect(messages?.contains(#""id":"aB3dE6gH9""#) == true)
  }

  // MARK: Reasoning

  /// What the provider demands, what its turn has of reasoning, and what is sent back.
  static let echoes: [(Quirks.ReasoningEcho, String, String?)] = [
    (.none, #","reasoning_content":"Hm""#, nil),
    (.none, #","reasoning":"Hm""#, nil),
    (.ifPresent, #","reasoning_content":"Hm""#, "Hm"),
    (.ifPresent, "", nil),
    (.always(filler: " "), #","reasoning_content":"Hm""#, "Hm"),
    (.always(filler: " "), #","reasoning_content":"""#, " "),
    (.always(filler: " "), "", " "),
    (.always(filler: ""), #","reasoning_content":null"#, ""),
  ]

  @Test(arguments: echoes)
  func `reasoning goes back with calls as the provider demands`(
    _ echo: Quirks.ReasoningEcho, _ has: String, _ sends: String?
  ) throws {
    let messages = try Self.messages {
      $0.quirks = Quirks(echoesReasoning: echo)
      $0.setTurn("openai-chat", #"{"role":"assistant","tool_calls":[{"id":"call_1"}]\#(has)}"#)
    }
    let turn = ToolConversation.json(messages ?? "").elements?[1]
    guard case .object(let members)? = turn else { throw CancellationError() }
    #expect(members["reasoning_content"] == sends.map(JSONValue.string))
    #expect(members["reasoning"] == nil)
  }

  @Test func `a stand-in for reasoning is in calls that are written from parts alone`() throws {
    let messages = try Self.messages { request in
      request.quirks = Quirks(echoesReasoning: .always(filler: " "))
      request.messages.append(ChatMessage(role: .assistant, parts: [.text("That.")]))
      request.messages.append(ChatMessage(role: .user, parts: [.text("Why?")]))
    }
    #expect(messages?.count(of: #""reasoning_content":" ","#) == 1)
  }

  @Test(arguments: [
    ("deepseek", Quirks.ReasoningEcho.always(filler: "")),
    ("moonshot", .always(filler: " ")), ("moonshot-cn", .always(filler: " ")),
    ("kimi-coding", .always(filler: " ")), ("mistral", .none), ("groq", .none),
    ("openai", .ifPresent), ("zai", .ifPresent), ("openrouter", .ifPresent),
  ])
  func `the rows say what is demanded`(_ id: String, _ echo: Quirks.ReasoningEcho) throws {
    let row = try #require(Provider.builtIn.first { $0.id == id })
    #expect(row.quirks.echoesReasoning == echo)
    #expect((row.quirks.tools == .mistral) == (id == "mistral"))
  }

  // MARK: Definitions

  private static let tools =
    #""tools":[{"function":{"description":"Show it","name":"git__show","#
    + #""parameters":{"type":"object"}},"type":"function"},"#
    + #"{"function":{"name":"git__log","parameters":{"type":"object"}},"type":"function"}]}"#

  @Test(arguments: [
    (ToolChoice.auto, Quirks.ToolForm.standard, ""),
    (.none, .standard, #""tool_choice":"none","#),
    (.required, .standard, #""tool_choice":"required","#),
    (.required, .mistral, #""tool_choice":"any","#),
    (
      .named("git__log"), .standard,
      #""tool_choice":{"function":{"name":"git__log"},"type":"function"},"#
    ),
  ])
  func `tools are defined, and which to call`(
    _ choice: ToolChoice, _ form: Quirks.ToolForm, _ text: String
  ) throws {
    let body = try ToolConversation.body(OpenAIChat.self) {
      $0.quirks.tools = form
      ($0.tools, $0.toolChoice) = (ToolConversation.tools, choice)
    }
    #expect(body.hasSuffix(#""model":"m",\#(text)\#(Self.tools)"#))
  }

  @Test func `without tools there is nothing to choose`() throws {
    let body = try ToolConversation.body(OpenAIChat.self) { $0.toolChoice = .required }
    #expect(body.hasSuffix(#""model":"m"}"#))
  }
}

extension Character {
  fileprivate var isLetterOrDigit: Bool { isASCII && (isLetter || isNumber) }
}

extension String {
  /// How often a text is in it.
  fileprivate func count(of text: String) -> Int { ranges(of: text).count }
}
