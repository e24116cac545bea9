import ByokKitTestSupport
import ByokTestSupport
import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct OpenAIResponsesStreamTests {
  private static let usage: [Int?] = [16, 3, 4, 1]

  static let answers: [Recording] = [
    Recording("text", usage: usage),
    Recording("reasoning-summary", reasoning: "I think\n\nMore", usage: usage),
    Recording("reasoning-text", reasoning: "I think", usage: usage),
    Recording("think-tags", reasoning: "I think", usage: usage),
    Recording("two-messages", usage: usage),
    Recording("refusal", text: "", refusal: "I cannot.", usage: usage),
    Recording("server-tools", usage: usage),
    Recording("unknown-events", usage: usage),
    Recording("queued", usage: usage),
    Recording("no-event-names", usage: usage),
    Recording("crlf", usage: usage),
    Recording("emoji", text: "👩‍👩‍👧 日本 e\u{301} 😀", usage: usage),
    Recording("no-usage"),
    Recording("wrong-types", usage: [nil, 2, nil, nil]),
    Recording("empty", text: "", usage: usage),
  ]

  /// What is reported at the end alone, or there once more.
  static let wholes: [Recording] = [
    Recording("only-done-items", usage: usage),
    Recording(
      "only-completed", reasoning: "I think", calls: ["0:call_1:f({})"], usage: usage,
      finish: .toolCalls),
    Recording("only-completed-no-thoughts-twice", reasoning: "I think", usage: usage),
    Recording("deltas-no-index", usage: usage),
  ]

  static let calls: [Recording] = [
    Recording(
      "calls", text: "",
      calls: [#"0:call_1:get_city({"city":"Paris"})"#, "1:call_2:get_time({})"], usage: usage,
      finish: .toolCalls),
    Recording(
      "calls-mixed", text: "", calls: [#"0:call_1:f({"a":1})"#, #"1:call_2:g({"b":2})"#],
      usage: usage, finish: .toolCalls),
    Recording(
      "call-no-deltas", text: "", calls: [#"0:call_1:f({"a":1})"#, #"1:call_2:g({"b":2})"#],
      usage: usage, finish: .toolCalls),
    Recording(
      "call-no-index", text: "", calls: [#"0:call_1:f({"a":1})"#], usage: usage,
      finish: .toolCalls),
    Recording(
      "call-index-again", text: "", calls: [#"0:call_1:f({"a":1})"#, #"1:call_2:g({"b":2})"#],
      usage: usage, finish: .toolCalls),
    Recording(
      "custom-call", text: "", calls: ["0:call_1:sql(SELECT 1)"], usage: usage,
      finish: .toolCalls),
  ]

  static let ends: [Recording] = [
    Recording("done-event", usage: usage),
    Recording("length", usage: usage, finish: .length),
    Recording("content-filter", text: "Hel", usage: usage, finish: .contentFilter),
    Recording("incomplete-other", usage: usage, finish: nil, failure: .cutOff("incomplete: odd")),
    Recording("incomplete-bare", usage: usage, finish: nil, failure: .cutOff("incomplete")),
    Recording("cancelled", usage: usage, finish: nil, failure: .cutOff("cancelled")),
    Recording("completed-bare"),
    Recording("no-last-event", finish: nil),
    Recording("done-mark-alone", finish: nil),
    Recording("ended-early", text: "Hello", failsWith: .endedEarly),
    Recording(
      "ended-in-reasoning", text: "", reasoning: "I think", finish: nil, failure: .endedEarly),
    Recording(
      "ended-before-item", calls: ["0:call_1:f()"], finish: nil, failure: .endedEarly),
    Recording(
      "ended-beside-item", calls: ["0:call_1:f()"], finish: nil, failure: .endedEarly),
  ]

  static let failures: [Recording] = [
    Recording("error-flat", text: "Hel", failsWith: .broke("server_error", "error")),
    Recording("error-nested", text: "Hel", failsWith: .broke("insufficient_quota", "error")),
    Recording("error-silent", text: "Hel", failsWith: .unexplained),
    Recording("error-bare", text: "Hel", failsWith: .broke("500")),
    Recording("failed", text: "Hel", failsWith: .broke("rate_limit_exceeded")),
    Recording("failed-silent", text: "Hel", failsWith: .unexplained),
    Recording("failed-bare", text: "Hel", failsWith: .unexplained),
    Recording("not-json", text: "Hel", failsWith: .notJSON),
  ]

  static let all = answers + wholes + calls + ends + failures

  @Test(arguments: all) func `a recorded stream comes to what it says`(
    _ recording: Recording
  ) throws {
    try recording.expectStream(in: "responses", as: OpenAIResponses.self)
  }

  @Test func `a stream cut anywhere comes to the same`() throws {
    try Recording("emoji", text: "👩‍👩‍👧 日本 e\u{301} 😀", usage: Self.usage)
      .expectEverySplit(in: "responses", as: OpenAIResponses.self)
  }

  @Test func `every recorded stream is in the table`() throws {
    let names = try Fixture.names(in: try Fixture.url("responses"), ending: ".sse")
    #expect(Set(names) == Set(Self.all.map { "\($0.name).sse" }))
  }

  @Test func `model and id are told`() throws {
    let stream = try Fixture.bytes("responses/text.sse")
    let decoded = Decoded(stream: [stream], as: OpenAIResponses.self)
    #expect(decoded.model == "gpt-x")
    #expect(decoded.id == "resp_1")
  }

  @Test func `text is handed on with its event, not later`() throws {
    var decoder = OpenAIResponses()
    let delta = #"{"type":"response.output_text.delta","output_index":0,"delta":"Hi"}"#
    #expect(try decoder.receive(ServerSentEvent(data: Array(delta.utf8))) == [.text("Hi")])
  }
}
