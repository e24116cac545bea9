import ByokTestSupport
import Foundation
import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit

@Suite struct BudgetGuardTests {
  private let fixture: LogFixture
  /// A Monday: 2026-11-23T07:35:13Z.
  private static let now = 1_795_419_313.0

  init() throws { fixture = try LogFixture() }

  private func budget(
    day: Double? = nil, week: Double? = nil, month: Double? = nil, isHard: Bool? = true
  ) -> SpendingBudget {
    func dollars(_ amount: Double?) -> Dollars? {
      amount.flatMap { Dollars(configured: .number($0)) }
    }
    return SpendingBudget(
      day: dollars(day), week: dollars(week), month: dollars(month), isHard: isHard)
  }

  private func watch(
    _ budget: SpendingBudget, now: Double = now, console: Console = Console()
  ) throws -> BudgetGuard {
    var clock = Clock.system
    clock.now = { now }
    return try #require(BudgetGuard(budget, fixture.log, clock: clock, console: console))
  }

  @Test func `without a limit, or without a log, nothing is watched`() {
    #expect(BudgetGuard(budget(), fixture.log, clock: .system, console: Console()) == nil)
    #expect(BudgetGuard(budget(day: 1), nil, clock: .system, console: Console()) == nil)
  }

  @Test(arguments: [
    ("day", "2026-11-23T00:00:00Z", "2026-11-22T23:59:59Z"),
    ("week", "2026-11-23T00:00:00Z", "2026-11-22T23:59:59Z"),
    ("month", "2026-11-01T00:00:00Z", "2026-10-31T23:59:59Z"),
  ])
  func `what was spent since a period began counts`(
    period: String, first: String, before: String
  ) throws {
    let limits = budget(
      day: period == "day" ? 1 : nil, week: period == "week" ? 1 : nil,
      month: period == "month" ? 1 : nil)
    try fixture.append(before, cost: 5)
    #expect(throws: Never.self) { try watch(limits).check() }
    try fixture.append(first, cost: 0.999)
    #expect(throws: Never.self) { try watch(limits).check() }
    try fixture.append(first, cost: 0.001)
    let failure = #expect(throws: ByokError.self) { try watch(limits).check() }
    #expect(failure?.kind == .limited)
    #expect(
      failure?.message
        == "the budget of $1.00 a \(period) is used up: about $1.00 since it began (UTC)")
  }

  @Test func `a week begins on Monday, whichever day it is`() throws {
    try fixture.append("2026-11-23T00:00:00Z", cost: 1)
    let sunday = Self.now + 6 * 86_400
    #expect(throws: ByokError.self) { try watch(budget(week: 1), now: sunday).check() }
    #expect(throws: Never.self) {
      try watch(budget(week: 1), now: sunday + 86_400).check()
    }
  }

  @Test(arguments: [
    "2026-11-24T00:00:00Z", "2026-11-30T00:00:00Z", "2026-12-01T00:00:00Z", "2100-01-01T00:00:00Z",
  ])
  func `what a clock noted that was ahead does not count`(later: String) throws {
    try fixture.append(later, cost: 5)
    let limits = budget(
      day: 1, week: later < "2026-11-30" ? nil : 1, month: later < "2026-12" ? nil : 1)
    #expect(throws: Never.self) { try watch(limits).check() }
  }

  @Test func `without a log yet, nothing was spent`() throws {
    #expect(throws: Never.self) { try watch(budget(day: 1)).check() }
  }

  @Test func `what is appended meanwhile is added, once`() throws {
    try fixture.append("2026-11-23T01:00:00Z", cost: 0.5)
    let watch = try watch(budget(day: 2))
    for _ in 0..<3 {
      #expect(throws: Never.self) { try watch.check() }
      try fixture.append("2026-11-23T01:00:00Z", cost: 0.5)
    }
    #expect(throws: ByokError.self) { try watch.check() }
    _ = try fixture.log.prune(before: 20_261_123_020_000)
    #expect(throws: Never.self) { try watch.check() }
  }

  @Test func `a log that was cut shorter in place is counted anew`() throws {
    for _ in 0..<4 { try fixture.append("2026-11-23T01:00:00Z", cost: 0.5) }
    let watch = try watch(budget(day: 2))
    #expect(throws: ByokError.self) { try watch.check() }
    let path = fixture.log.path.text
    let file = try OpenFile(path, flags: O_WRONLY)
    let before = try FileIdentity(of: file)
    #expect(ftruncate(file.descriptor, 0) == 0)
    try fixture.append("2026-11-23T01:00:00Z", cost: 1.75)
    #expect(try FileIdentity(of: file).isSameFile(as: before))
    #expect(throws: Never.self) { try watch.check() }
    try fixture.append("2026-11-23T01:00:00Z", cost: 0.25)
    #expect(throws: ByokError.self) { try watch.check() }
  }

  @Test func `a soft budget warns once`() throws {
    try fixture.append("2026-11-23T01:00:00Z", cost: 3)
    let path = fixture.folder.path("errors")
    let file = try OpenFile(path, flags: O_WRONLY | O_CREAT, mode: 0o600)
    let console = Console(input: 0, output: 1, errors: file.descriptor)
    let watch = try watch(budget(day: 1, isHard: nil), console: console)
    for _ in 0..<2 { #expect(throws: Never.self) { try watch.check() } }
    let text = String(decoding: try StoreFixture.bytes(path), as: UTF8.self)
    #expect(
      text
        == "byok: warning: the budget of $1.00 a day is used up: about $3.00 since it began (UTC)\n"
    )
  }

  @Test func `only the end of a long log is read`() throws {
    let old =
      #"{"cost_usd":1,"model":"m","provider":"p","status":0,"time":"2026-11-01T00:00:00Z"}"# + "\n"
    // A line that would count, if it were looked at.
    let hidden = old.replacing("11-01", with: "11-23")
    try fixture.append(raw: hidden + String(repeating: old, count: 5000))
    try fixture.append("2026-11-23T01:00:00Z", cost: 0.5)
    #expect(throws: Never.self) { try watch(budget(day: 1)).check() }
  }

  @Test func `each limit is summed up with the time of its reset`() throws {
    try fixture.append("2026-11-23T01:00:00Z", cost: 0.25)
    try fixture.append("2026-11-02T01:00:00Z", cost: 1)
    #expect(
      try watch(budget(day: 1, week: 2, month: 3)).summaries() == [
        "$0.25 of $1.00 spent today; resets in 16 hours",
        "$0.25 of $2.00 spent this week; resets in 6 days",
        "$1.25 of $3.00 spent this month; resets in 7 days",
      ])
  }

  @Test func `December is followed by January`() throws {
    // 2026-12-31T23:00:00Z
    #expect(
      try watch(budget(month: 3), now: 1_798_758_000).summaries() == [
        "$0.00 of $3.00 spent this month; resets in 1 hour"
      ])
  }
}
