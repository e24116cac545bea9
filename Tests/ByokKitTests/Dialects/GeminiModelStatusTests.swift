import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct GeminiModelStatusTests {
  @Test(arguments: [
    (#"{"modelStage":"LEGACY"}"#, "is a legacy model"),
    (
      #"{"modelStage":"DEPRECATED","retirementTime":"2027-03-01T00:00:00Z","message":"Use Argon."}"#,
      "is deprecated, retired from 2027-03-01 on: Use Argon."
    ),
    (#"{"message":"","retirementTime":null,"modelStage":"retired"}"#, "is retired"),
    (#"{"modelStage":"STABLE","retirementTime":"2027-03-01T00:00:00Z"}"#, nil),
    (#"{"modelStage":"MODEL_STAGE_UNSPECIFIED"}"#, nil), (#"{"modelStage":7}"#, nil), ("{}", nil),
    ("null", nil), (#""DEPRECATED""#, nil),
  ])
  func `a reply tells of the model's end`(_ status: String, _ notice: String?) throws {
    let reply =
      #"{"candidates":[{"content":{"parts":[{"text":"Hi"}]},"finishReason":"STOP"}],"#
      + #""modelStatus":\#(status)}"#
    for dialect in [Gemini.self, CodeAssist.self] as [any Dialect.Type] {
      let body = dialect.name == Gemini.name ? reply : #"{"response":\#(reply)}"#
      var (decoder, events) = (dialect.init() as any Dialect, [StreamEvent]())
      try decoder.receive(whole: Array(body.utf8), into: &events)
      #expect(events.contains(.text("Hi")))
      let notices = events.compactMap { if case .notice(let text) = $0 { text } else { nil } }
      #expect(notices == [notice].compactMap(\.self))
    }
  }
}
