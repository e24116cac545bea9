import Testing

@testable import ByokCore
@testable import byok

@Suite struct LogMomentTests {
  private static let now = 1_795_419_313.0

  @Test(arguments: [
    ("7d", 20_261_116_073_513), ("12h", 20_261_122_193_513), ("90m", 20_261_123_060_513),
    ("2026-11-01", 20_261_101_000_000), ("2026-11-01T12:30:00Z", 20_261_101_123_000),
    ("1w", 20_261_116_073_513), ("today", 20_261_123_000_000), ("yesterday", 20_261_122_000_000),
    // It is a Monday.
    ("week", 20_261_123_000_000), ("monday", 20_261_123_000_000), ("Tuesday", 20_261_117_000_000),
    ("sunday", 20_261_122_000_000), ("month", 20_261_101_000_000),
  ])
  func `a moment is an age, a day or a time`(text: String, number: Int) throws {
    #expect(try #require(LogMoment(argument: text)).number(Self.now) == number)
  }

  @Test(arguments: [
    "", "7", "d", "fortnight", "2026-13-01", "2026-11-32", "2026-11-01T24:00:00Z", "2026-11-1",
    "2026-11-01T12:30:00", "-7d", "99999999d",
  ])
  func `nothing else is one`(text: String) {
    #expect(LogMoment(argument: text) == nil)
  }
}
