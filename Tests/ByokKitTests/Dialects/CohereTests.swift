import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct CohereTests {
  private static func body(_ change: (inout ChatRequest) -> Void = { _ in }) throws -> String {
    var request = ChatRequest(model: "command-x", prompt: "Hi")
    change(&request)
    return String(decoding: try Cohere.body(for: request), as: UTF8.self)
  }

  private static let hi = #""messages":[{"content":"Hi","role":"user"}],"model":"command-x""#

  @Test func `a plain request says model, messages and whether it streams`() throws {
    #expect(try Self.body() == #"{\#(Self.hi),"stream":true}"#)
    #expect(try Self.body { $0.streams = false } == #"{\#(Self.hi),"stream":false}"#)
  }

  @Test func `everything that can be asked has its place`() throws {
    let body = try Self.body {
      $0.system = "Be brief."
      $0.settings = ChatSettings(
        temperature: 0.2, topP: 0.9, maxTokens: 300, seed: 7, stop: ["END", "\n"],
        reasoning: ReasoningLevel.none)
      $0.schema = ReplySchema(schema: .object(["type": .string("object")]))
    }
    #expect(
      body == #"{"max_tokens":300,"messages":[{"content":"Be brief.","role":"system"},"#
        + #"{"content":"Hi","role":"user"}],"model":"command-x","p":0.9,"#
        + #""response_format":{"json_schema":{"type":"object"},"type":"json_object"},"#
        + #""seed":7,"stop_sequences":["END","\n"],"stream":true,"temperature":0.2,"#
        + #""thinking":{"type":"disabled"}}"#)
  }

  @Test func `images are parts beside the text, as bytes or by address`() throws {
    let body = try Self.body {
      $0.messages[0].parts += [
        .file(File(name: "a.png", mediaType: "image/png", source: .bytes([0, 255, 62]))),
        .file(
          File(name: "b.jpg", mediaType: "image/jpeg", source: .url("https://x.example/b"))),
      ]
    }
    #expect(
      body == #"{"messages":[{"content":[{"text":"Hi","type":"text"},"#
        + #"{"image_url":{"url":"data:image/png;base64,AP8+"},"type":"image_url"},"#
        + #"{"image_url":{"url":"https://x.example/b"},"type":"image_url"}],"role":"user"}],"#
        + #""model":"command-x","stream":true}"#)
  }

  @Test(arguments: [File.Source.bytes([37]), .url("https://x.example/a.pdf")])
  func `a PDF is refused`(_ source: File.Source) throws {
    let pdf = File(name: "a.pdf", mediaType: "application/pdf", source: source)
    let error = try #require(throws: ByokError.self) {
      try Self.body { $0.messages[0].parts.append(.file(pdf)) }
    }
    #expect(error.kind == .usage)
    #expect(error.message == "the dialect cohere does not support PDFs: 'a.pdf'")
  }

  private static func thinking(
    _ level: ReasoningLevel, _ options: ReasoningOptions?
  ) throws -> String {
    let body = try body {
      $0.settings.reasoning = level
      var facts = Model(id: "command-x", provider: "cohere", name: "X")
      facts.reasoning = options
      $0.facts = facts
    }
    return JSONValue(Array(body.utf8))?["thinking"]?.compactText ?? ""
  }

  @Test func `how much to think is a number where the model takes one`() throws {
    let budget = ReasoningOptions(isSwitchable: true, budget: .init(least: 1))
    #expect(
      try Self.thinking(.low, budget) == #"{"token_budget":2048,"type":"enabled"}"#)
    #expect(try Self.thinking(.max, budget) == #"{"type":"enabled"}"#)
    #expect(try Self.thinking(ReasoningLevel.none, budget) == #"{"type":"disabled"}"#)
    let levels = ReasoningOptions(levels: [.none, .high])
    #expect(try Self.thinking(.high, levels) == #"{"type":"enabled"}"#)
    #expect(try Self.thinking(.low, nil) == #"{"type":"enabled"}"#)
  }

  @Test func `the path, the key and the dialect have their names`() {
    #expect(Cohere.path(for: ChatRequest(model: "m", prompt: "p")) == "/chat")
    #expect(Cohere.name == "cohere")
    #expect(Cohere.keyHeader == .bearer)
  }
}
