internal import ByokCore
internal import ByokKit

/// What came of starting a server, for listings and reports.
struct ServerOutcome {
  let server: String
  let result: Result<ServerSet.Report, ByokError>
  /// How long that took.
  let milliseconds: Int

  var hasFailed: Bool { (try? result.get()) == nil }

  /// The cells of a listing.
  var cells: [TableCell] {
    let verdict = TableCell(hasFailed ? "failed" : "ok", style: hasFailed ? .bad : .good)
    let start = [TableCell(server), verdict, TableCell("\(milliseconds) ms")]
    switch result {
    case .success(let report):
      return start + [
        TableCell("\(report.tools.count)"), TableCell(report.version),
        TableCell(report.software ?? "-"),
      ]
    case .failure(let error): return start + ["-", "-", TableCell(error.message)]
    }
  }

  /// The members for JSON.
  var document: JSONValue {
    var members: [String: JSONValue] = [
      "server": .string(server), "verdict": .string(hasFailed ? "failed" : "ok"),
      "ms": .integer(milliseconds),
    ]
    switch result {
    case .success(let report):
      members["tools"] = .integer(report.tools.count)
      members["protocol"] = .string(report.version)
      members["software"] = report.software.map(JSONValue.string)
    case .failure(let error):
      members["message"] = .string(error.message)
      members["hints"] = .array(error.hints.map(JSONValue.string))
    }
    return .object(members)
  }

  /// The server as a test case.
  var testCase: JUnitReport.Case {
    let outcome: JUnitReport.Outcome =
      switch result {
      case .success(let report): .passed(report.tools.count.counted("tool"))
      case .failure(let error):
        .failure(
          type: error.kind.name, message: error.message, text: error.hints.joined(separator: "\n"))
      }
    return JUnitReport.Case(
      group: "mcp", name: server, milliseconds: milliseconds, outcome: outcome)
  }

  /// The failure that represents them.
  static func failure(_ outcomes: [Self]) -> ByokError? {
    let failures = outcomes.compactMap { outcome -> ByokError? in
      guard case .failure(let error) = outcome.result else { return nil }
      return error
    }
    guard let first = failures.first, outcomes.count > 1 else { return failures.first?.inWords }
    var error = ByokError(
      first.kind, "\(failures.count) of \(outcomes.count) MCP servers failed: \(first.message)",
      hints: first.hints)
    error.reporting = .inWords
    return error
  }
}

extension ByokError {
  /// The same where the JSON that was written tells it.
  fileprivate var inWords: Self {
    var error = self
    error.reporting = .inWords
    return error
  }
}
