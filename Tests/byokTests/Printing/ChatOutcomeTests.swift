import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit
@testable import byok

@Suite struct ChatOutcomeTests {
  private struct Result {
    var output = ""
    var errors = ""
    var failure: ByokError?
  }

  private static func run(
    _ answers: [FakeTransport.Answer], json: Bool = false, maxTokens: Int? = nil,
    dialect: any Dialect.Type = OpenAIChat.self
  ) throws -> Result {
    let (screen, clock) = (try Screen(), FakeClock().clock)
    let provider = Provider(
      id: "example", name: "Example", baseURL: "https://a.b", dialect: dialect)
    var request = ChatRequest(model: "m", prompt: "Hi")
    request.settings.maxTokens = maxTokens
    let session = Session(
      console: screen.console, environment: Environment([:]), clock: clock,
      transport: FakeTransport(answers))
    let client = ProviderClient(provider, dialect, ClientSession(session))
    let printer = ReplyPrinter(screen.console, ChatOutput(isJSON: json))
    let key = ChosenKey(
      secret: try Secret(randomBytes: 0), source: .notNeeded,
      base: try BaseURL("https://a.b", from: "test"))
    var result = Result()
    result.failure =
      printer.conclude(
        TurnLoop(client).run(request, key: key, to: printer), now: 0
      ).failure
    (result.output, result.errors) = (screen.output, screen.errors)
    return result
  }

  private static func ends(_ reason: String) -> FakeTransport.Answer {
    .events(
      #"{"choices":[{"delta":{"content":"Hel"}}]}"#,
      #"{"choices":[{"delta":{},"finish_reason":"\#(reason)"}]}"#)
  }

  @Test func `a reply is printed and its line ended`() throws {
    let result = try Self.run([.says("Hello")])
    #expect(result.output == "Hello\n")
    #expect(result.errors == "")
    #expect(result.failure == nil)
  }

  @Test func `as JSON it is one object`() throws {
    let result = try Self.run([.says("Hello")], json: true)
    let document = try #require(JSONValue(Array(result.output.utf8)))
    #expect(document["text"] == .string("Hello"))
    #expect(document["finish_reason"] == .string("stop"))
    #expect(result.output.hasSuffix("}\n"))
    #expect(result.failure == nil)
  }

  @Test(
    arguments: [
      ("content_filter", .blocked, "Example's safety system stopped the reply"),
      ("length", .truncated, "the reply hit Example's limit of tokens and is cut off"),
    ] as [(String, ByokError.Kind, String)])
  func `a reply that is cut off is printed, and a failure`(
    _ reason: String, _ kind: ByokError.Kind, _ message: String
  ) throws {
    let result = try Self.run([Self.ends(reason)])
    #expect(result.output == "Hel\n")
    #expect(result.failure?.kind == kind)
    #expect(result.failure?.message == message)
  }

  @Test func `what the provider says of an end is told`() throws {
    let said = try Self.run(
      [.events(#"{"promptFeedback":{"blockReason":"OTHER","blockReasonMessage":"No\nway"}}"#)],
      dialect: Gemini.self)
    #expect(said.failure?.kind == .blocked)
    #expect(
      said.failure?.message
        == "Example's safety system stopped the reply: it blocked the prompt for other: No way")
    let other = try Self.run(
      [.events(#"{"candidates":[{"finishReason":"NEW","finishMessage":"Tired."}]}"#)],
      dialect: Gemini.self)
    #expect(
      other.errors
        == "byok: the reply is empty\nbyok: the reply ended with the reason 'NEW': Tired.\n")
    #expect(other.failure == nil)
  }

  @Test(
    arguments: [
      (#"{"content":""}"#, "the reply is empty"), (#"{"content":" \n"}"#, "the reply is empty"),
      (
        #"{"content":null,"reasoning_content":"Hm."}"#,
        "the reply contains only reasoning"
      ),
      (
        #"{"content":"","images":[{"type":"image_url"}]}"#,
        "the reply has content that byok does not show: image"
      ),
      (
        #"{"content":"Look:","images":[{}],"audio":{"data":"a"}}"#,
        "the reply has content that byok does not show: image and audio"
      ),
    ])
  func `a reply without text says what it has instead`(
    _ message: String, _ note: String
  ) throws {
    let result = try Self.run([
      .events(#"{"choices":[{"message":\#(message),"finish_reason":"stop"}]}"#)
    ])
    #expect(result.errors == "byok: \(note)\n")
    #expect(result.failure == nil)
  }

  @Test func `other dialects' replies without text say it too`() throws {
    let image = #"{"inlineData":{"mimeType":"image/png","data":"aaaa"}}"#
    for (parts, note) in [
      (image, "the reply has content that byok does not show: image"),
      (
        #"{"text":"Hm.","thought":true}"#, "the reply contains only reasoning"
      ), ("", "the reply is empty"),
    ] {
      let reply = #"{"candidates":[{"content":{"parts":[\#(parts)]},"finishReason":"STOP"}]}"#
      #expect(try Self.run([.events(reply)], dialect: Gemini.self).errors == "byok: \(note)\n")
    }
    let picture =
      #"{"status":"completed","output":[{"type":"image_generation_call","result":"a"}]}"#
    #expect(
      try Self.run([.events(picture)], dialect: OpenAIResponses.self).errors
        == "byok: the reply has content that byok does not show: image\n")
  }

  @Test(arguments: [nil, 100_000])
  func `a reply that would go on is not all of it`(_ limit: Int?) throws {
    let reply =
      #"{"candidates":[{"content":{"parts":[{"text":"Hel"}]},"finishReason":"CONTINUATION"}]}"#
    let result = try Self.run([.events(reply)], maxTokens: limit, dialect: Gemini.self)
    #expect(result.output == "Hel\n")
    #expect(result.failure?.kind == .truncated)
  }

  @Test func `a limit that the user set is no failure`() throws {
    let result = try Self.run([Self.ends("length")], maxTokens: 1)
    #expect(result.failure == nil)
    #expect(result.errors == "byok: the reply ended at --max-tokens\n")
  }

  @Test func `an end of another name is told`() throws {
    let result = try Self.run([Self.ends(#"odd\u001b"#)])
    #expect(result.failure == nil)
    #expect(result.errors.contains("the reply ended with the reason 'odd"))
    #expect(!result.errors.contains("\u{1b}"))
  }

  @Test func `a refusal is a failure, behind the text that came before`() throws {
    let result = try Self.run([
      .events(
        #"{"choices":[{"delta":{"content":"Well"}}]}"#,
        #"{"choices":[{"delta":{"refusal":"I cannot."},"finish_reason":"stop"}]}"#)
    ])
    #expect(result.output == "Well\n")
    #expect(result.failure?.kind == .blocked)
    #expect(result.failure?.message == "the model declined: I cannot.")
  }

  @Test func `calls of tools are told and no failure`() throws {
    let call = #"{"index":0,"id":"c","function":{"name":"f","arguments":"{}"}}"#
    let result = try Self.run([
      .events(
        #"{"choices":[{"delta":{"content":"Hel","tool_calls":[\#(call)]}}]}"#,
        #"{"choices":[{"delta":{},"finish_reason":"tool_calls"}]}"#)
    ])
    #expect(result.output == "Hel\n")
    #expect(result.failure == nil)
    #expect(result.errors == "byok: the reply calls tools that byok did not offer: f\n")
  }

  @Test func `what came before a failure stays, in JSON too`() throws {
    let cut = FakeTransport.Answer.events(#"{"choices":[{"delta":{"content":"Hel"}}]}"#)
    let plain = try Self.run([cut])
    #expect(plain.output == "Hel\n")
    #expect(plain.failure?.kind == .provider)
    let json = try Self.run([cut], json: true)
    #expect(json.output == "")
    #expect(json.failure?.partialResult?["text"] == .string("Hel"))
  }

  @Test func `a failure without a reply has none in JSON either`() throws {
    let failure = try Self.run([.status(401, "no")], json: true).failure
    #expect(failure?.kind == .keyRejected)
    #expect(failure?.partialResult == nil)
  }
}
