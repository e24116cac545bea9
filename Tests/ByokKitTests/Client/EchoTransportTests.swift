import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit

@Suite struct EchoTransportTests {
  private static func asked(
    _ request: ChatRequest, _ texts: Pieces
  ) throws -> ChatResult {
    let echo = try #require(Provider.builtIn.first { $0.isOffline })
    let session = Session(
      console: try Screen().console, environment: Environment([:]), clock: FakeClock().clock,
      transport: FakeTransport([]))
    let client = ProviderClient(echo, nil, ClientSession(session))
    let key = ChosenKey(
      secret: try Secret(randomBytes: 0), source: .notNeeded,
      base: try BaseURL(echo.baseURL, from: "test"))
    let result = client.chat(request, key: key, to: texts)
    if let failure = result.failure { throw failure }
    return result
  }

  private static func ask(_ request: ChatRequest) throws -> (text: String, pieces: Int) {
    let texts = Pieces()
    _ = try asked(request, texts)
    return (texts.all.joined(), texts.all.count)
  }

  @Test(arguments: ["hello", "one two\nthree ", "日本 👩‍👧 e\u{301}", "\"\\\u{0}\u{1b}", " ", "a\r\nb"])
  func `the answer is the prompt, streamed or not`(_ prompt: String) throws {
    for streams in [true, false] {
      var request = ChatRequest(model: "echo", prompt: prompt)
      request.streams = streams
      request.system = "ignored"
      #expect(Array(try Self.ask(request).text.utf8) == Array(prompt.utf8))
    }
  }

  @Test func `a conversation with calls of tools is answered, too`() throws {
    var request = ChatRequest(model: "echo", messages: ToolConversation.messages)
    request.messages[1].parts.removeFirst()
    #expect(try Self.ask(request).text == "Which?")
    request.messages[2].parts.removeLast()
    let answer = "one\n[shot.png: image/png, 4 bytes, not shown]\nError: no repository"
    #expect(try Self.ask(request).text == answer)
  }

  private static func calls(_ prompt: String, streams: Bool, tools: Bool = true) throws -> ChatReply
  {
    var request = ChatRequest(model: "echo", prompt: prompt)
    request.streams = streams
    if tools { request.tools = ToolConversation.tools }
    return try asked(request, Pieces()).reply
  }

  @Test(arguments: [true, false])
  func `lines of a prompt call tools where these are offered`(_ streams: Bool) throws {
    let prompt = "Look:\n#call git/show {\"id\": 1}\n#call git/a.b\n#call git__log {}\n#calls"
    let reply = try Self.calls(prompt, streams: streams)
    #expect(
      reply.toolCalls.map { "\($0.id) \($0.name) \($0.arguments)" } == [
        #"call_1 git__show {"id": 1}"#, "call_2 \(ToolName.of("a.b", server: "git")) {}",
        "call_3 git__log {}",
      ])
    #expect(reply.finishReason == .toolCalls)
    #expect(reply.hasVisibleText)
    let plain = try Self.calls(prompt, streams: streams, tools: false)
    #expect(plain.toolCalls.isEmpty)
    #expect(plain.finishReason == .stop)
  }

  @Test func `a stream comes word by word`() throws {
    #expect(try Self.ask(ChatRequest(model: "echo", prompt: "one two three")).pieces == 3)
  }

  @Test func `a long word comes in pieces`() throws {
    let prompt = String(repeating: "x", count: 5000)
    let answer = try Self.ask(ChatRequest(model: "echo", prompt: prompt))
    #expect(answer.text == prompt)
    #expect(answer.pieces == 5)
  }
}

/// Keeps the pieces of a reply's text.
private final class Pieces: ReplySink {
  private(set) var all: [String] = []

  func take(_ events: [StreamEvent]) {
    for case .text(let text) in events { all.append(text) }
  }
}
