import ByokTestSupport
import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct AnthropicWholeTests {
  static let recordings: [Recording] = [
    Recording("plain", usage: [16, 3, 4, nil]),
    Recording("thinking", reasoning: "I think", usage: [16, 3, 4, nil]),
    Recording(
      "tools", calls: [#"0:toolu_1:f({"a":[1,null]})"#, "1:toolu_2:g({})"],
      usage: [16, 3, 4, nil], finish: .toolCalls),
    Recording(
      "refusal", text: "", refusal: "This is about intrusion.", usage: [16, 3, 4, nil],
      finish: .contentFilter),
    Recording("max-tokens", usage: [16, 3, 4, nil], finish: .length),
    Recording("pause-turn", usage: [16, 3, 4, nil], finish: nil, failure: .cutOff("pause_turn")),
    Recording(
      "window-exceeded", text: "Hel", usage: [16, 3, 4, nil], finish: nil,
      failure: .contextExceeded),
    Recording("wrong-types", text: "", failsWith: .broken("it has no content")),
    Recording("no-content", text: "", failsWith: .broken("it has no content")),
    Recording(
      "error", text: "", failsWith: .broke("invalid_request_error", "error", requestID: "req_1")),
    Recording("error-string", text: "", failsWith: .broke()),
  ]

  @Test(arguments: recordings)
  func `a recorded reply comes to what it says`(_ recording: Recording) throws {
    let body = try Fixture.bytes("anthropic/\(recording.name).json")
    #expect(Decoded(whole: body, as: AnthropicMessages.self).transcript == recording.expected)
  }

  @Test func `every recorded reply is in the table`() throws {
    let names = try Fixture.names(in: try Fixture.url("anthropic"), ending: ".json")
    #expect(Set(names) == Set(Self.recordings.map { "\($0.name).json" }))
  }

  @Test func `a reply cut anywhere is no reply`() throws {
    let body = try Fixture.bytes("anthropic/plain.json")
    let end = try #require(body.lastIndex(of: UInt8(ascii: "}")))
    for count in 1...end {
      let decoded = Decoded(whole: Array(body[..<count]), as: AnthropicMessages.self)
      #expect(decoded.transcript.failure == .notJSON, "\(count)")
    }
  }
}
