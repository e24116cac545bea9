@testable import byok
import ByokTestSupport
import Foundation
import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct LockFileTests {
  private let home: CredsHome
  private let path: FilePath

  init() throws {
    home = try CredsHome()
    path = FilePath(home.folder.path("creds.lock"))
  }

  private func take(_ clock: Clock) throws(ByokError) -> LockFile {
    guard let folder = try PrivateDirectory.open(holding: path) else { throw .noHome }
    return try LockFile.take(path, in: folder, clock: clock)
  }

  private var content: String? { try? String(contentsOfFile: path.text, encoding: .utf8) }

  @Test func `the file is there as long as the lock is held`() throws {
    do {
      let lock = try take(home.clock.clock)
      defer { _ = lock }
      #expect(content?.wholeMatch(of: /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/) != nil)
      #expect(try home.mode(of: "creds.lock") == 0o600)
    }
    #expect(content == nil)
  }

  @Test func `another's is waited for, twenty times`() throws {
    try home.put("other", at: "creds.lock")
    let waiting = WaitingClock {}
    #expect(throws: ByokError.self) { _ = try take(waiting.clock) }
    #expect(waiting.waits.count == 20)
    #expect(waiting.waits.prefix(2) == [0.1, 0.1 * 1.5] && waiting.waits.last == 2)
    #expect(content == "other")
  }

  @Test func `it is taken once the other is gone`() throws {
    try home.put("other", at: "creds.lock")
    let text = path.text
    let lock = try take(WaitingClock { try? FileManager.default.removeItem(atPath: text) }.clock)
    defer { _ = lock }
    #expect(content != "other")
  }

  @Test func `one that took its place stays`() throws {
    do {
      let lock = try take(home.clock.clock)
      defer { _ = lock }
      try home.put("other", at: "creds.lock")
    }
    #expect(content == "other")
  }

  @Test(arguments: [(9.0, false), (11, true)])
  func `one that is older than ten seconds is set aside`(_ age: Double, _ isTaken: Bool) throws {
    try home.put("other", at: "creds.lock")
    let written = Date(timeIntervalSince1970: 1_700_000_000)
    try FileManager.default.setAttributes(
      [.modificationDate: written], ofItemAtPath: path.text)
    var clock = home.clock.clock
    clock.now = { 1_700_000_000 + age }
    #expect(((try? take(clock)) != nil) == isTaken)
    #expect(try home.names(in: "") == (isTaken ? [] : ["creds.lock"]))
  }
}
