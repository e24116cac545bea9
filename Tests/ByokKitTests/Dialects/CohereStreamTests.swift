import ByokTestSupport
import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct CohereStreamTests {
  private static let usage: [Int?] = [91, 11, nil, nil]

  static let answers: [Recording] = [
    Recording("plain", usage: usage),
    Recording("done-mark", usage: usage),
    Recording("only-done-mark", finish: nil),
    Recording("no-event-lines", usage: usage),
    Recording("no-blank-line", usage: usage),
    Recording("thinking", reasoning: "I think", usage: [91, 11, 64, 4]),
    Recording("text-at-start", usage: usage),
    Recording("citations", usage: usage),
    Recording("unknown-type", usage: usage),
    Recording("billed-only", usage: [8, 5, nil, nil]),
    Recording("wrong-types"),
    Recording("emoji", text: "👩‍👩‍👧 日本 e\u{301} 😀", usage: usage),
    Recording("max-tokens", usage: usage, finish: .length),
    Recording("stop-sequence", usage: usage),
    Recording("unknown-finish", usage: usage, finish: .other("NEW_REASON")),
    Recording("toxic", usage: usage, finish: .contentFilter),
    Recording("no-finish-reason", finish: nil),
    Recording(
      "tool-calls", text: "", reasoning: "I think", calls: [#"0:f_1:f({"a":1})"#, "1:g_2:g({})"],
      usage: usage, finish: .toolCalls),
    Recording(
      "tool-no-arguments", text: "", calls: ["0:f_1:f()"], usage: usage, finish: .toolCalls),
  ]

  static let failures: [Recording] = [
    Recording("error-finish", text: "Hel", finish: nil, failure: .broke("ERROR")),
    Recording(
      "timeout-finish", text: "Hel", usage: usage, finish: nil,
      failure: .cutOff("TIMEOUT")),
    Recording("error-message", text: "Hel", failsWith: .broke()),
    Recording("error-object", text: "Hel", failsWith: .broke("500", "error")),
    Recording("ended-early", text: "Hello", failsWith: .endedEarly),
    Recording("not-json", text: "Hel", failsWith: .notJSON),
    Recording("not-an-object", text: "Hel", failsWith: .endedEarly),
  ]

  @Test(arguments: answers + failures)
  func `a recorded stream comes to what it says, however it is cut`(
    _ recording: Recording
  ) throws {
    try recording.expectStream(in: "cohere", as: Cohere.self)
  }

  @Test func `every recorded stream is in the table`() throws {
    let names = try Fixture.names(in: try Fixture.url("cohere"), ending: ".sse")
    #expect(Set(names) == Set((Self.answers + Self.failures).map { "\($0.name).sse" }))
  }

  @Test func `the id is told`() throws {
    let decoded = Decoded(stream: [try Fixture.bytes("cohere/plain.sse")], as: Cohere.self)
    #expect(decoded.id == "c-1")
    #expect(decoded.model == nil)
  }
}
