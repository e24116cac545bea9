import Glibc
import Synchronization
import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit

/// What the library sends, and what it leaves alone.
@Suite struct ByokRequestTests {
  private static let answer = FakeTransport.Answer.events(
    #"{"model":"llama","choices":[{"delta":{"reasoning":"Hm","content":"Hello"}}]}"#,
    #"{"choices":[{"delta":{},"finish_reason":"stop"}],"#
      + #""usage":{"prompt_tokens":1000,"completion_tokens":2000}}"#, "[DONE]")

  private let store: StoreFixture

  init() throws {
    store = try StoreFixture()
    try store.add(
      "groq/work", "gsk_sealed-0123456789-abcd", base: "https://api.groq.com/openai/v1")
  }

  private func session(_ transport: FakeTransport) -> Session {
    Session(
      console: .silent, environment: store.environment, clock: FakeClock().clock,
      transport: transport)
  }

  @Test func `a request carries the sealed key, and its reply says what it took`() throws {
    let transport = FakeTransport([Self.answer])
    var events: [Byok.Event] = []
    let reply = try Byok(session(transport)).ask("groq/openai/gpt-oss-120b", "Hi") {
      events.append($0)
    }
    let asked = try #require(transport.asked.first)
    #expect(asked.keyLine == "Authorization: Bearer gsk_sealed-0123456789-abcd\0")
    #expect(asked.request.url == "https://api.groq.com/openai/v1/chat/completions")
    #expect((reply.text, reply.model, reply.provider) == ("Hello", "llama", "groq"))
    #expect((reply.key, reply.finishReason) == ("work", .stop))
    #expect((reply.usage.input, reply.usage.output) == (1000, 2000))
    #expect(reply.usage.cost != nil)
    #expect(events == [.reasoning("Hm"), .text("Hello")])
    let log = try readFile(try store.locations.usageLog().text, limit: 4096)
    #expect(String(decoding: log, as: UTF8.self).contains(#""key":"work""#))
  }

  @Test func `signals are the program's own while a request is under way`() throws {
    let held = Log<Bool>()
    let transport = FakeTransport { _ in
      held.add(Self.hold(nil))
      return Self.answer
    }
    // Threads of the test's pool hold all signals back.
    let before = Self.hold(false)
    defer { Self.hold(before) }
    try Byok(session(transport)).ask("groq/openai/gpt-oss-120b", "Hi")
    #expect(held.all == [false])
  }

  @Test func `what a person would be told is a note`() throws {
    let notes = Log<String>()
    let transport = FakeTransport([.status(503, "busy"), Self.answer])
    let byok = Byok(session(transport)) { notes.add($0) }
    try byok.ask("groq/openai/gpt-oss-120b", "Hi")
    #expect(notes.all.count == 1)
    #expect(notes.all.first?.hasSuffix("(1 of 3)") == true)
  }

  @Test func `the next of several models is asked where one cannot answer`() throws {
    let transport = FakeTransport([.status(404, #"{"error":{"code":"model_not_found"}}"#)])
    let reply = try Byok(session(transport)).ask("groq/openai/gpt-oss-120b,echo/echo", "Hi")
    #expect((reply.text, reply.provider) == ("Hi", "echo"))
  }

  @Test func `a request that may cost too much is not sent`() throws {
    let transport = FakeTransport([])
    var options = Byok.Options()
    options.maxCost = 0.000_000_1
    let failure = #expect(throws: ByokError.self) {
      try Byok(session(transport)).ask("groq/openai/gpt-oss-120b", "Hi", options)
    }
    #expect(failure?.kind == .failure)
    #expect(transport.asked.isEmpty)
  }

  /// Changes whether SIGINT is held back from this thread; `nil` leaves it.
  ///
  /// - Returns: Whether it was held back.
  @discardableResult
  private static func hold(_ isHeld: Bool?) -> Bool {
    var (signals, before) = (sigset_t(), sigset_t())
    unsafe sigemptyset(&signals)
    if isHeld != nil { unsafe sigaddset(&signals, SIGINT) }
    unsafe pthread_sigmask(isHeld == false ? SIG_UNBLOCK : SIG_BLOCK, &signals, &before)
    return unsafe sigismember(&before, SIGINT) == 1
  }

  /// What closures of other threads note.
  private final class Log<Item: Sendable>: Sendable {
    private let items = Mutex<[Item]>([])

    var all: [Item] { items.withLock { $0 } }

    func add(_ item: Item) { items.withLock { $0.append(item) } }
  }
}
