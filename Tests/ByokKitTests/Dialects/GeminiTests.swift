import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct GeminiTests {
  private static func body(
    _ model: String = "gemini-x", _ change: (inout ChatRequest) -> Void = { _ in }
  ) throws -> String {
    var request = ChatRequest(model: model, prompt: "Hi")
    change(&request)
    return String(decoding: try Gemini.body(for: request), as: UTF8.self)
  }

  private static let hi = #""contents":[{"parts":[{"text":"Hi"}],"role":"user"}]"#

  @Test func `a plain request is its contents, streamed or not`() throws {
    #expect(try Self.body() == "{\(Self.hi)}")
    #expect(try Self.body { $0.streams = false } == "{\(Self.hi)}")
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
      body == #"{\#(Self.hi),"generationConfig":{"maxOutputTokens":300,"#
        + #""responseJsonSchema":{"type":"object"},"responseMimeType":"application/json","#
        + #""seed":7,"stopSequences":["END","\n"],"temperature":0.2,"#
        + #""thinkingConfig":{"includeThoughts":true,"thinkingLevel":"LOW"},"topP":0.9},"#
        + #""systemInstruction":{"parts":[{"text":"Be brief."}]}}"#)
  }

  @Test func `the assistant is called the model`() throws {
    let body = try Self.body {
      $0.messages.append(ChatMessage(role: .assistant, parts: [.text("Yes?")]))
    }
    #expect(body.contains(#"{"parts":[{"text":"Yes?"}],"role":"model"}"#))
  }

  @Test func `files are parts beside the text, as bytes or by address`() throws {
    let body = try Self.body {
      $0.messages[0].parts += [
        .file(Attachment(name: "a.png", mediaType: "image/png", source: .bytes([0, 255, 62]))),
        .file(Attachment(name: "a.pdf", mediaType: "application/pdf", source: .bytes([37]))),
        .file(
          Attachment(name: "b.jpg", mediaType: "image/jpeg", source: .url("https://x.example/b"))),
      ]
    }
    #expect(
      body == #"{"contents":[{"parts":[{"text":"Hi"},"#
        + #"{"inlineData":{"data":"AP8+","mimeType":"image/png"}},"#
        + #"{"inlineData":{"data":"JQ==","mimeType":"application/pdf"}},"#
        + #"{"fileData":{"fileUri":"https://x.example/b","mimeType":"image/jpeg"}}],"#
        + #""role":"user"}]}"#)
  }

  @Test(arguments: [
    ("gemini-2.5-flash", "/models/gemini-2.5-flash:"),
    ("models/gemini-2.5-flash", "/models/gemini-2.5-flash:"),
    ("tunedModels/my-own", "/tunedModels/my-own:"),
    ("a b/c?d#e:f%é", "/models/a%20b%2Fc%3Fd%23e%3Af%25%C3%A9:"),
    ("A_z.0~9-\n", "/models/A_z.0~9-%0A:"),
  ])
  func `the model stands in the path, as one segment`(_ model: String, _ path: String) {
    var request = ChatRequest(model: model, prompt: "Hi")
    #expect(Gemini.path(for: request) == path + "streamGenerateContent?alt=sse")
    request.streams = false
    #expect(Gemini.path(for: request) == path + "generateContent")
  }

  @Test func `the key travels in a header of Google's`() {
    #expect(Gemini.keyHeader.prefix == "x-goog-api-key: ")
    #expect(Gemini.name == "gemini")
  }

  private static func thinking(
    _ level: ReasoningLevel?, _ model: String, _ options: ReasoningOptions? = nil
  ) throws -> String {
    let body = try body(model) {
      $0.settings.reasoning = level
      if let options {
        var facts = Model(id: model, provider: "gemini", name: model)
        facts.reasoning = options
        $0.facts = facts
      }
    }
    let config = JSONValue(Array(body.utf8))?["generationConfig"]?["thinkingConfig"]
    return config?.compactText ?? ""
  }

  @Test(arguments: [
    ("gemini-2.5-flash", ReasoningLevel.none, 0), ("gemini-2.5-flash", .minimal, 1024),
    ("gemini-2.5-flash", .medium, 8192), ("gemini-2.5-flash", .max, 24_576),
    ("gemini-2.5-flash-lite", .none, 0), ("gemini-2.5-pro", .none, 128),
    ("gemini-2.5-pro", .high, 16_384), ("gemini-2.5-pro", .max, 32_768),
    ("models/gemini-2.5-pro", .max, 32_768), ("gemini-2.0-flash-thinking", .low, 2048),
  ])
  func `models up to 2_5 are told a number of tokens`(
    _ model: String, _ level: ReasoningLevel, _ tokens: Int
  ) throws {
    let shows = level != .none
    #expect(
      try Self.thinking(level, model)
        == #"{"includeThoughts":\#(shows),"thinkingBudget":\#(tokens)}"#)
  }

  @Test(arguments: [
    ("gemini-3-pro", ReasoningLevel.none, "LOW"), ("gemini-3.1-flash", .low, "LOW"),
    ("gemini-3.6-flash", .none, "MINIMAL"), ("gemini-3.7-flash-lite", .minimal, "LOW"),
    ("gemini-3.10-flash", .none, "LOW"), ("models/gemini-4-argon", .none, "LOW"),
    ("gemini-flash-latest", .minimal, "MINIMAL"), ("something", .minimal, "MINIMAL"),
    ("gemini-10-pro", .medium, "MEDIUM"), ("gemini-pro-latest", .max, "HIGH"),
    ("something", .xhigh, "HIGH"),
  ])
  func `later models are told a level`(
    _ model: String, _ level: ReasoningLevel, _ word: String
  ) throws {
    let shows = level != .none
    #expect(
      try Self.thinking(level, model)
        == #"{"includeThoughts":\#(shows),"thinkingLevel":"\#(word)"}"#)
  }

  @Test func `what the catalogue knows goes before what the name says`() throws {
    let budget = ReasoningOptions(isSwitchable: true, budget: .init(least: 512, most: 4000))
    #expect(try Self.thinking(.high, "gemini-3-x", budget).contains(#""thinkingBudget":4000"#))
    #expect(try Self.thinking(ReasoningLevel.none, "gemini-3-x", budget).contains(":0"))
    let fixed = ReasoningOptions(budget: .init(least: 128, most: 4000))
    #expect(try Self.thinking(ReasoningLevel.none, "gemini-2.5-x", fixed).contains(":128"))
    let levels = ReasoningOptions(levels: [.low, .high])
    #expect(try Self.thinking(.medium, "gemini-2.5-x", levels).contains(#""LOW""#))
    #expect(try Self.thinking(.minimal, "gemini-2.5-x", levels).contains(#""LOW""#))
    #expect(try Self.thinking(.max, "gemini-2.5-x", levels).contains(#""HIGH""#))
    let all = ReasoningOptions(levels: [.low, .medium, .high, .xhigh])
    #expect(try Self.thinking(.xhigh, "gemini-4-x", all).contains(#""XHIGH""#))
    let onOff = ReasoningOptions(isSwitchable: true)
    #expect(try Self.thinking(.low, "gemma-4", onOff).contains(#""HIGH""#))
    #expect(try Self.thinking(ReasoningLevel.none, "gemma-4", onOff).contains(#""MINIMAL""#))
  }

  @Test func `thoughts are asked for where the model is known to think`() throws {
    let shown = #"{"includeThoughts":true}"#
    #expect(try Self.thinking(nil, "gemini-3-x", ReasoningOptions(levels: [.low])) == shown)
    #expect(try Self.thinking(nil, "gemini-2.5-x", ReasoningOptions(budget: .init())) == shown)
    #expect(try Self.thinking(nil, "gemma-4", ReasoningOptions(isSwitchable: true)).isEmpty)
    #expect(try Self.thinking(nil, "gemini-3-pro").isEmpty)
  }
}
