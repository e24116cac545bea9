import ByokTestSupport
import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct CohereWholeTests {
  private static let usage: [Int?] = [91, 11, nil, nil]

  static let recordings: [Recording] = [
    Recording("plain", usage: [91, 11, 64, nil]),
    Recording("thinking", reasoning: "I think", usage: usage),
    Recording(
      "tool-calls", text: "", reasoning: "I think", calls: [#"0:f_1:f({"a":1})"#, "1:g_2:g({})"],
      usage: usage, finish: .toolCalls),
    Recording("max-tokens", usage: usage, finish: .length),
    Recording("no-finish-reason", usage: usage, finish: nil),
    Recording(
      "error-finish", finish: nil,
      failure: .broke("ERROR", message: "it ended with ERROR")),
    Recording("error-message", text: "", failsWith: .broke()),
    Recording("no-message", text: "", failsWith: .broken("it has no message")),
    Recording("text", text: "", failsWith: .notJSON),
    Recording("cut", text: "", failsWith: .notJSON),
  ]

  @Test(arguments: recordings)
  func `a recorded reply comes to what it says`(_ recording: Recording) throws {
    let body = try Fixture.bytes("cohere/\(recording.name).json")
    #expect(Decoded(whole: body, as: Cohere.self).transcript == recording.expected)
  }

  @Test func `every recorded reply is in the table`() throws {
    let names = try Fixture.names(in: try Fixture.url("cohere"), ending: ".json")
    #expect(Set(names) == Set(Self.recordings.map { "\($0.name).json" }))
  }
}
