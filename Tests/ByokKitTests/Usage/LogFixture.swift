import ByokTestSupport

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit

/// A usage log in a folder of its own.
struct LogFixture {
  let folder: TemporaryFolder
  let log: UsageLog

  init() throws {
    folder = try TemporaryFolder()
    log = UsageLog(path: FilePath(folder.path("usage.jsonl")))
  }

  /// Appends a request.
  func append(
    _ time: String, _ provider: String = "openai", _ model: String = "m", key: String? = "work",
    tokens: (Int, Int)? = (10, 5), cost: Double? = nil, status: Int32 = 0
  ) throws {
    try log.append(
      UsageLog.Record(
        time: time, provider: provider, model: model, key: key, inputTokens: tokens?.0,
        outputTokens: tokens?.1, cost: cost, status: status, milliseconds: 17))
  }

  /// Appends bytes as they are.
  func append(raw text: String) throws {
    let old = (try? StoreFixture.bytes(log.path.text)) ?? []
    try StoreFixture.write(old + Array(text.utf8), to: log.path.text)
    try StoreFixture.setMode(0o600, of: log.path.text)
  }

  /// The lines of the log.
  var lines: [String] {
    get throws {
      String(decoding: try StoreFixture.bytes(log.path.text), as: UTF8.self)
        .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
  }

  /// What the log adds up to.
  func report(
    by grouping: UsageReport.Grouping, _ times: Range<Int> = 0..<Int.max
  ) throws -> UsageReport {
    var report = UsageReport(by: grouping, times: times)
    if let lines = try LogLines(log) { _ = try lines.forward { report.take($0) } }
    return report
  }
}
