import Testing

@testable import ByokKit

@Suite struct EchoTransportTests {
  private static func ask(_ request: ChatRequest) throws -> (text: String, pieces: Int) {
    let echo = try #require(Provider.builtIn.first { $0.id == "echo" })
    let exchange = ChatExchange(
      provider: echo, wire: OpenAIChat.self, transport: FakeTransport([]), clock: FakeClock().clock,
      console: try Screen().console)
    let key = ChosenKey(
      secret: try Secret(randomBytes: 0), source: .notNeeded,
      base: try BaseURL(echo.baseURL, from: "test"))
    var texts: [String] = []
    _ = try exchange.run(request, key: key) { (events) throws(ByokError) in
      for case .text(let text) in events { texts.append(text) }
    }
    return (texts.joined(), texts.count)
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
