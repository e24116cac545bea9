import ByokTestSupport
import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct GeminiStreamTests {
  static let answers: [Recording] = [
    Recording("plain", usage: [6, 2, nil, nil]),
    Recording("line-feeds"),
    Recording("no-blank-line"),
    Recording("usage-last-counts", usage: [79, 43, 64, 40]),
    Recording("usage-thoughts-only", usage: [6, 35, nil, 35], finish: .length),
    Recording("usage-traffic"),
    Recording("usage-behind", usage: [6, 2, nil, nil]),
    Recording("thinking", reasoning: "I think"),
    Recording("thought-and-text", reasoning: "I think"),
    Recording("no-content"),
    Recording("finish-alone"),
    Recording("own-tools"),
    Recording("several-candidates"),
    Recording("no-index"),
    Recording("stop-in-every-chunk"),
    Recording("later-finish-counts"),
    Recording("max-tokens", finish: .length),
    Recording("unknown-finish", finish: .other("NEW_REASON")),
    Recording("emoji", text: "👩‍👩‍👧 日本 e\u{301} 😀"),
    Recording("padded"),
    Recording("done-mark"),
    Recording("wrong-types", usage: [nil, 2, nil, nil]),
    Recording("error-null"),
    Recording("prompt-rated"),
  ]

  static let calls: [Recording] = [
    Recording(
      "tool-calls", text: "", calls: [#"0:96c1:f({"a":1,"b":[true,null]})"#, "1::g({})"],
      finish: .toolCalls),
    Recording("tool-and-text", calls: ["0::f({})"], finish: .toolCalls),
    Recording("tool-in-pieces", text: "", calls: ["0::f({})"], finish: .toolCalls),
  ]

  static let stops: [Recording] = [
    Recording("safety", text: "Hel", finish: .contentFilter),
    Recording("recitation", finish: .contentFilter),
    Recording("prompt-blocked", text: "", usage: [6, nil, nil, nil], finish: .contentFilter),
    Recording("prompt-blocked-words", text: "", finish: .contentFilter),
  ]

  static let failures: [Recording] = [
    Recording(
      "malformed-call", finish: nil,
      failure: .broke("MALFORMED_FUNCTION_CALL")),
    Recording(
      "other", usage: [6, 2, nil, nil], finish: nil,
      failure: .broke("OTHER", message: "it ended with OTHER")),
    Recording("error-object", text: "Hel", failsWith: .broke("503", "UNAVAILABLE")),
    Recording("error-list", text: "Hel", failsWith: .broke("503", "UNAVAILABLE")),
    Recording("error-behind-finish", text: "Hel", failure: .broke("503", "UNAVAILABLE")),
    Recording("ended-early", text: "Hello", failsWith: .endedEarly),
    Recording("empty-finish-reason", text: "Hello", failsWith: .endedEarly),
    Recording("not-json", text: "Hel", failsWith: .notJSON),
    Recording("not-an-object", text: "Hel", failsWith: .endedEarly),
  ]

  static let all = answers + calls + stops + failures

  @Test(arguments: all)
  func `a recorded stream comes to what it says, however it is cut`(
    _ recording: Recording
  ) throws {
    try recording.expectStream(in: "gemini", as: Gemini.self)
  }

  @Test func `every recorded stream is in the table`() throws {
    let names = try Fixture.names(in: try Fixture.url("gemini"), ending: ".sse")
    #expect(Set(names) == Set(Self.all.map { "\($0.name).sse" }))
  }

  @Test func `model and id are told`() throws {
    let decoded = Decoded(stream: [try Fixture.bytes("gemini/plain.sse")], as: Gemini.self)
    #expect(decoded.model == "gemini-9-flash")
    #expect(decoded.id == "r-1")
  }

  @Test func `text is handed on with its event, not later`() throws {
    var decoder = Gemini()
    let data = Array(#"{"candidates":[{"content":{"parts":[{"text":"Hi"}]}}]}"#.utf8)
    #expect(try decoder.receive(ServerSentEvent(data: data)) == [.text("Hi")])
  }

  @Test(arguments: [
    ("safety.sse", "safety (hate speech, dangerous content)"),
    ("recitation.sse", "recitation"),
    ("prompt-blocked.sse", "it blocked the prompt for safety (dangerous content)"),
    (
      "prompt-blocked-words.sse",
      "it blocked the prompt for prohibited content: The prompt is not allowed."
    ),
  ])
  func `a stop by the safety system says why`(_ name: String, _ words: String) throws {
    var parser = EventStreamParser()
    var decoder = Gemini()
    var reply = ChatReply()
    for event in try parser.consume(try Fixture.bytes("gemini/\(name)")) {
      for event in try decoder.receive(event) { reply.take(event, now: 0) }
    }
    #expect(reply.finishMessage == words)
  }
}
