import ByokTestSupport
import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct OllamaWholeTests {
  static let recordings: [Recording] = [
    Recording("plain", usage: [26, 2, nil, nil]),
    Recording("thinking", reasoning: "I think"),
    Recording("think-tags", reasoning: "I think"),
    Recording(
      "tool-calls", text: "", calls: [#"0::f({"a":1})"#, #"1::g({"b":2})"#], finish: .toolCalls),
    Recording("length", finish: .length),
    Recording("not-done", text: "Hello", failsWith: .endedEarly),
    Recording("error-text", text: "", failsWith: .broke()),
    Recording("no-message", text: "", failsWith: .broken("it has no message")),
    Recording("text", text: "", failsWith: .notJSON),
    Recording("cut", text: "", failsWith: .notJSON),
  ]

  @Test(arguments: recordings)
  func `a recorded reply comes to what it says`(_ recording: Recording) throws {
    let body = try Fixture.bytes("ollama/\(recording.name).json")
    #expect(Decoded(whole: body, as: OllamaChat.self).transcript == recording.expected)
  }

  @Test func `every recorded reply is in the table`() throws {
    let names = try Fixture.names(in: try Fixture.url("ollama"), ending: ".json")
    #expect(Set(names) == Set(Self.recordings.map { "\($0.name).json" }))
  }
}
