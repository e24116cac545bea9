import ByokTestSupport
import Foundation
import Glibc
import Synchronization
import Testing

@testable import ByokCore
@testable import ByokKit
@testable import byok

@Suite struct CredentialFileTests {
  private static let place = ".qwen/oauth_creds.json"
  private static let good = #"{"access_token":"FAKE-a","refresh_token":"FAKE-r"}"#

  private func row(_ home: CredsHome) throws -> JSONValue {
    let outcome = try home.byok("creds", "list", "--json")
    #expect(outcome.status == 0)
    return try #require(outcome.rows.first)
  }

  /// The sentence about a file, `~` for the home folder, and that it is damaged.
  private func problem(_ home: CredsHome) throws -> String? {
    let row = try row(home)
    #expect(row["state"] == .string("damaged"))
    #expect(try home.byok("creds", "check", "qwen").status == 11)
    return row["problem"]?.text?.replacing(home.folder.path, with: "~")
  }

  @Test func `a torn file is read again, three times, 50 ms apart`() throws {
    let home = try CredsHome()
    try home.put("{\"access_token\":\"FAK", at: Self.place)
    #expect(
      try problem(home)
        == "'~/.qwen/oauth_creds.json' is not JSON: line 1, column 21: a string does not end")
    #expect(home.clock.waits == Array(repeating: 0.05, count: 6))
  }

  @Test(arguments: 1...3) func `a file that becomes whole meanwhile is ready`(wait: Int) throws {
    let count = Mutex(0)
    let home = try CredsHome { folder in
      let number = count.withLock {
        $0 += 1
        return $0
      }
      guard number == wait else { return }
      try? Data(Self.good.utf8).write(to: URL(filePath: "\(folder)/\(Self.place)"))
    }
    try home.put("", at: Self.place)
    #expect(try row(home)["state"] == .string("ready"))
    #expect(home.clock.waits.count == wait)
  }

  @Test func `a whole file that is wrong is not read again`() throws {
    let home = try CredsHome()
    try home.put(#"{"access_token":1}"#, at: Self.place)
    _ = try problem(home)
    #expect(home.clock.waits.isEmpty)
  }

  @Test func `64 KiB are read, more are not`() throws {
    let home = try CredsHome()
    let padding = String(repeating: " ", count: 65_536 - Self.good.utf8.count)
    try home.put(Self.good + padding, at: Self.place)
    #expect(try row(home)["state"] == .string("ready"))
    try home.put(Self.good + padding + " ", at: Self.place)
    #expect(try problem(home) == "'~/.qwen/oauth_creds.json' is larger than 64 KiB")
    try home.put([UInt8](repeating: 0x20, count: 2 << 20), at: Self.place)
    #expect(try problem(home) == "'~/.qwen/oauth_creds.json' is larger than 64 KiB")
  }

  @Test func `a folder in the file's place is told`() throws {
    let home = try CredsHome()
    try home.makeFolder(for: Self.place + "/x")
    #expect(try problem(home) == "'~/.qwen/oauth_creds.json' is a folder")
  }

  @Test func `a FIFO in the file's place is told, and does not hang`() throws {
    let home = try CredsHome()
    try home.makeFolder(for: Self.place)
    #expect(unsafe mkfifo(home.folder.path(Self.place), 0o600) == 0)
    #expect(try problem(home) == "'~/.qwen/oauth_creds.json' is neither a file nor a folder")
  }

  @Test func `a symbolic link is not followed`() throws {
    let home = try CredsHome()
    try home.put(Self.good, at: "elsewhere.json")
    try home.makeFolder(for: Self.place)
    try FileManager.default.createSymbolicLink(
      atPath: home.folder.path(Self.place), withDestinationPath: "../elsewhere.json")
    #expect(try problem(home) == "'~/.qwen/oauth_creds.json' is a symbolic link")
    let advice = try row(home)["advice"]
    #expect(advice == .string("name the real file in config.json, under creds.paths"))
  }

  @Test func `a folder that is a link is not followed`() throws {
    let home = try CredsHome()
    try home.put(Self.good, at: "elsewhere/oauth_creds.json")
    try FileManager.default.createSymbolicLink(
      atPath: home.folder.path(".qwen"), withDestinationPath: "elsewhere")
    #expect(try problem(home) == "'~/.qwen' is not a folder of its own (a link or a file)")
    let advice = try row(home)["advice"]
    #expect(advice == .string("name the real file in config.json, under creds.paths"))
  }

  @Test(arguments: [0o622, 0o602, 0o666]) func `a file that others can write is refused`(
    mode: Int
  ) throws {
    let home = try CredsHome()
    let path = try home.put(Self.good, at: Self.place, mode: mode)
    let place = "~/.qwen/oauth_creds.json"
    let mode = String(mode, radix: 8)
    #expect(try problem(home) == "other users can write '\(place)' (mode 0\(mode))")
    #expect(try row(home)["advice"] == .string("chmod go-w '\(path)'"))
  }

  @Test(arguments: [0o604, 0o644]) func `a file that others can read is warned of`(
    mode: Int
  ) throws {
    let home = try CredsHome()
    let path = try home.put(Self.good, at: Self.place, mode: mode)
    let row = try row(home)
    #expect(row["state"] == .string("ready"))
    #expect(
      row["warnings"] == .array([.string("others can read '\(path)'; chmod 600 '\(path)'")]))
    #expect(
      try home.byok("creds", "list").notes.contains(
        "byok: warning: qwen-code ('~/.qwen/oauth_creds.json'): others can read"))
  }

  @Test func `a folder that others can write is refused`() throws {
    let home = try CredsHome()
    try home.put(Self.good, at: Self.place)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o777], ofItemAtPath: home.folder.path(".qwen"))
    #expect(try problem(home) == "other users can write '~/.qwen' (mode 0777)")
  }

  @Test(.enabled(if: geteuid() == 0)) func `a file of another user is refused`() throws {
    let home = try CredsHome()
    let path = try home.put(Self.good, at: Self.place)
    #expect(unsafe chown(path, 65_534, 65_534) == 0)
    #expect(try problem(home) == "'~/.qwen/oauth_creds.json' belongs to another user")
  }

  @Test(.enabled(if: geteuid() != 0)) func `a file that cannot be opened is told`() throws {
    let home = try CredsHome()
    try home.put(Self.good, at: Self.place, mode: 0)
    #expect(try problem(home) == "cannot open '~/.qwen/oauth_creds.json': Permission denied")
  }
}
