import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct OpenAIResponsesTests {
  private static func body(_ change: (inout ChatRequest) -> Void = { _ in }) throws -> String {
    var request = ChatRequest(model: "gpt-x", prompt: "Hi")
    change(&request)
    return String(decoding: try OpenAIResponses.body(for: request), as: UTF8.self)
  }

  @Test func `a plain request says model and input, and that nothing is kept`() throws {
    #expect(
      try Self.body() == #"{"input":"Hi","model":"gpt-x","store":false,"stream":true}"#)
    let whole = try Self.body { $0.streams = false }
    #expect(whole == #"{"input":"Hi","model":"gpt-x","store":false}"#)
  }

  @Test func `everything that can be asked has its place`() throws {
    let body = try Self.body {
      $0.system = "Be brief."
      $0.settings = ChatSettings(temperature: 0.2, topP: 0.9, maxTokens: 300, reasoning: .low)
      $0.schema = ReplySchema(schema: .object(["type": .string("object")]))
    }
    #expect(
      body == #"{"input":"Hi","instructions":"Be brief.","max_output_tokens":300,"#
        + #""model":"gpt-x","reasoning":{"effort":"low"},"store":false,"stream":true,"#
        + #""temperature":0.2,"text":{"format":{"name":"reply","schema":{"type":"object"},"#
        + #""strict":false,"type":"json_schema"}},"top_p":0.9}"#)
  }

  @Test func `no thinking is asked for as such`() throws {
    let body = try Self.body { $0.settings.reasoning = ReasoningLevel.none }
    #expect(body.contains(#""reasoning":{"effort":"none"}"#))
  }

  @Test(arguments: [
    ("gpt-6.1-terra", nil, #""reasoning":{"summary":"auto"}"#),
    ("gpt-5.6-sol", ReasoningLevel.high, #""reasoning":{"effort":"high","summary":"auto"}"#),
    ("gpt-5.6-sol", ReasoningLevel.none, #""reasoning":{"effort":"none"}"#),
    ("gpt-4.1", nil, nil),
  ])
  func `a summary of what is thought is asked for where it is wanted`(
    _ id: String, _ level: ReasoningLevel?, _ said: String?
  ) throws {
    let body = try Self.body {
      ($0.model, $0.settings.reasoning, $0.wantsReasoning) = (id, level, true)
    }
    #expect(said.map(body.contains) ?? !body.contains("reasoning"), "\(body)")
    let quiet = try Self.body { ($0.model, $0.settings.reasoning) = (id, level) }
    #expect(!quiet.contains("summary"))
  }

  @Test func `files are parts of the message, as bytes or by address`() throws {
    let files = [
      Attachment(name: "a.png", mediaType: "image/png", source: .bytes([1, 2, 3, 4])),
      Attachment(name: "b.pdf", mediaType: "application/pdf", source: .bytes([0xFF])),
      Attachment(name: "c.jpg", mediaType: "image/jpeg", source: .url("https://example.org/c")),
      Attachment(
        name: "d.pdf", mediaType: "application/pdf", source: .url("https://example.org/d")),
    ]
    let body = try Self.body {
      $0.messages = [
        ChatMessage(role: .user, parts: [.text("Read")] + files.map(ChatMessage.Part.file))
      ]
    }
    let parts = [
      #"{"text":"Read","type":"input_text"}"#,
      #"{"detail":"auto","image_url":"data:image/png;base64,AQIDBA==","type":"input_image"}"#,
      #"{"file_data":"data:application/pdf;base64,/w==","filename":"b.pdf","type":"input_file"}"#,
      #"{"detail":"auto","image_url":"https://example.org/c","type":"input_image"}"#,
      #"{"file_url":"https://example.org/d","type":"input_file"}"#,
    ]
    let content = parts.joined(separator: ",")
    #expect(
      body == #"{"input":[{"content":[\#(content)],"role":"user"}],"model":"gpt-x","#
        + #""store":false,"stream":true}"#)
  }

  @Test func `earlier messages keep their speakers`() throws {
    let body = try Self.body {
      $0.messages.insert(ChatMessage(role: .user, parts: [.text("A")]), at: 0)
      $0.messages.insert(ChatMessage(role: .assistant, parts: [.text("B")]), at: 1)
    }
    #expect(
      body.contains(
        #""input":[{"content":"A","role":"user"},{"content":"B","role":"assistant"},"#
          + #"{"content":"Hi","role":"user"}]"#))
  }

  @Test func `path, names and what cannot be asked`() {
    #expect(OpenAIResponses.path(for: ChatRequest(model: "m", prompt: "p")) == "/responses")
    #expect(OpenAIResponses.name == "openai-responses")
    #expect(OpenAIResponses.keyHeader == .bearer)
    #expect(OpenAIResponses.parameters.isDisjoint(with: [.seed, .stop]))
  }
}
