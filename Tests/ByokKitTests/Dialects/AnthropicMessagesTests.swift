import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct AnthropicMessagesTests {
  private static func body(_ change: (inout ChatRequest) -> Void = { _ in }) throws -> String {
    var request = ChatRequest(model: "claude-x", prompt: "Hi")
    change(&request)
    return String(decoding: try AnthropicMessages.body(for: request), as: UTF8.self)
  }

  private static let hi = #""messages":[{"content":"Hi","role":"user"}]"#

  /// A model of the catalogue.
  private static func model(
    _ id: String, limit: Int? = nil, thinks options: ReasoningOptions?
  ) -> Model {
    var model = Model(id: id, provider: "anthropic", name: id)
    model.maxOutputTokens = limit
    model.reasoning = options
    return model
  }

  private static let effort = ReasoningOptions(levels: [.low, .medium, .high, .xhigh, .max])
  private static let budget = ReasoningOptions(budget: .init(least: 1024))

  @Test func `a plain request says model, messages, a limit and that it streams`() throws {
    #expect(
      try Self.body() == #"{"max_tokens":8192,\#(Self.hi),"model":"claude-x","stream":true}"#)
  }

  @Test func `a request for one piece says nothing of streams`() throws {
    let body = try Self.body { $0.streams = false }
    #expect(body == #"{"max_tokens":8192,\#(Self.hi),"model":"claude-x"}"#)
  }

  @Test func `the limit is the user's, else the model's, else a fallback`() throws {
    let model = Self.model("claude-x", limit: 64_000, thinks: nil)
    #expect(try Self.body { $0.facts = model }.contains(#""max_tokens":64000,"#))
    let body = try Self.body {
      $0.facts = model
      $0.settings.maxTokens = 300
    }
    #expect(body.contains(#""max_tokens":300,"#))
  }

  @Test func `everything that can be asked has its place`() throws {
    let body = try Self.body {
      $0.system = "Be brief."
      $0.settings = ChatSettings(
        temperature: 0.2, topP: 0.9, maxTokens: 300, stop: ["END", "\n"],
        reasoning: ReasoningLevel.none)
      $0.schema = ReplySchema(schema: .object(["type": .string("object")]))
    }
    #expect(
      body == #"{"max_tokens":300,\#(Self.hi),"model":"claude-x","#
        + #""output_config":{"format":{"schema":{"type":"object"},"type":"json_schema"}},"#
        + #""stop_sequences":["END","\n"],"stream":true,"system":"Be brief.","temperature":0.2,"#
        + #""thinking":{"type":"disabled"},"top_p":0.9}"#)
  }

  @Test func `files are parts of the message, as bytes or by address`() throws {
    let image = Attachment(name: "a.png", mediaType: "image/png", source: .bytes([1, 2, 3, 4]))
    let pdf = Attachment(name: "b.pdf", mediaType: "application/pdf", source: .bytes([0xFF]))
    let far = Attachment(
      name: "c.jpg", mediaType: "image/jpeg", source: .url("https://example.org/c.jpg"))
    let farPDF = Attachment(
      name: "d.pdf", mediaType: "application/pdf", source: .url("https://example.org/d.pdf"))
    let body = try Self.body {
      $0.messages = [
        ChatMessage(
          role: .user,
          parts: [
            .text("Read"), .file(image), .file(pdf), .file(far), .file(farPDF), .text(""),
          ])
      ]
    }
    let parts = [
      #"{"text":"Read","type":"text"}"#,
      #"{"source":{"data":"AQIDBA==","media_type":"image/png","type":"base64"},"type":"image"}"#,
      #"{"source":{"data":"/w==","media_type":"application/pdf","type":"base64"},"#
        + #""title":"b.pdf","type":"document"}"#,
      #"{"source":{"type":"url","url":"https://example.org/c.jpg"},"type":"image"}"#,
      #"{"source":{"type":"url","url":"https://example.org/d.pdf"},"#
        + #""title":"d.pdf","type":"document"}"#,
    ]
    let content = parts.joined(separator: ",")
    #expect(
      body == #"{"max_tokens":8192,"messages":[{"content":[\#(content)],"role":"user"}],"#
        + #""model":"claude-x","stream":true}"#)
  }

  @Test func `earlier messages keep their speakers`() throws {
    let body = try Self.body {
      $0.messages.insert(ChatMessage(role: .user, parts: [.text("A")]), at: 0)
      $0.messages.insert(ChatMessage(role: .assistant, parts: [.text("B")]), at: 1)
    }
    #expect(
      body.contains(
        #"[{"content":"A","role":"user"},{"content":"B","role":"assistant"},"#
          + #"{"content":"Hi","role":"user"}]"#))
  }

  /// A model, how much it is to think, and what is said of it.
  struct Thinking: Sendable, CustomTestStringConvertible {
    var model: Model?
    var id = "claude-x"
    var level: ReasoningLevel
    var limit: Int?
    var says: [String]

    var testDescription: String { "\(model?.id ?? id) \(level) \(limit ?? 0)" }
  }

  static let thinking: [Thinking] = [
    Thinking(
      model: model("claude-opus-4-7", thinks: effort), level: .xhigh,
      says: [#""output_config":{"effort":"xhigh"}"#, #""thinking":{"type":"adaptive"}"#]),
    Thinking(
      model: model(
        "claude-sonnet-4-6",
        thinks: ReasoningOptions(levels: [.low, .high], budget: .init(least: 1024))),
      id: "claude-sonnet-4-6", level: .high,
      says: [#""output_config":{"effort":"high"}"#, #""thinking":{"type":"adaptive"}"#]),
    Thinking(
      id: "anthropic/claude-opus-4.8-fast", level: .minimal,
      says: [#""output_config":{"effort":"low"}"#, #""thinking":{"type":"adaptive"}"#]),
    Thinking(
      model: model("claude-haiku-4-5", limit: 64_000, thinks: budget), level: .high,
      says: [#""thinking":{"budget_tokens":16384,"type":"enabled"}"#]),
    Thinking(
      id: "claude-sonnet-4-5-20250929", level: .max,
      says: [#""max_tokens":8192"#, #""thinking":{"budget_tokens":6144,"type":"enabled"}"#]),
    Thinking(
      id: "claude-sonnet-4-5", level: .low, limit: 1025,
      says: [#""max_tokens":1025"#, #""thinking":{"budget_tokens":1024,"type":"enabled"}"#]),
    Thinking(
      id: "claude-sonnet-4-5", level: .low, limit: .max,
      says: [#""thinking":{"budget_tokens":2048,"type":"enabled"}"#]),
    Thinking(
      id: "MiniMax-M2", level: .minimal,
      says: [#""thinking":{"budget_tokens":1024,"type":"enabled"}"#]),
    Thinking(
      model: model("claude-opus-5", thinks: effort), level: .none,
      says: [#""thinking":{"type":"disabled"}"#]),
    Thinking(
      id: "anthropic/claude-sonnet-5.5", level: .none,
      says: [#""thinking":{"type":"between_tools"}"#]),
    Thinking(
      id: "claude-opus-5-6-20270101", level: .max,
      says: [#""output_config":{"effort":"max"}"#, #""thinking":{"type":"adaptive"}"#]),
  ]

  @Test(arguments: thinking)
  func `how much to think is said in the model's own way`(_ test: Thinking) throws {
    let body = try Self.body {
      $0.model = test.model?.id ?? test.id
      $0.facts = test.model
      $0.settings.reasoning = test.level
      $0.settings.maxTokens = test.limit
    }
    for part in test.says { #expect(body.contains(part), "\(body)") }
    #expect(body.contains("effort") == test.says.contains { $0.contains("effort") })
  }

  @Test func `a model that does not think is not told not to`() throws {
    let body = try Self.body {
      $0.facts = Self.model("claude-x", thinks: nil)
      $0.settings.reasoning = ReasoningLevel.none
    }
    #expect(!body.contains("thinking"))
  }

  @Test func `a form of the reply and effort share their place`() throws {
    let body = try Self.body {
      $0.model = "claude-opus-5"
      $0.settings.reasoning = .low
      $0.schema = ReplySchema(schema: .bool(true))
    }
    #expect(
      body.contains(
        #""output_config":{"effort":"low","format":{"schema":true,"type":"json_schema"}}"#))
  }

  @Test func `what cannot go with thinking is a usage error`() {
    let limit = #expect(throws: ByokError.self) {
      try Self.body {
        $0.settings.reasoning = .low
        $0.settings.maxTokens = 1024
      }
    }
    #expect(limit?.kind == .usage)
    let temperature = #expect(throws: ByokError.self) {
      try Self.body {
        $0.settings.reasoning = .low
        $0.settings.temperature = 0.2
      }
    }
    #expect(temperature?.message == "claude-x does not support --temperature while it reasons")
    let topP = #expect(throws: ByokError.self) {
      try Self.body {
        $0.settings.reasoning = .low
        $0.settings.topP = 0.2
      }
    }
    #expect(topP?.message == "claude-x does not support --top-p while it reasons")
  }

  @Test(arguments: [
    ("claude-opus-5-5", #""thinking":{"display":"summarized","type":"adaptive"}"#),
    ("anthropic.claude-fable-5-1", #""thinking":{"display":"summarized","type":"adaptive"}"#),
    ("claude-opus-4-8", nil), ("claude-haiku-4-5", nil), ("kimi-k3", nil),
  ])
  func `a model that thinks unasked is asked to show it`(_ id: String, _ said: String?) throws {
    let body = try Self.body { ($0.model, $0.wantsReasoning) = (id, true) }
    #expect(said.map(body.contains) ?? !body.contains("thinking"), "\(body)")
    #expect(!body.contains("effort"))
    #expect(try !Self.body { $0.model = id }.contains("thinking"))
  }

  @Test(arguments: [
    (
      "claude-sonnet-5-5", ReasoningLevel.high,
      #""thinking":{"display":"summarized","type":"adaptive"}"#
    ),
    (
      "claude-sonnet-4-5", .low,
      #""thinking":{"budget_tokens":2048,"display":"summarized","type":"enabled"}"#
    ),
    ("claude-sonnet-5-5", .none, #""thinking":{"type":"between_tools"}"#),
    ("claude-haiku-5-5", .none, #""thinking":{"type":"disabled"}"#),
  ])
  func `what is thought is shown where it is wanted`(
    _ id: String, _ level: ReasoningLevel, _ said: String
  ) throws {
    let body = try Self.body {
      ($0.model, $0.settings.reasoning, $0.wantsReasoning) = (id, level, true)
    }
    #expect(body.contains(said), "\(body)")
  }

  @Test(arguments: [
    ("claude-haiku-5-5", 64_000), ("us.anthropic.claude-opus-6-v1:0", 64_000),
    ("claude-mythos-preview", 64_000), ("claude-opus-4-9", 8192), ("MiniMax-M3", 8192),
  ])
  func `a model that thinks unasked has room for it`(_ id: String, _ limit: Int) throws {
    #expect(try Self.body { $0.model = id }.contains(#""max_tokens":\#(limit),"#))
  }

  @Test func `path, names and header fields are the API's`() {
    #expect(AnthropicMessages.path(for: ChatRequest(model: "m", prompt: "p")) == "/messages")
    #expect(AnthropicMessages.name == "anthropic")
    #expect(AnthropicMessages.keyHeader == .xAPIKey)
    #expect(AnthropicMessages.headers.map(\.name) == ["anthropic-version"])
    #expect(AnthropicMessages.headers.map(\.value) == ["2023-06-01"])
    #expect(!AnthropicMessages.parameters.contains(.seed))
  }
}
