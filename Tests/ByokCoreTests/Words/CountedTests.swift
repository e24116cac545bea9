import Testing

@testable import ByokCore

@Suite struct CountedTests {
  @Test func `singular and plural agree with the number`() {
    #expect([0, 1, 2].map { $0.counted("key") } == ["0 keys", "1 key", "2 keys"])
    #expect([1, 2].map { $0.counted("pass", "passes") } == ["1 pass", "2 passes"])
  }
}
