import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct UsageReportTests {
  private let fixture: LogFixture

  init() throws {
    fixture = try LogFixture()
    try fixture.append("2026-11-20T10:00:00Z", "openai", "a", key: "work", cost: 0.5)
    try fixture.append("2026-11-20T11:00:00Z", "openai", "b", key: "home", cost: 0.25)
    try fixture.append("2026-11-21T10:00:00Z", "groq", "a", key: nil, cost: 1)
    try fixture.append(
      "2026-11-21T11:00:00Z", "openai", "a", key: "work", tokens: nil, status: 5)
    try fixture.append("2026-11-22T10:00:00Z", "openai", "a", key: "work", cost: 0.75)
  }

  private func rows(_ report: UsageReport) -> [String] {
    report.sorted.map { group in
      "\(group.name.joined(separator: "/")) \(group.sums.requests) \(group.sums.failures)"
        + " \(group.sums.inputTokens) \(group.sums.outputTokens) \(group.sums.cost)"
    }
  }

  @Test(
    arguments: [
      (.model, ["openai/a 3 1 20 10 1.25", "groq/a 1 0 10 5 1.0", "openai/b 1 0 10 5 0.25"]),
      (.provider, ["openai 4 1 30 15 1.5", "groq 1 0 10 5 1.0"]),
      (.key, ["openai/work 3 1 20 10 1.25", "groq/ 1 0 10 5 1.0", "openai/home 1 0 10 5 0.25"]),
      (.day, ["2026-11-20 2 0 20 10 0.75", "2026-11-21 2 1 10 5 1.0", "2026-11-22 1 0 10 5 0.75"]),
      (.status, ["0 4 0 40 20 2.5", "5 1 1 0 0 0.0"]),
    ] as [(UsageReport.Grouping, [String])])
  func `requests are grouped`(grouping: UsageReport.Grouping, expected: [String]) throws {
    let report = try fixture.report(by: grouping)
    #expect(rows(report) == expected)
    #expect(report.total.requests == 5 && report.total.cost == 2.5)
  }

  @Test func `only the time that is asked for counts`() throws {
    let times = 20_261_120_110_000..<20_261_122_100_000
    #expect(
      rows(try fixture.report(by: .day, times))
        == ["2026-11-20 1 0 10 5 0.25", "2026-11-21 2 1 10 5 1.0"])
  }

  @Test func `torn and foreign lines are counted and skipped`() throws {
    try fixture.append(raw: "{\"provider\":\"openai\",\"ti\nhello\n\n{}\n")
    try fixture.append(raw: "{\"provider\"")
    let report = try fixture.report(by: .provider)
    #expect(report.skipped == 4)
    #expect(report.total.requests == 5)
  }

  @Test func `a cost that nobody told is estimated, if the price is known`() throws {
    let fixture = try LogFixture()
    let price = try #require(Catalogue.find(provider: "openai", id: "gpt-4.1")?.price)
    try fixture.append("2026-11-20T10:00:00Z", "openai", "gpt-4.1", tokens: (1_000_000, 0))
    try fixture.append("2026-11-20T10:00:00Z", "openai", "gpt-4.1", tokens: (0, 1_000_000))
    try fixture.append("2026-11-20T10:00:00Z", "openai", "unheard-of")
    try fixture.append("2026-11-20T10:00:00Z", "openai", "gpt-4.1", tokens: nil, status: 8)
    let total = try fixture.report(by: .model).total
    #expect(abs(total.cost - (price.input + price.output)) < 1e-9)
    #expect(total.unpriced == 1)
  }

  @Test func `names that only together differ are told apart`() throws {
    let fixture = try LogFixture()
    try fixture.append("2026-11-20T10:00:00Z", "ab", "c")
    try fixture.append("2026-11-20T10:00:00Z", "a", "bc")
    try fixture.append("2026-11-20T10:00:00Z", "ab", "c")
    #expect(try fixture.report(by: .model).sorted.map(\.name) == [["ab", "c"], ["a", "bc"]])
  }
}
