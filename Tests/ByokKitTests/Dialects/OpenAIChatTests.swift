import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct OpenAIChatTests {
  private static func body(_ change: (inout ChatRequest) -> Void = { _ in }) throws -> String {
    var request = ChatRequest(model: "gpt-x", prompt: "Hi")
    change(&request)
    return String(decoding: try OpenAIChat.body(for: request), as: UTF8.self)
  }

  private static let hi = #"[{"content":"Hi","role":"user"}]"#
  private static let usage = #""stream":true,"stream_options":{"include_usage":true}"#

  @Test func `a plain request says model, messages and that it streams`() throws {
    #expect(try Self.body() == #"{"messages":\#(Self.hi),"model":"gpt-x",\#(Self.usage)}"#)
  }

  @Test func `a request for one piece says nothing of streams`() throws {
    #expect(try Self.body { $0.streams = false } == #"{"messages":\#(Self.hi),"model":"gpt-x"}"#)
  }

  @Test func `stream options are left out where they are refused`() throws {
    let body = try Self.body { $0.quirks.takesStreamOptions = false }
    #expect(body == #"{"messages":\#(Self.hi),"model":"gpt-x","stream":true}"#)
  }

  @Test func `instructions come before the prompt`() throws {
    let body = try Self.body { $0.system = "Be brief." }
    let messages = #"[{"content":"Be brief.","role":"system"},{"content":"Hi","role":"user"}]"#
    #expect(body == #"{"messages":\#(messages),"model":"gpt-x",\#(Self.usage)}"#)
  }

  @Test func `a temperature is sent only when it is given`() throws {
    let body = try Self.body { $0.settings.temperature = 0.2 }
    #expect(
      body == #"{"messages":\#(Self.hi),"model":"gpt-x",\#(Self.usage),"temperature":0.2}"#)
    #expect(try Self.body { $0.settings.temperature = 0 }.contains(#""temperature":0}"#))
  }

  @Test func `a limit of tokens goes by the provider's name for it`() throws {
    let plain = try Self.body { $0.settings.maxTokens = 300 }
    #expect(plain == #"{"max_tokens":300,"messages":\#(Self.hi),"model":"gpt-x",\#(Self.usage)}"#)
    let openAI = try Self.body {
      $0.settings.maxTokens = 300
      $0.quirks.tokenLimitField = "max_completion_tokens"
    }
    #expect(
      openAI
        == #"{"max_completion_tokens":300,"messages":\#(Self.hi),"model":"gpt-x",\#(Self.usage)}"#)
  }

  @Test func `everything that can be asked has its place`() throws {
    let body = try Self.body {
      $0.streams = false
      $0.settings = ChatSettings(
        temperature: 0.2, topP: 0.9, maxTokens: 300, seed: 7, stop: ["END", "\n"], reasoning: .low)
      $0.schema = ReplySchema(schema: .object(["type": .string("object")]))
    }
    #expect(
      body == #"{"max_tokens":300,"messages":\#(Self.hi),"model":"gpt-x","#
        + #""reasoning_effort":"low","response_format":{"json_schema":{"name":"reply","#
        + #""schema":{"type":"object"},"strict":false},"type":"json_schema"},"seed":7,"#
        + #""stop":["END","\n"],"temperature":0.2,"top_p":0.9}"#)
  }

  @Test func `a seed goes by the provider's name for it`() throws {
    let body = try Self.body {
      $0.streams = false
      $0.settings.seed = 7
      $0.quirks.seedField = "random_seed"
    }
    #expect(body == #"{"messages":\#(Self.hi),"model":"gpt-x","random_seed":7}"#)
  }

  @Test func `a schema goes into the instructions where it has no field`() throws {
    let body = try Self.body {
      $0.streams = false
      $0.schema = ReplySchema(schema: .bool(true))
      $0.quirks.schema = .jsonObject
    }
    let form = "Answer with a JSON document that follows this JSON Schema: true"
    #expect(
      body == #"{"messages":[{"content":"\#(form)","role":"system"},"#
        + #"{"content":"Hi","role":"user"}],"model":"gpt-x","#
        + #""response_format":{"type":"json_object"}}"#)
    let told = try Self.body {
      $0.system = "Be brief."
      $0.schema = ReplySchema(schema: .bool(true))
      $0.quirks.schema = .jsonObject
    }
    #expect(told.contains(#""content":"Be brief.\n\n\#(form)""#))
  }

  @Test func `what the user says is escaped, not changed`() throws {
    let prompt = "\"a\"\\ \n\t\u{0}\u{1b} 日本 😀 e\u{301} </x>\u{2028}"
    let body = try OpenAIChat.body(for: ChatRequest(model: "m", prompt: prompt))
    let messages = try #require(JSONValue(body)?["messages"]?.elements)
    let text = try #require(messages.first?["content"]?.text)
    #expect(Array(text.utf8) == Array(prompt.utf8))
  }

  @Test(arguments: [Double.nan, .infinity])
  func `a number that JSON has no form for is a failure`(_ number: Double) {
    #expect(throws: ByokError.self) { try Self.body { $0.settings.temperature = number } }
  }

  @Test func `the path and the dialect have their names`() {
    #expect(OpenAIChat.path(for: ChatRequest(model: "m", prompt: "p")) == "/chat/completions")
    #expect(OpenAIChat.name == "openai-chat")
  }
}
