import ByokTestSupport
import Foundation
import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit

/// Many writers at once, lines that were cut off, and pruning beside them.
@Suite struct UsageLogWritersTests {
  @Test func `eight processes leave every line whole`() async throws {
    let fixture = try LogFixture()
    let path = fixture.log.path.text
    await withTaskGroup { group in
      for writer in 0..<8 {
        group.addTask {
          await #expect(processExitsWith: .success) {
            [path = path as String, writer = writer as Int] in
            let log = UsageLog(path: FilePath(path))
            var record = UsageLog.Record(
              time: "2026-11-23T07:35:13Z", provider: "p", model: "\(writer)", status: 0,
              milliseconds: 0)
            for number in 0..<5000 {
              record.inputTokens = number
              record.outputTokens = 1
              try log.append(record)
            }
          }
        }
      }
    }
    let report = try fixture.report(by: .model)
    #expect(report.skipped == 0)
    #expect(report.groups.count == 8)
    #expect(report.groups.allSatisfy { $0.sums.requests == 5000 })
    #expect(report.groups.allSatisfy { $0.sums.inputTokens == 4999 * 5000 / 2 })
    #expect(try fixture.lines.count == 40_001)
  }

  @Test func `a line that was cut off does not take the next one with it`() throws {
    let fixture = try LogFixture()
    try fixture.append(raw: "{\"cost_usd\":0.")
    try fixture.append("2026-11-20T10:00:00Z")
    #expect(try fixture.lines.count == 3)
    let report = try fixture.report(by: .model)
    #expect((report.skipped, report.total.requests) == (1, 1))
  }

  @Test func `a full disk is told, and no part of a second try follows`() throws {
    let file = try OpenFile("/dev/full", flags: O_WRONLY)
    #expect(throws: Errno.noSpace) { try file.writeOnce([1, 2, 3].span) }
  }

  @Test func `pruning removes what is old, and lines that are none`() throws {
    let fixture = try LogFixture()
    try fixture.append("2026-11-20T10:00:00Z", "openai", "old")
    try fixture.append(raw: "torn\n\n")
    try fixture.append("2026-11-21T10:00:00Z", "openai", "new")
    try fixture.append("2026-11-20T23:59:59Z", "openai", "old")
    let pruned = try fixture.log.prune(before: 20_261_121_000_000)
    #expect(pruned == UsageLog.Pruned(removed: 2, kept: 1, foreign: 1))
    #expect(try fixture.lines.count == 2)
    #expect(try fixture.report(by: .model).groups.map(\.name) == [["openai", "new"]])
    #expect(try StoreFixture.mode(of: fixture.log.path.text) == 0o600)
    #expect(try fixture.log.prune(before: 0) == UsageLog.Pruned(kept: 1))
  }

  @Test func `without a log there is nothing to prune, and none is made`() throws {
    let fixture = try LogFixture()
    #expect(try fixture.log.prune(before: 20_261_121_000_000) == UsageLog.Pruned())
    #expect(!FileManager.default.fileExists(atPath: fixture.log.path.text))
  }

  @Test func `a writer that waited for a file that was replaced writes to the new one`() throws {
    let fixture = try LogFixture()
    try fixture.append("2026-11-20T10:00:00Z")
    let log = fixture.log
    guard let folder = try PrivateDirectory.open(holding: log.path) else {
      throw SupportFailure("the folder is gone")
    }
    let opened = try OpenFile(appendingTo: log.path.name, below: folder)
    var holder = Optional(try log.open(in: folder, isExclusive: true))
    var isLocked = try log.locks(opened, isExclusive: false)
    #expect(!isLocked)
    // As pruning does, while it holds the lock.
    let text = Array("{}\n".utf8)
    _ = try AtomicFile.replace(log.path, in: folder, with: text.span)
    holder = nil
    _ = holder
    isLocked = try log.locks(opened, isExclusive: false)
    #expect(!isLocked)
    try fixture.append("2026-11-21T10:00:00Z")
    #expect(try fixture.lines.count == 3)
    #expect(try fixture.lines[0] == "{}")
  }

  @Test func `no line is lost that is written while the log is pruned`() throws {
    let fixture = try LogFixture()
    let log = fixture.log
    DispatchQueue.concurrentPerform(iterations: 4) { writer in
      for number in 0..<200 {
        if writer == 0 {
          _ = try? log.prune(before: 1)
        } else {
          try? log.append(
            UsageLog.Record(
              time: "2026-11-23T07:35:13Z", provider: "p", model: "\(writer)",
              inputTokens: number, outputTokens: 0, status: 0, milliseconds: 0))
        }
      }
    }
    let report = try fixture.report(by: .model)
    #expect(report.groups.map(\.sums.requests).sorted() == [200, 200, 200])
    #expect(report.skipped == 0)
  }

  @Test func `a log that others can write is not pruned`() throws {
    let fixture = try LogFixture()
    try fixture.append("2026-11-20T10:00:00Z")
    try StoreFixture.setMode(0o622, of: fixture.log.path.text)
    #expect(throws: ByokError.self) { try fixture.log.prune(before: .max) }
    #expect(try fixture.lines.count == 2)
  }
}
