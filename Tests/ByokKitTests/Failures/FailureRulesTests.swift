import ByokTestSupport
import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit

@Suite struct FailureRulesTests {
  /// One line of `failures.tsv`.
  struct Row: Sendable, CustomTestStringConvertible {
    let status: Int
    let exit: Int32
    let category: String
    let name: String
    let body: String

    init?(_ line: Substring) {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard fields.count == 5, let status = Int(fields[0]), let exit = Int32(fields[1]) else {
        return nil
      }
      (self.status, self.exit) = (status, exit)
      (category, name, body) = (fields[2], fields[3], fields[4])
    }

    /// The id of the provider that the name begins with.
    var provider: String { name.prefix { $0 != ":" }.lowercased() }

    var report: ErrorReport {
      var report = ErrorReport(status: status, body: Array(body.utf8))
      report.provider = provider
      return report
    }

    var testDescription: String { "\(name), HTTP \(status)" }
  }

  static let rows: [Row] = ((try? Fixture.text("failures.tsv")) ?? "")
    .split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap(Row.init)

  @Test func `the table is read whole`() throws {
    let lines = try Fixture.text("failures.tsv").split(separator: "\n")
    #expect(Self.rows.count == lines.count { !$0.hasPrefix("#") })
    #expect(Self.rows.count > 250)
  }

  @Test(arguments: rows) func `a provider's failure is told`(_ row: Row) {
    #expect("\(row.report.category)" == row.category)
    #expect(row.report.category.kind.rawValue == row.exit)
  }

  @Test(arguments: rows.filter { $0.status != 200 })
  func `an exchange ends in its status, with its words and what to do`(_ row: Row) throws {
    let type = row.body.hasPrefix("<") ? "text/html" : "application/octet-stream"
    let asking = try Asking(
      [.status(row.status, row.body, ["content-type": type])], retries: 0, id: row.provider)
    let failure = try #require(asking.failure)
    #expect(failure.kind.rawValue == row.exit)
    #expect(failure.provider?.httpStatus == row.status)
    let requestID = row.report.requestID.map { ", request \($0)" } ?? ""
    #expect(failure.message.hasSuffix("(HTTP \(row.status)\(requestID))"))
    #expect(!failure.message.contains("\n"))
    let words = Sanitizer.oneLine(row.report.message).prefix(12)
    #expect(failure.message.contains(words))
    if row.category != "badRequest" { #expect(!failure.hints.isEmpty) }
  }

  @Test func `the providers of rules are in the table`() {
    let ids = Set(Provider.builtIn.map(\.id))
    for rule in FailureRule.all { #expect(ids.isSuperset(of: rule.providers ?? [])) }
  }

  @Test func `the user's own providers need no rule of their own`() {
    let special: Set = [
      "Mistral", "Fireworks", "Cerebras", "Scaleway", "Qwen-code", "Gemini-cli", "Claude-code",
    ]
    for row in Self.rows where special.allSatisfy({ !row.name.hasPrefix($0) }) {
      var report = row.report
      report.provider = "mine"
      #expect("\(report.category)" == row.category)
    }
  }

  @Test func `a failure in a limit's words keeps its wait`() throws {
    let row = try #require(Self.rows.first { $0.name == "Gemini: a minute" })
    #expect(ErrorReport(status: 429, body: Array(row.body.utf8)).retryAfter == 36)
  }
}
