import ByokTestSupport
import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct OpenAIStreamTests {
  static let answers: [Recording] = [
    Recording("usage-own-chunk", usage: [16, 3, 4, 1]),
    Recording("usage-finish-chunk", usage: [16, 3, nil, nil]),
    Recording("usage-groq", usage: [16, 3, nil, nil]),
    Recording("usage-null"),
    Recording("usage-cost", usage: [16, 3, nil, nil]),
    Recording("usage-deepseek", reasoning: "Hm", usage: [16, 3, 8, nil]),
    Recording("azure"),
    Recording("perplexity", usage: [16, 3, nil, nil]),
    Recording("reasoning-content", reasoning: "I think"),
    Recording("reasoning", reasoning: "I think"),
    Recording("mistral-thinking", reasoning: "I think", usage: [16, 3, nil, nil]),
    Recording("think-tags", reasoning: "I think"),
    Recording("think-never-closed", text: "<think>I think"),
    Recording("refusal", text: "", refusal: "I cannot."),
    Recording("several-choices"),
    Recording("padded"),
    Recording("crlf"),
    Recording("emoji", text: "👩‍👩‍👧 日本 e\u{301} 😀"),
    Recording("cloudflare", text: #"{"city":"Paris","n":[1,null]}"#),
    Recording("wrong-types", usage: [nil, 2, nil, nil]),
    Recording("error-null"),
    Recording("reasoning-details", reasoning: "I think"),
    Recording("reasoning-both", reasoning: "I think"),
    Recording("minimax-fine"),
  ]

  static let calls: [Recording] = [
    Recording(
      "tool-split", text: "",
      calls: [#"0:call_1:get_city({"city":"Paris"})"#, "1:call_2:get_time({})"],
      finish: .toolCalls),
    Recording("tool-whole", calls: [#"0:call_1:f({"a":1})"#], finish: .toolCalls),
    Recording("tool-name-again", text: "", calls: ["0:call_1:f({})"], finish: .toolCalls),
    Recording("tool-no-id", text: "", calls: ["0::f({})"], finish: .toolCalls),
    Recording(
      "tool-no-index", text: "", calls: ["0:call_1:f({})", #"1:call_2:g({"b":[1]})"#],
      finish: .toolCalls),
    Recording(
      "tool-no-index-chunks", text: "", calls: [#"0:call_1:f({"a":1} )"#, "1:call_2:g({})"],
      finish: .toolCalls),
    Recording(
      "tool-no-index-no-id", text: "", calls: ["0::f({})", "1::f({})"], finish: .toolCalls),
    Recording(
      "tool-index-again", text: "", calls: ["0:call_1:f({})", "1:call_2:g({})"],
      finish: .toolCalls),
    Recording("tool-id-changes", text: "", calls: ["0:call_9:f({})"], finish: .toolCalls),
    Recording("tool-id-later", text: "", calls: ["0:call_1:f({})"], finish: .toolCalls),
    Recording("function-call", text: "", calls: ["0::f({})"], finish: .toolCalls),
  ]

  static let ends: [Recording] = [
    Recording("no-done"),
    Recording("no-done-usage-after", usage: [16, 3, nil, nil]),
    Recording("no-finish-reason", finish: nil),
    Recording("no-blank-line"),
    Recording("empty-finish-reason", finish: nil),
    Recording("after-done"),
    Recording("length", finish: .length),
    Recording("mistral-length", finish: .length),
    Recording("content-filter", finish: .contentFilter),
    Recording("sensitive", text: "Hel", finish: .contentFilter),
    Recording("other-finish", text: "Hello", failsWith: .cutOff("insufficient_system_resource")),
    Recording("ended-early", text: "Hello", failsWith: .endedEarly),
  ]

  static let failures: [Recording] = [
    Recording("error-object", text: "Hel", failsWith: .broke("server_error")),
    Recording(
      "error-string", text: "Hel", failsWith: .broke("The service is currently unavailable")),
    Recording("error-with-finish", text: "Hel", failsWith: .broke("502", "provider_unavailable")),
    Recording("error-null-finish", text: "Hel", failsWith: .broke("400")),
    Recording(
      "error-finish-alone", text: "Hel",
      failsWith: .broke(message: "the provider ended the reply with an error")),
    Recording(
      "error-event", text: "Hel",
      failsWith: .broke("tool_use_failed", "invalid_request_error", "400")),
    Recording("error-event-bare", text: "Hel", failsWith: .broke("500")),
    Recording("error-typed", text: "Hel", failsWith: .broke("error")),
    Recording(
      "window-exceeded", text: "<think>Hel", usage: [16, 3, nil, nil], finish: nil,
      failure: .contextExceeded),
    Recording(
      "network-error", text: "Hel",
      failsWith: .broke("network_error", message: "it ended with network_error")),
    Recording("error-minimax-late", text: "Hel", failsWith: .broke("1027")),
    Recording("error-minimax", text: "", failsWith: .broke("1004")),
    Recording("not-json", text: "Hel", failsWith: .notJSON),
    Recording("not-an-object", text: "Hel", failsWith: .broke(message: "text")),
  ]

  @Test(arguments: answers + calls + ends + failures)
  func `a recorded stream comes to what it says`(_ recording: Recording) throws {
    let stream = try Fixture.bytes("openai/\(recording.name).sse")
    #expect(Decoded(stream: [stream]).transcript == recording.expected)
  }

  @Test(arguments: answers + calls + ends + failures)
  func `pieces of every size come to the same`(_ recording: Recording) throws {
    let stream = try Fixture.bytes("openai/\(recording.name).sse")
    for size in 1..<stream.count {
      let transcript = Decoded(stream: stream.chopped(by: size)).transcript
      guard transcript == recording.expected else {
        #expect(transcript == recording.expected, "in pieces of \(size)")
        return
      }
    }
  }

  @Test func `every recorded stream is in the table`() throws {
    let folder = try Fixture.url("openai")
    let tested = (Self.answers + Self.calls + Self.ends + Self.failures).map { "\($0.name).sse" }
    #expect(try Set(Fixture.names(in: folder, ending: ".sse")) == Set(tested))
  }

  @Test func `model and id are told, but not empty ones`() throws {
    let decoded = Decoded(stream: [try Fixture.bytes("openai/azure.sse")])
    #expect(decoded.model == "m-1")
    #expect(decoded.id == "chatcmpl-1")
    let odd = Decoded(stream: [Array("data: {\"id\":\"\",\"model\":\"\",\"choices\":[]}\n\n".utf8)])
    #expect(odd.model == nil)
    #expect(odd.id == nil)
  }

  @Test func `a provider's own price is told`() throws {
    #expect(Decoded(stream: [try Fixture.bytes("openai/usage-cost.sse")]).cost == 0.00012)
  }

  @Test func `text is handed on with its event, not later`() throws {
    var decoder = OpenAIChat()
    let data = Array(#"{"choices":[{"delta":{"content":"Hi"}}]}"#.utf8)
    #expect(try decoder.receive(ServerSentEvent(data: data)) == [.text("Hi")])
  }
}
