import ByokTestSupport
import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct AnthropicStreamTests {
  static let answers: [Recording] = [
    Recording("text", usage: [16, 3, nil, nil]),
    Recording("usage-cache", usage: [16, 9, 4, 2]),
    Recording("usage-late", usage: [24, 3, 8, nil]),
    Recording("usage-zero-later", usage: [16, 3, nil, nil]),
    Recording("thinking", reasoning: "I think", usage: [16, 3, nil, nil]),
    Recording("text-in-start", reasoning: "I think", usage: [16, 3, nil, nil]),
    Recording("two-texts", usage: [16, 3, nil, nil]),
    Recording("server-tools", usage: [16, 3, nil, nil]),
    Recording("compaction", usage: [16, 3, nil, nil], finish: .other("compaction")),
    Recording("unknown-events", usage: [16, 3, nil, nil]),
    Recording("start-twice", usage: [16, 3, nil, nil]),
    Recording("no-event-names", usage: [16, 3, nil, nil]),
    Recording("crlf", usage: [16, 3, nil, nil]),
    Recording("emoji", text: "👩‍👩‍👧 日本 e\u{301} 😀", usage: [16, 3, nil, nil]),
    Recording("wrong-types", usage: [nil, 2, nil, nil]),
    Recording("error-null", usage: [16, 3, nil, nil]),
  ]

  static let calls: [Recording] = [
    Recording(
      "tools", calls: [#"0:toolu_1:get_city({"city":"Paris"})"#, "1:toolu_2:get_time({})"],
      usage: [16, 3, nil, nil], finish: .toolCalls),
    Recording(
      "tool-input-in-start", text: "", calls: [#"0:toolu_1:f({"a":1})"#, #"1:toolu_2:g({"b":2})"#],
      usage: [16, 3, nil, nil], finish: .toolCalls),
    Recording(
      "tool-no-stop", text: "", calls: ["0:toolu_1:f({})", "1:toolu_2:g({})"],
      usage: [16, 3, nil, nil], finish: .toolCalls),
    Recording(
      "spliced", text: "", calls: [#"0:toolu_1:f({"a":1})"#, #"1:toolu_2:g({"b":2})"#],
      usage: [18, 9, nil, nil], finish: .toolCalls),
    Recording(
      "call-cut", text: "", calls: [#"0:toolu_1:f({"a":)"#], usage: [16, 1, nil, nil],
      finish: nil, failure: .endedEarly),
  ]

  static let ends: [Recording] = [
    Recording("max-tokens", usage: [16, 3, nil, nil], finish: .length),
    Recording("stop-sequence", usage: [16, 3, nil, nil]),
    Recording(
      "pause-turn", usage: [16, 3, nil, nil], finish: nil, failure: .cutOff("pause_turn")),
    Recording(
      "refusal", text: "", refusal: "This is about intrusion.", usage: [16, 3, nil, nil],
      finish: .contentFilter),
    Recording(
      "refusal-category", text: "Hel", refusal: "bio", usage: [16, 3, nil, nil],
      finish: .contentFilter),
    Recording("refusal-bare", text: "Hel", usage: [16, 3, nil, nil], finish: .contentFilter),
    Recording("no-message-stop", usage: [16, 3, nil, nil]),
    Recording("no-reason", usage: [16, 1, nil, nil], finish: nil),
    Recording("done-mark", usage: [16, 3, nil, nil]),
    Recording("ended-early", usage: [16, 1, nil, nil], finish: nil, failure: .endedEarly),
  ]

  static let failures: [Recording] = [
    Recording(
      "window-exceeded", text: "Hel", usage: [16, 3, nil, nil], finish: nil,
      failure: .contextExceeded),
    Recording(
      "error-overloaded", text: "Hel", usage: [16, 1, nil, nil], finish: nil,
      failure: .broke("overloaded_error", "error", message: "Overloaded")),
    Recording(
      "error-bare", text: "Hel", usage: [16, 1, nil, nil], finish: nil,
      failure: .broke("api_error")),
    Recording(
      "error-in-event", text: "", usage: [16, 1, nil, nil], finish: nil,
      failure: .broke()),
    Recording(
      "not-json", text: "Hel", usage: [16, 1, nil, nil], finish: nil, failure: .notJSON),
  ]

  static let all = answers + calls + ends + failures

  @Test(arguments: all) func `a recorded stream comes to what it says`(
    _ recording: Recording
  ) throws {
    try recording.expectStream(in: "anthropic", as: AnthropicMessages.self)
  }

  @Test func `a stream cut anywhere comes to the same`() throws {
    try Recording("emoji", text: "👩‍👩‍👧 日本 e\u{301} 😀", usage: [16, 3, nil, nil])
      .expectEverySplit(in: "anthropic", as: AnthropicMessages.self)
  }

  @Test func `every recorded stream is in the table`() throws {
    let names = try Fixture.names(in: try Fixture.url("anthropic"), ending: ".sse")
    #expect(Set(names) == Set(Self.all.map { "\($0.name).sse" }))
  }

  @Test func `model, id and a gateway's price are told`() throws {
    let stream = try Fixture.bytes("anthropic/usage-late.sse")
    let decoded = Decoded(stream: [stream], as: AnthropicMessages.self)
    #expect(decoded.model == "claude-x")
    #expect(decoded.id == "msg_1")
    #expect(decoded.cost == 0.5)
  }

  @Test func `text is handed on with its event, not later`() throws {
    var decoder = AnthropicMessages()
    let delta = #"{"type":"content_block_delta","delta":{"type":"text_delta","text":"Hi"}}"#
    #expect(try decoder.receive(ServerSentEvent(data: Array(delta.utf8))) == [.text("Hi")])
  }

  @Test func `a conversation that outgrew the model is too long, not broken`() {
    guard case .reported(let report) = ReplyFailure.contextExceeded else {
      Issue.record("it is not reported")
      return
    }
    #expect(report.category == .contextTooLong)
  }
}
