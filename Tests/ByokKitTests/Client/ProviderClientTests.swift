import ByokTestSupport
import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit

@Suite struct ProviderClientTests {
  typealias Answer = FakeTransport.Answer

  @Test func `a request says what it sends, and carries the key beside it`() throws {
    let asking = try Asking([.says("Hello")])
    #expect(asking.text == "Hello")
    #expect(asking.failure == nil)
    let asked = try #require(asking.asked.first)
    #expect(asked.request.method == "POST")
    #expect(asked.request.url == "https://api.example.com/v1/chat/completions")
    #expect(asked.request.timeout == 1800)
    #expect(
      asked.request.headers.map { "\($0.name): \($0.value)" } == [
        "Content-Type: application/json", "Accept: text/event-stream", "User-Agent: byok/0.1.0",
      ])
    #expect(asked.keyLine == "Authorization: Bearer \(Asking.key)\0")
    #expect(asked.body.contains(#""content":"Hi""#))
    #expect(!asked.body.contains(Asking.key))
  }

  @Test func `a request for one piece accepts JSON`() throws {
    let whole = #"{"choices":[{"message":{"content":"Hello"},"finish_reason":"stop"}]}"#
    var request = ChatRequest(model: "m", prompt: "Hi")
    request.streams = false
    let asking = try Asking([.status(200, whole)], request: request)
    #expect(asking.text == "Hello")
    #expect(
      asking.asked.first?.request.headers.contains { $0 == ("Accept", "application/json") } == true)
  }

  @Test func `without a key there is no header line`() throws {
    let asking = try Asking([.says("Hello")], base: "http://localhost:1/v1", key: "")
    #expect(asking.asked.first?.keyLine == "")
  }

  @Test(arguments: ["x-request-id", "request-id", "cf-ray"])
  func `the provider's name for the request is kept`(_ header: String) throws {
    var answer = Answer.says("Hello")
    answer.head?.headers.append(.init(name: header, value: "req-1\u{1b}"))
    #expect(try Asking([answer]).requestID == #"req-1\u{1b}"#)
  }

  @Test func `a request that the end of its batch holds back is neither sent nor noted`() throws {
    let (folder, clock, transport) = (try TemporaryFolder(), FakeClock(), FakeTransport([]))
    let path = folder.path("usage.jsonl")
    let screen = try Screen()
    var session = ClientSession(
      Session(
        console: screen.console, environment: Environment([:]), clock: clock.clock,
        transport: transport), log: UsageLog(path: FilePath(path)))
    let ended = Latch()
    ended.open()
    session.limiter = RateLimiter(workers: 1, clock: clock.clock, ended: ended) { _ in }
    let provider = Provider(
      id: "example", name: "Example", baseURL: "https://api.example.com", dialect: OpenAIChat.self)
    let key = try ChosenKey(noneAt: BaseURL("https://api.example.com", from: "test"))
    let result = ProviderClient(provider, nil, session)
      .chat(ChatRequest(model: "m", prompt: "Hi"), key: key, to: NoSink())
    #expect(result.failure?.code == .batchEnded)
    #expect(transport.asked.isEmpty)
    #expect(!fileExists(path))
  }

  // MARK: Trying again

  @Test(arguments: [408, 409, 425, 429, 500, 502, 503, 504, 520, 529])
  func `a passing failure is tried again`(_ status: Int) throws {
    let asking = try Asking([.status(status, "busy"), .says("Hello")])
    #expect(asking.text == "Hello")
    #expect(asking.failure == nil)
    #expect(asking.count == 2)
    #expect(asking.waits.count == 1)
    #expect(asking.errors.contains("trying again in"))
    #expect(asking.errors.contains("(1 of 3)"))
  }

  @Test(arguments: [300, 400, 401, 402, 403, 404, 405, 410, 413, 415, 422, 451])
  func `a failure that stays is not`(_ status: Int) throws {
    let asking = try Asking([.status(status, "no"), .says("Hello")])
    #expect(asking.text == "")
    #expect(asking.failure != nil)
    #expect(asking.count == 1)
    #expect(asking.waits == [])
  }

  @Test(arguments: [TransportFailure.Cause.network, .timeout])
  func `a connection that failed before the request was sent is tried again`(
    _ cause: TransportFailure.Cause
  ) throws {
    let asking = try Asking([.fails(cause), .fails(cause), .says("Hello")])
    #expect(asking.text == "Hello")
    #expect(asking.waits.count == 2)
  }

  @Test(arguments: [TransportFailure.Cause.network, .timeout, .cutOff, .tooLarge, .unusable])
  func `one that died behind the request is not`(_ cause: TransportFailure.Cause) throws {
    let asking = try Asking([.fails(cause, wasSent: true), .says("Hello")])
    #expect(asking.failure != nil)
    #expect(asking.count == 1)
  }

  @Test(
    arguments: [
      (.network, .network), (.timeout, .network), (.cutOff, .provider), (.tooLarge, .provider),
      (.unusable, .failure),
    ] as [(TransportFailure.Cause, ByokError.Kind)])
  func `what went wrong on the way has its status`(
    _ cause: TransportFailure.Cause, _ kind: ByokError.Kind
  ) throws {
    let failure = try #require(try Asking([.fails(cause, wasSent: true)]).failure)
    #expect(failure.kind == kind)
    #expect(failure.message.hasSuffix("it failed"))
  }

  @Test func `nothing is tried again behind output`() throws {
    let piece = #"{"choices":[{"delta":{"content":"Hel"}}]}"#
    let busy = #"{"error":{"message":"busy","code":503}}"#
    let asking = try Asking([.events(piece, busy), .says("Hello")])
    #expect(asking.text == "Hel")
    #expect(asking.failure?.kind == .provider)
    #expect(asking.count == 1)
  }

  @Test func `a connection cut behind output is not tried again`() throws {
    let cut = TransportFailure(cause: .network, message: "it failed")
    let asking = try Asking(
      [.events(#"{"choices":[{"delta":{"content":"Hel"}}]}"#, failure: cut), .says("Hello")])
    #expect(asking.text == "Hel")
    #expect(asking.failure?.kind == .network)
    #expect(asking.count == 1)
  }

  @Test func `a connection that dies behind the reply's end takes nothing from it`() throws {
    var answer = Answer.says("Hello")
    answer.failure = TransportFailure(cause: .cutOff, message: "it failed", wasSent: true)
    let asking = try Asking([answer])
    #expect(asking.text == "Hello")
    #expect(asking.failure == nil)
  }

  @Test func `nor from a failure that the provider had told of`() throws {
    let cut = TransportFailure(cause: .cutOff, message: "it failed", wasSent: true)
    let ended = #"{"choices":[{"delta":{"content":"Hel"},"finish_reason":"abort"}]}"#
    let asking = try Asking([.events(ended, failure: cut)])
    #expect(asking.text == "Hel")
    #expect(
      asking.failure?.message == "Example closed the stream before the reply was complete: abort")
    var refusal = Answer.status(401, #"{"error":{"message":"no such key"}}"#)
    refusal.failure = cut
    #expect(try Asking([refusal]).failure?.kind == .keyRejected)
  }

  @Test func `a busy provider before any output is tried again, also inside of HTTP 200`() throws {
    let asking = try Asking([
      .events(#"{"error":{"message":"Overloaded","type":"overloaded_error"}}"#), .says("Hello"),
    ])
    #expect(asking.text == "Hello")
    #expect(asking.waits.count == 1)
  }

  @Test(arguments: [402, 429, 403, 500, 200])
  func `exhausted quota is never tried again`(_ status: Int) throws {
    let body =
      #"{"error":{"message":"You exceeded your current quota","code":"insufficient_quota"}}"#
    let asking = try Asking([.status(status, body, ["x-should-retry": "true"]), .says("Hello")])
    #expect(asking.failure?.kind == .limited)
    #expect(asking.count == 1)
  }

  @Test func `a stream that ends early is not tried again`() throws {
    let asking = try Asking([.events(""), .says("Hello")])
    #expect(asking.failure?.message == "Example closed the stream before the reply was complete")
    #expect(asking.failure?.hints == ["the reply is incomplete: ask again"])
    #expect(asking.count == 1)
  }

  @Test(arguments: [0, 1, 3, 5])
  func `it is tried again as often as asked for, and no more`(_ retries: Int) throws {
    let asking = try Asking(
      [Answer](repeating: .status(503, "busy"), count: 9), retries: retries)
    #expect(asking.failure?.kind == .provider)
    #expect(asking.count == retries + 1)
    #expect(asking.waits.count == retries)
  }

  @Test(arguments: [
    (429, "false", 1), (503, "false", 1), (400, "true", 2), (503, "true", 2), (401, "true", 1),
    (404, "true", 1), (302, "true", 1), (503, "maybe", 2),
  ])
  func `x-should-retry decides, but cannot repair a key`(
    _ status: Int, _ word: String, _ count: Int
  ) throws {
    let asking = try Asking([.status(status, "no", ["x-should-retry": word]), .says("Hello")])
    #expect(asking.count == count)
  }

  @Test func `stream options that are refused are left out, once`() throws {
    let refusal = Answer.status(400, #"{"error":{"message":"Unknown field: stream_options"}}"#)
    let asking = try Asking([refusal, .says("Hello")])
    #expect(asking.text == "Hello")
    #expect(asking.waits == [])
    #expect(asking.asked.map { $0.body.contains("stream_options") } == [true, false])
    let again = try Asking([refusal, refusal, .says("Hello")])
    #expect(again.failure?.kind == .failure)
    #expect(again.count == 2)
  }

  @Test func `leaving them out costs no retry`() throws {
    let refusal = Answer.status(422, #"{"detail":"stream_options: extra fields not permitted"}"#)
    let asking = try Asking([refusal, .status(503, "busy"), .says("Hello")], retries: 1)
    #expect(asking.text == "Hello")
  }

  @Test func `who cannot take the reply ends the exchange`() throws {
    let full = ByokError(.failure, "cannot write the output: it is full")
    let (transport, screen) = (FakeTransport([.says("Hello"), .says("Hello")]), try Screen())
    let provider = Provider(id: "x", name: "X", baseURL: "", dialect: OpenAIChat.self)
    let session = Session(
      console: screen.console, environment: Environment([:]), clock: FakeClock().clock,
      transport: transport)
    let client = ProviderClient(provider, nil, ClientSession(session))
    let key = ChosenKey(
      secret: try Secret(randomBytes: 0), source: .notNeeded,
      base: try BaseURL("https://a.b", from: "test"))
    let sink = ClosureSink { (_) throws(ByokError) in throw full }
    let result = client.chat(ChatRequest(model: "m", prompt: "p"), key: key, to: sink)
    #expect(result.failure?.message == full.message)
    #expect(transport.asked.count == 1)
  }
}
