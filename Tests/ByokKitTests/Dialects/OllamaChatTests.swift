import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct OllamaChatTests {
  private static func body(
    _ model: String = "m:1b", _ change: (inout ChatRequest) -> Void = { _ in }
  ) throws -> String {
    var request = ChatRequest(model: model, prompt: "Hi")
    change(&request)
    return String(decoding: try OllamaChat.body(for: request), as: UTF8.self)
  }

  private static let hi = #""messages":[{"content":"Hi","role":"user"}],"model":"m:1b""#

  @Test func `a plain request says model, messages and whether it streams`() throws {
    #expect(try Self.body() == #"{\#(Self.hi),"stream":true}"#)
    #expect(try Self.body { $0.streams = false } == #"{\#(Self.hi),"stream":false}"#)
  }

  @Test func `everything that can be asked has its place`() throws {
    let body = try Self.body {
      $0.system = "Be brief."
      $0.settings = ChatSettings(
        temperature: 0.2, topP: 0.9, maxTokens: 300, seed: 7, stop: ["END", "\n"],
        reasoning: .low)
      $0.schema = ReplySchema(schema: .object(["type": .string("object")]))
    }
    #expect(
      body == #"{"format":{"type":"object"},"messages":[{"content":"Be brief.","#
        + #""role":"system"},{"content":"Hi","role":"user"}],"model":"m:1b","#
        + #""options":{"num_predict":300,"seed":7,"stop":["END","\n"],"temperature":0.2,"#
        + #""top_p":0.9},"stream":true,"think":true}"#)
  }

  @Test func `images stand beside the text as bare base64`() throws {
    let body = try Self.body {
      $0.messages[0].parts += [
        .file(File(name: "a.png", mediaType: "image/png", source: .bytes([0, 255, 62]))),
        .text(" there"),
      ]
    }
    #expect(
      body == #"{"messages":[{"content":"Hi there","images":["AP8+"],"role":"user"}],"#
        + #""model":"m:1b","stream":true}"#)
  }

  @Test(arguments: [
    (
      File(name: "a.pdf", mediaType: "application/pdf", source: .bytes([37])),
      "the dialect ollama does not support PDFs: 'a.pdf'"
    ),
    (
      File(name: "b.jpg", mediaType: "image/jpeg", source: .url("https://x.example/b.jpg")),
      "the dialect ollama does not support the URL of an image: 'https://x.example/b.jpg'"
    ),
  ])
  func `what has no form is refused`(_ file: File, _ message: String) throws {
    let error = try #require(throws: ByokError.self) {
      try Self.body { $0.messages[0].parts.append(.file(file)) }
    }
    #expect(error.kind == .usage)
    #expect(error.message == message)
  }

  @Test(arguments: [
    ("qwen3:4b", ReasoningLevel.none, "false"), ("qwen3:4b", .minimal, "true"),
    ("qwen3:4b", .max, "true"), ("gpt-oss:20b", .none, #""low""#),
    ("gpt-oss:20b", .low, #""low""#), ("gpt-oss:20b", .medium, #""medium""#),
    ("hf.co/x/gpt-oss-120b", .max, #""high""#),
  ])
  func `thinking is on or off, or a level`(
    _ model: String, _ level: ReasoningLevel, _ value: String
  ) throws {
    let body = try Self.body(model) { $0.settings.reasoning = level }
    #expect(body.hasSuffix(#","think":\#(value)}"#))
  }

  @Test func `the path, the key and the dialect have their names`() {
    #expect(OllamaChat.path(for: ChatRequest(model: "m", prompt: "p")) == "/api/chat")
    #expect(OllamaChat.name == "ollama")
    #expect(OllamaChat.keyHeader == .bearer)
    #expect(OllamaChat.framing == .lines)
  }
}
