import ByokTestSupport
import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct GeminiWholeTests {
  static let recordings: [Recording] = [
    Recording("plain", usage: [6, 37, 4, 35]),
    Recording("several-parts", reasoning: "I think"),
    Recording(
      "tool-calls", text: "", calls: [#"0::f({"a":1})"#, #"1:x:g({"b":2.5})"#], finish: .toolCalls),
    Recording("max-tokens-no-text", text: "", usage: [6, 35, nil, 35], finish: .length),
    Recording("safety", text: "", finish: .contentFilter),
    Recording("model-armor", text: "", finish: .contentFilter),
    Recording("prompt-blocked", text: "", finish: .contentFilter),
    Recording("other", text: "", finish: nil, failure: .broke("OTHER")),
    Recording("error-object", text: "", failsWith: .broke("503", "UNAVAILABLE")),
    Recording("error-list", text: "", failsWith: .broke("503", "UNAVAILABLE")),
    Recording("no-candidates", text: "", failsWith: .broken("it has no candidates")),
    Recording("no-candidates-left", text: "", failsWith: .broken("it has no candidates")),
    Recording("no-finish", text: "Hello", failsWith: .endedEarly),
    Recording("list", text: "", failsWith: .notJSON),
    Recording("text", text: "", failsWith: .notJSON),
    Recording("cut", text: "", failsWith: .notJSON),
  ]

  @Test(arguments: recordings)
  func `a recorded reply comes to what it says`(_ recording: Recording) throws {
    let body = try Fixture.bytes("gemini/\(recording.name).json")
    #expect(Decoded(whole: body, as: Gemini.self).transcript == recording.expected)
  }

  @Test func `every recorded reply is in the table`() throws {
    let names = try Fixture.names(in: try Fixture.url("gemini"), ending: ".json")
    #expect(Set(names) == Set(Self.recordings.map { "\($0.name).json" }))
  }

  @Test func `what the provider says of a stop is told`() throws {
    var decoder = Gemini()
    let events = try decoder.receive(whole: try Fixture.bytes("gemini/model-armor.json"))
    #expect(
      events.contains(.finishMessage("model armor: The response violated the settings.")))
  }
}
