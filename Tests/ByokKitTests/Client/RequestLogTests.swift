import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit

/// What the usage log says of requests, also of those that a signal cuts off.
@Suite struct RequestLogTests {
  private let fixture: LogFixture
  private let requests: RequestLog
  private static let provider = Provider(
    id: "example", name: "Example", baseURL: "https://a.b", dialect: OpenAIChat.self)

  init() throws {
    fixture = try LogFixture()
    requests = RequestLog(fixture.log, clock: FakeClock().clock)
    // Signals are left alone by these tests.
    _ = requests.watch()
  }

  private func begin(_ prompt: String = "12345678") -> Int? {
    var request = ChatRequest(model: "m", prompt: prompt)
    request.facts = Model(id: "m", provider: "example", name: "M")
    request.facts?.price = .usd(1, 10)
    return requests.begin(request, Self.provider, key: .environment(variable: "KEY"))
  }

  /// The lines of the log as objects.
  private var lines: [JSONValue] {
    get throws {
      try fixture.lines.filter { !$0.isEmpty }.map { try JSONValue(strict: Array($0.utf8)) }
    }
  }

  @Test func `a request under way is noted with its tokens and cost estimated`() throws {
    let number = begin()
    requests.beginAttempt(of: number)
    requests.take([.reasoning("12345"), .text("6")], of: number)
    requests.take([.refusal("no"), .finished(.stop)], of: number)
    requests.cutOff(bySignal: 2)
    let line = try #require(try lines.first)
    #expect(line["status"] == .integer(130))
    #expect(line["input_tokens"] == .integer(2))
    #expect(line["output_tokens"] == .integer(2))
    #expect(line["cost_usd"] == .number(22e-6))
    #expect(line["key"] == .string("KEY"))
    #expect(line["time"] == .string("2026-11-23T00:00:00Z"))
  }

  @Test func `what the provider has counted comes before an estimate`() throws {
    let number = begin()
    requests.beginAttempt(of: number)
    requests.take([.text("1234"), .usage(Usage(input: 100, output: 50))], of: number)
    requests.cutOff(bySignal: 15)
    let line = try #require(try lines.first)
    #expect(line["status"] == .integer(143))
    #expect(line["input_tokens"] == .integer(100))
    #expect(line["output_tokens"] == .integer(50))
  }

  @Test func `a request that was not sent is not noted`() throws {
    _ = begin()
    requests.cutOff(bySignal: 2)
    #expect(try !fixture.log.isThere)
  }

  @Test func `a request whose last attempt failed is noted, and costs nothing`() throws {
    let number = begin()
    requests.beginAttempt(of: number)
    requests.endAttempt(of: number)
    requests.cutOff(bySignal: 2)
    let line = try #require(try lines.first)
    #expect(line["status"] == .integer(130))
    #expect(line["input_tokens"] == nil && line["cost_usd"] == nil)
  }

  @Test func `a reply of which something came costs something after its end`() throws {
    let number = begin()
    requests.beginAttempt(of: number)
    requests.take([.text("1234")], of: number)
    requests.endAttempt(of: number)
    requests.cutOff(bySignal: 2)
    #expect(try lines.first?["output_tokens"] == .integer(1))
  }

  @Test func `each request is noted once`() throws {
    let (ended, open, forgotten) = (begin(), begin(), begin())
    for number in [ended, open, forgotten] { requests.beginAttempt(of: number) }
    requests.forget(forgotten)
    requests.end(ended, Usage(input: 1, output: 1), status: 0) { _ in }
    for _ in 0..<2 { requests.cutOff(bySignal: 2) }
    requests.end(open, Usage(input: 1, output: 1), status: 0) { _ in }
    #expect(try lines.map { $0["status"] } == [.integer(0), .integer(130)])
  }
}

extension UsageLog {
  fileprivate var isThere: Bool { get throws { try LogLines(self) != nil } }
}
