import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit

@Suite struct ProviderProblemTests {
  private static func body(_ hint: String) -> String {
    #"{"error":{"message":"Rate limit reached. Please try again in 4.5s.",\#(hint)"type":"requests"}}"#
  }

  private static let inBody = #""metadata":{"retry_after_seconds":3},"#

  @Test(
    arguments: [
      (["retry-after-ms": "1500", "retry-after": "7"], inBody, 1.5),
      (["retry-after": "7"], inBody, 7),
      (["retry-after": "Mon, 23 Nov 2026 00:00:09 GMT"], inBody, 9),
      (["retry-after": "Sun, 22 Nov 2026 00:00:00 GMT"], inBody, 0),
      (["retry-after": "soon"], inBody, 3),
      ([:], inBody, 3),
      ([:], "", 4.5),
      (["retry-after": "60"], "", 60),
    ] as [([String: String], String, Double)])
  func `the wait that is asked for is kept, header before body`(
    _ headers: [String: String], _ hint: String, _ wait: Double
  ) throws {
    let asking = try Asking([.status(429, Self.body(hint), headers), .says("Hello")])
    #expect(asking.waits == [wait])
    #expect(asking.text == "Hello")
  }

  @Test(arguments: [
    (498, "Flex tier full", "capacity_exceeded", 2), (498, "no", "x", 1),
    (500, "Context size has been exceeded.", "server_error", 1),
    (200, "Too many tokens, please wait", "throttlingException", 2),
    (400, "Throttling: too many tokens", "x", 2), (200, "no", "bio_policy", 1),
    (200, "no", "image_too_small", 1),
  ])
  func `only what waiting helps against is sent again`(
    _ status: Int, _ words: String, _ code: String, _ count: Int
  ) throws {
    let body = #"{"error":{"message":"\#(words)","code":"\#(code)"}}"#
    let answer = status == 200 ? FakeTransport.Answer.events(body) : .status(status, body)
    #expect(try Asking([answer, .says("Hello")]).count == count)
  }

  @Test func `where none is asked for the waits grow and are capped`() throws {
    let asking = try Asking(
      [FakeTransport.Answer](repeating: .status(503, "busy"), count: 20), retries: 12)
    let longest = [0.5, 1, 2, 4] + [Double](repeating: 8, count: 8)
    #expect(asking.waits.count == longest.count)
    for (wait, longest) in zip(asking.waits, longest) {
      #expect((longest / 2...longest).contains(wait))
    }
  }

  @Test func `a backoff is never longer than 8 s, however often it is asked for`() {
    for attempt in [0, 5, 11, 100, .max] {
      #expect(ProviderProblem.backoff(attempt: attempt) <= 8)
    }
  }

  @Test(
    arguments: [
      (["retry-after": "61"], "", "61 s"), (["retry-after": "7500"], "", "2 h 5 min"),
      (["retry-after-ms": "60001"], "", "61 s"),
      (["retry-after": "Mon, 23 Nov 2026 01:00:00 GMT"], "", "1 h"),
      ([:], #""availability":{"retry_after":120},"#, "2 min"),
      ([:], #""details":[{"retryDelay":"90.5s"}],"#, "1 min 31 s"),
      ([:], #""details":[{"retryDelay":"99999999999999999999s"}],"#, "11574 d 2 h"),
    ] as [([String: String], String, String)])
  func `a longer wait fails at once and says how long it is`(
    _ headers: [String: String], _ hint: String, _ span: String
  ) throws {
    for status in [429, 503] {
      let asking = try Asking([.status(status, Self.body(hint), headers), .says("Hello")])
      #expect(asking.count == 1)
      #expect(asking.waits == [])
      #expect(asking.failure?.hints == ["try again in \(span)"])
      #expect(asking.failure?.provider?.retryAfter != nil)
    }
  }

  @Test func `a wait below zero is none`() throws {
    let hint = #""metadata":{"retry_after_seconds":-3},"#
    let asking = try Asking([.status(429, Self.body(hint)), .says("Hello")])
    #expect(asking.waits == [4.5])
  }

  @Test func `a wait without end is none`() throws {
    let forever = String(repeating: "9", count: 400)
    let body = #"{"error":{"message":"Please try again in \#(forever)s."}}"#
    let asking = try Asking([.status(429, body), .says("Hello")])
    #expect(asking.waits.allSatisfy { $0 <= 8 })
    #expect(asking.text == "Hello")
  }
}
