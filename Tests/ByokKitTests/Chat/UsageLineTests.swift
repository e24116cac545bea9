import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct UsageLineTests {
  @Test func `what is known is told`() {
    #expect(
      Usage(input: 12, output: 45, cachedInput: 3, reasoning: 20, cost: 0.0123).line
        == "tokens: 12 in (3 cached), 45 out (20 thinking); cost: $0.0123")
    #expect(
      Usage(input: 12, output: 45, cachedInput: 0).line
        == "tokens: 12 in, 45 out; cost: unknown")
    #expect(Usage().line == "tokens: unknown in, unknown out; cost: unknown")
  }

  @Test(arguments: [
    (0, "$0.00"), (0.5, "$0.50"), (1.25, "$1.25"), (0.000_001, "$0.000001"), (1e-9, "$0.00"),
    (12.345_678_9, "$12.345679"), (0.999_999_9, "$1.00"), (.infinity, "$inf"), (-1, "$-1.0"),
  ])
  func `an amount has the places it needs`(_ amount: Double, _ text: String) {
    #expect(Usage.dollars(amount) == text)
  }
}
