import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct StreamEventTests {
  @Test func `newer token counts replace older ones, missing ones do not`() {
    let older = Usage(input: 1, output: 2, cachedInput: 3, reasoning: 4, cost: 5)
    #expect(Usage(input: 9, cost: 0).filled(from: older).input == 9)
    #expect(
      Usage(input: 9, cost: 0).filled(from: older)
        == Usage(input: 9, output: 2, cachedInput: 3, reasoning: 4, cost: 0))
    #expect(older.filled(from: Usage()) == older)
  }

  @Test(
    arguments: [
      (.stop, "stop"), (.length, "length"), (.toolCalls, "tool_calls"),
      (.contentFilter, "content_filter"), (.other("odd"), "odd"),
    ] as [(FinishReason, String)])
  func `a reason to end has a word for JSON`(_ reason: FinishReason, _ name: String) {
    #expect(reason.name == name)
  }
}
