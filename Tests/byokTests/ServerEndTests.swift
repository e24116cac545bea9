import ByokTestSupport
import Foundation
import Testing

/// However byok ends, no server and nothing that one has started goes on.
@Suite struct ServerEndTests {
  private let home: Home
  private let pids: String

  init() throws {
    home = try Home()
    pids = home.folder.path("pids")
  }

  /// Configures a server that does what the words say; see `Fixtures/mcp/server.py`.
  private func configure(_ words: [String]) throws {
    let script = try Fixture.url("mcp/server.py").path
    let arguments = ["-S", script, "pids=\(pids)"] + words
    let folder = home.folder.path(".config/byok")
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    try home.folder.write(
      """
      { mcp: { servers: { fake: { command: "/usr/bin/python3", args: \(arguments) } } } }
      """, to: ".config/byok/config.json")
  }

  private func start(_ words: String...) throws -> Running {
    var program = home.byok("mcp")
    program.arguments += words
    return try program.start()
  }

  /// The processes that go on.
  private var living: [Int32] {
    let text = (try? String(contentsOfFile: pids, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").compactMap { Int32($0) }.filter { process in
      let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
      return stat.map { !$0.contains(") Z ") } ?? false
    }
  }

  /// Waits until none goes on.
  private func areGone(within seconds: Double = 10) -> Bool {
    let end = Date(timeIntervalSinceNow: seconds)
    while !living.isEmpty, Date() < end { usleep(10_000) }
    return living.isEmpty
  }

  private static let signals = [SIGINT, SIGTERM, SIGHUP]
  private static let endless = #"{"steps": 1000000}"#

  @Test(
    arguments: signals,
    [[], ["children"], ["ignore-eof", "ignore-term", "children"]])
  func `a signal during a call leaves nothing`(_ number: Int32, _ words: [String]) throws {
    try configure(words)
    let running = try start("call", "fake/later", Self.endless, "-v")
    try running.waitForErrors("progress: 1")
    running.send(number)
    #expect(try running.wait().status == 128 + number)
    #expect(living.isEmpty)
  }

  @Test(arguments: signals)
  func `a signal during the start leaves nothing`(_ number: Int32) throws {
    try configure(["banner", "late=600", "children", "ignore-term"])
    let running = try start("check", "-v")
    try running.waitForErrors("Starting up")
    running.send(number)
    #expect(try running.wait().status == 128 + number)
    #expect(living.isEmpty)
  }

  @Test func `a second Ctrl-C waits for nothing`() throws {
    try configure(["ignore-eof", "ignore-term", "children"])
    let running = try start("call", "fake/later", Self.endless, "-v")
    try running.waitForErrors("progress: 1")
    running.send(SIGINT)
    running.send(SIGINT)
    #expect(try running.wait().status == 130)
    #expect(living.isEmpty)
  }

  @Test func `a server learns of byok's sudden death`() throws {
    try configure([])
    let running = try start("call", "fake/later", Self.endless, "-v")
    try running.waitForErrors("progress: 1")
    running.send(SIGKILL)
    #expect(try running.wait().status == 137)
    #expect(areGone())
  }

  @Test func `an ordinary end leaves nothing`() throws {
    try configure(["children"])
    let run = try home.byok("mcp", "call", "fake/echo", #"{"text": "hello"}"#).run()
    #expect(run.output == "hello\n")
    #expect(run.status == 0)
    #expect(living.isEmpty)
  }
}
