import ByokTestSupport
import Foundation
import Testing

@testable import ByokCore
@testable import ByokKit

extension Fixture {
  /// The files in a folder of fixtures whose names end so.
  static func names(in folder: URL, ending: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))
      .filter { $0.hasSuffix(ending) }
  }
}

@Suite struct OpenAIWholeTests {
  static let recordings: [Recording] = [
    Recording("plain", usage: [16, 3, 4, 1]),
    Recording("padded"),
    Recording("refusal", text: "", refusal: "I cannot."),
    Recording("reasoning", reasoning: "I think"),
    Recording("think-tags", reasoning: "I think"),
    Recording("mistral-thinking", reasoning: "I think"),
    Recording(
      "tool-calls", text: "", calls: [#"0:call_1:f({"a":1})"#, #"1:call_2:g({"b":2})"#],
      finish: .toolCalls),
    Recording("function-call-empty"),
    Recording("cloudflare", text: #"{"city":"Paris"}"#),
    Recording("no-message", text: ""),
    Recording("empty-finish-reason", finish: nil),
    Recording("no-choices-left", text: "", failsWith: .broken("it has no choices")),
    Recording("several-choices"),
    Recording("wrong-types", text: "true"),
    Recording("error-object", text: "", failsWith: .broke("server_error")),
    Recording("error-string", text: "", failsWith: .broke("x")),
    Recording("error-openrouter", text: "", failsWith: .broke("502")),
    Recording("error-minimax", text: "", failsWith: .broke("1004")),
    Recording("error-detail", text: "", failsWith: .broke()),
    Recording("error-list", text: "", failsWith: .broke("503", "UNAVAILABLE")),
    Recording("no-choices", text: "", failsWith: .broken("it has no choices")),
    Recording("not-json", text: "", failsWith: .notJSON),
    Recording("cut", text: "", failsWith: .notJSON),
    Recording("text", text: "", failsWith: .notJSON),
  ]

  @Test(arguments: recordings)
  func `a recorded reply comes to what it says`(_ recording: Recording) throws {
    let body = try Fixture.bytes("openai/\(recording.name).json")
    #expect(Decoded(whole: body).transcript == recording.expected)
  }

  @Test func `every recorded reply is in the table`() throws {
    let names = try Fixture.names(in: try Fixture.url("openai"), ending: ".json")
    #expect(Set(names) == Set(Self.recordings.map { "\($0.name).json" }))
  }

  @Test func `a reply cut anywhere is no reply`() throws {
    let body = try Fixture.bytes("openai/plain.json")
    let end = try #require(body.lastIndex(of: UInt8(ascii: "}")))
    for count in 1...end {
      #expect(Decoded(whole: Array(body[..<count])).transcript.failure == .notJSON, "\(count)")
    }
  }
}
