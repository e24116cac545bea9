import ByokKitTestSupport
import ByokTestSupport
import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct OpenAIResponsesWholeTests {
  private static let usage: [Int?] = [16, 3, 4, 1]

  static let recordings: [Recording] = [
    Recording("plain", usage: usage),
    Recording("reasoning", reasoning: "I\n\nthink", usage: usage),
    Recording("reasoning-content", reasoning: "I think", usage: usage),
    Recording(
      "calls", calls: [#"0:call_1:f({"a":1})"#, "1:call_2:sql(SELECT 1)"], usage: usage,
      finish: .toolCalls),
    Recording("parts", usage: usage),
    Recording("content-text", usage: usage),
    Recording("refusal", text: "", refusal: "I cannot.", usage: usage),
    Recording("length", usage: usage, finish: .length),
    Recording("content-filter", text: "", usage: usage, finish: .contentFilter),
    Recording("failed", text: "", failsWith: .broke("server_error")),
    Recording("failed-silent", text: "", failsWith: .unexplained),
    Recording("no-output", text: "", failsWith: .broken("it has no output")),
    Recording("wrong-types"),
    Recording("error", text: "", failsWith: .broke("invalid_request_error")),
  ]

  @Test(arguments: recordings)
  func `a recorded reply comes to what it says`(_ recording: Recording) throws {
    let body = try Fixture.bytes("responses/\(recording.name).json")
    #expect(Decoded(whole: body, as: OpenAIResponses.self).transcript == recording.expected)
  }

  @Test func `every recorded reply is in the table`() throws {
    let names = try Fixture.names(in: try Fixture.url("responses"), ending: ".json")
    #expect(Set(names) == Set(Self.recordings.map { "\($0.name).json" }))
  }

  @Test func `a reply cut anywhere is no reply`() throws {
    let body = try Fixture.bytes("responses/plain.json")
    let end = try #require(body.lastIndex(of: UInt8(ascii: "}")))
    for count in 1...end {
      let decoded = Decoded(whole: Array(body[..<count]), as: OpenAIResponses.self)
      #expect(decoded.transcript.failure == .notJSON, "\(count)")
    }
  }
}
