import ByokTestSupport
import Testing

@testable import ByokKit

@Suite struct FailureRulesTests {
  /// One line of `failures.tsv`.
  struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    let status: Int
    let category: String
    let body: String

    init?(_ line: Substring) {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard fields.count == 4, let status = Int(fields[0]) else { return nil }
      (self.status, category, name, body) = (status, fields[1], fields[2], fields[3])
    }

    var testDescription: String { "\(name), HTTP \(status)" }
  }

  static let rows: [Row] = ((try? Fixture.text("failures.tsv")) ?? "")
    .split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap(Row.init)

  @Test func `the table is read whole`() throws {
    let lines = try Fixture.text("failures.tsv").split(separator: "\n")
    #expect(Self.rows.count == lines.count { !$0.hasPrefix("#") })
    #expect(Self.rows.count > 200)
  }

  @Test(arguments: rows) func `a provider's failure is told`(_ row: Row) {
    let report = ErrorReport(status: row.status, body: Array(row.body.utf8))
    #expect("\(report.category)" == row.category)
  }

  @Test func `a failure in a limit's words keeps its wait`() throws {
    let row = try #require(Self.rows.first { $0.name == "Gemini: a minute" })
    #expect(ErrorReport(status: 429, body: Array(row.body.utf8)).retryAfter == 36)
  }
}
