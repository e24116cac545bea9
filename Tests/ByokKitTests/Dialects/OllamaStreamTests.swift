import ByokTestSupport
import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct OllamaStreamTests {
  private static let usage: [Int?] = [26, 282, nil, nil]

  static let answers: [Recording] = [
    Recording("plain", usage: usage),
    Recording("crlf", usage: usage),
    Recording("no-last-line-end", usage: usage),
    Recording("blank-lines", usage: usage),
    Recording("thinking", reasoning: "I think", usage: usage),
    Recording("think-tags", reasoning: "I think", usage: usage),
    Recording("think-never-closed", text: "<think>I think", usage: usage),
    Recording("length", usage: usage, finish: .length),
    Recording("load", text: "", finish: .other("load")),
    Recording("unload", text: "", failsWith: .cutOff("unload")),
    Recording("no-done-reason"),
    Recording("last-with-text"),
    Recording("no-message-at-end", usage: [nil, 2, nil, nil]),
    Recording("emoji", text: "👩‍👩‍👧 日本 e\u{301} 😀", usage: usage),
    Recording("wrong-types", usage: [26, nil, nil, nil]),
    Recording("error-null", usage: usage),
    Recording(
      "tool-calls", text: "", calls: [#"0:call_1:f({"a":1})"#, "1::g({})", "2::h({})"],
      usage: usage, finish: .toolCalls),
    Recording(
      "tool-arguments-text", calls: [#"0::f({"a":1})"#], usage: usage, finish: .toolCalls),
  ]

  static let failures: [Recording] = [
    Recording("error-text", text: "Hel", failsWith: .broke()),
    Recording("error-object", text: "Hel", failsWith: .broke("c")),
    Recording("error-with-done", text: "Hel", failsWith: .broke()),
    Recording("ended-early", text: "Hello", failsWith: .endedEarly),
    Recording("not-json", text: "Hel", failsWith: .endedEarly),
    Recording("not-an-object", text: "Hel", failsWith: .notJSON),
  ]

  @Test(arguments: answers + failures)
  func `a recorded stream comes to what it says, however it is cut`(
    _ recording: Recording
  ) throws {
    try recording.expectStream(in: "ollama", as: OllamaChat.self)
  }

  @Test func `every recorded stream is in the table`() throws {
    let names = try Fixture.names(in: try Fixture.url("ollama"), ending: ".ndjson")
    #expect(Set(names) == Set((Self.answers + Self.failures).map { "\($0.name).ndjson" }))
  }

  @Test func `the model is told`() throws {
    let stream = try Fixture.bytes("ollama/plain.ndjson")
    #expect(Decoded(stream: [stream], as: OllamaChat.self).model == "m:1b")
  }
}
