import ByokTestSupport
import Foundation
import Testing

@testable import ByokCore

/// A request that a signal or a closed pipe ends costs money, and has its line in the usage log.
@Suite struct CutOffTests {
  private static let signals = [SIGINT, SIGTERM, SIGHUP]
  private static let model = "openai/gpt-4.1"
  private let gate = Gate()
  private var home: Home

  init() throws {
    home = try Home()
  }

  /// A reply that says "first" and then nothing more, until the gate is opened.
  private var stalling: LoopbackServer.Reply { .stream([.text("first"), .waitFor(gate)]) }

  private static let whole = LoopbackServer.Reply.stream([.text("whole")])

  private var log: String { home.folder.path(".local/state/byok/usage.jsonl") }

  /// The lines of the usage log.
  private func lines() throws -> [[String: Any]] {
    guard FileManager.default.fileExists(atPath: log) else { return [] }
    return try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n").map { line in
      try #require(
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
  }

  /// Checks the line of a request that was cut off after "first".
  private func checkLine(_ line: [String: Any], status: Int32) throws {
    #expect(line["status"] as? Int == Int(status))
    #expect(line["key"] as? String == "OPENAI_API_KEY")
    let input = try #require(line["input_tokens"] as? Int)
    #expect(input > 0)
    // Five bytes at four a token.
    #expect(line["output_tokens"] as? Int == 2)
    let cost = try #require(line["cost_usd"] as? Double)
    // By the catalogue's prices, $2 and $8 a million.
    #expect(abs(cost - Double(input) * 2e-6 - 16e-6) < 1e-9)
  }

  private func start(_ server: LoopbackServer, _ words: String...) throws -> Running {
    var home = home
    home.use(server)
    var program = home.byok("chat", "-m", Self.model)
    program.arguments += words
    return try program.start()
  }

  // MARK: One request

  @Test(arguments: signals)
  func `a chat that a signal ends is noted, and counts for budgets`(_ number: Int32) throws {
    let server = try LoopbackServer(stalling)
    let running = try start(server, "hello")
    try running.waitForOutput("first")
    running.send(number)
    let run = try running.wait()
    #expect(run.status == 128 + number)
    #expect(run.errors == "")
    let lines = try lines()
    #expect(lines.count == 1)
    try checkLine(try #require(lines.first), status: 128 + number)
    for (name, value) in [("budget.day", "0.000016"), ("budget.hard", "true")] {
      #expect(try home.byok("config", "set", name, value).run().status == 0)
    }
    #expect(try start(server, "hello").wait().status == 5)
    #expect(server.requests.count == 1)
  }

  @Test func `a chat whose reader goes away is noted`() throws {
    let server = try LoopbackServer(
      .stream([.text("first"), .waitFor(gate), .text(" second"), .waitFor(Gate())]))
    var home = home
    home.use(server)
    let line = """
      byok chat -m \(Self.model) hello | { head -c 5; exec <&-; echo ' is enough'; }
      echo "${PIPESTATUS[0]}"
      """
    let running = try home.prepared(Program("/bin/bash", ["-c", line])).start()
    try running.waitForOutput("first is enough")
    gate.release()
    #expect(try running.wait().output == "first is enough\n141\n")
    let lines = try lines()
    #expect(lines.count == 1)
    #expect(lines.first?["status"] as? Int == 141)
    #expect(lines.first?["output_tokens"] as? Int == 3)
  }

  @Test func `a chat that waits to try again costs nothing when it is ended`() throws {
    let server = try LoopbackServer(
      .init(status: 503, headers: [.init("Retry-After", "50")], []))
    let running = try start(server, "hello")
    try running.waitForErrors("trying again in 50.0 s")
    running.send(SIGINT)
    #expect(try running.wait().status == 130)
    let line = try #require(try lines().first)
    #expect(line["status"] as? Int == 130)
    #expect(line["input_tokens"] == nil && line["cost_usd"] == nil)
  }

  @Test func `without a log, a signal ends a chat as ever`() throws {
    let server = try LoopbackServer(stalling)
    let running = try start(server, "--no-log", "hello")
    try running.waitForOutput("first")
    running.send(SIGINT)
    #expect(try running.wait().status == 130)
    #expect(try lines().isEmpty)
  }

  @Test func `a signal that the caller ignores stays ignored`() throws {
    let server = try LoopbackServer(stalling)
    var home = home
    home.use(server)
    let line = "trap '' INT; exec byok chat -m \(Self.model) hello"
    let running = try home.prepared(Program("/bin/bash", ["-c", line])).start()
    try running.waitForOutput("first")
    running.send(SIGINT)
    gate.release()
    let run = try running.wait()
    #expect(run.status == 0)
    #expect(run.output == "first\n")
    #expect(try lines().map { $0["status"] as? Int } == [0])
  }

  @Test func `a log that another holds delays the end for a moment only`() throws {
    let server = try LoopbackServer(stalling)
    let running = try start(server, "hello")
    try running.waitForOutput("first")
    let folder = (log as NSString).deletingLastPathComponent
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let file = try OpenFile(appendingTo: log)
    #expect(try file.locks(isExclusive: true))
    // Twice, as people do when nothing seems to happen.
    for _ in 0..<2 { running.send(SIGINT) }
    // A writer that is not being ended waits for ten seconds.
    #expect(try running.wait(timeLimit: 8).status == 130)
    #expect(try lines().isEmpty)
    withExtendedLifetime(server) {}
  }

  // MARK: Many requests

  /// Starts a batch of four workers whose replies to some prompts stall.
  private func startBatch(
    _ prompts: Int, stalling stalls: @escaping @Sendable (String) -> Bool = { _ in true }
  ) throws -> (Running, LoopbackServer) {
    let stalling = stalling
    let server = try LoopbackServer { stalls($0.text) ? stalling : Self.whole }
    var home = home
    home.use(server)
    var program = home.byok("chat", "-m", Self.model, "--each-line", "-j", "4")
    program.input = .bytes(Array((1...prompts).map { "prompt \($0).\n" }.joined().utf8))
    return (try program.start(), server)
  }

  @Test(arguments: signals)
  func `each request of a batch that a signal ends is noted`(_ number: Int32) throws {
    let (running, server) = try startBatch(8)
    try server.waitForRequests(4)
    running.send(number)
    let run = try running.wait()
    #expect(run.status == 128 + number)
    #expect(run.output == "" && run.errors == "")
    let lines = try lines()
    #expect(lines.map { $0["status"] as? Int } == [Int](repeating: Int(128 + number), count: 4))
    #expect(lines.allSatisfy { ($0["input_tokens"] as? Int ?? 0) > 0 })
    #expect(lines.allSatisfy { ($0["cost_usd"] as? Double ?? 0) > 0 })
  }

  @Test func `what has ended before a signal is noted once`() throws {
    let (running, server) = try startBatch(6) { !$0.contains("prompt 1.") }
    try running.waitForOutput("\"index\":0")
    try server.waitForRequests(5)
    running.send(SIGTERM)
    #expect(try running.wait().status == 143)
    let statuses = try lines().compactMap { $0["status"] as? Int }
    #expect(statuses.sorted() == [0, 143, 143, 143, 143])
  }

  @Test func `each request of a batch whose reader goes away is noted`() throws {
    let second = Gate()
    let (waiting, stalling) = (
      LoopbackServer.Reply.stream([.waitFor(second), .text("whole")]), stalling
    )
    let server = try LoopbackServer { request in
      if request.text.contains("prompt 1.") { return Self.whole }
      return request.text.contains("prompt 2.") ? waiting : stalling
    }
    var home = home
    home.use(server)
    let line = """
      printf 'prompt %s.\\n' 1 2 3 4 | byok chat -m \(Self.model) --each-line -j 4 |
        { head -n 1; exec <&-; echo enough; }
      echo "${PIPESTATUS[1]}"
      """
    let running = try home.prepared(Program("/bin/bash", ["-c", line])).start()
    try running.waitForOutput("enough")
    try server.waitForRequests(4)
    second.release()
    let run = try running.wait()
    #expect(run.output.hasSuffix("enough\n141\n"))
    let statuses = try lines().compactMap { $0["status"] as? Int }
    #expect(statuses.sorted() == [0, 0, 141, 141])
  }

  // MARK: Checks

  /// The environment of two keys, of which one is checked by a chat that stalls.
  private func checking(_ server: LoopbackServer) -> Home {
    var home = home
    home.use(server)
    home.variables["OPENAI_BASE_URL"] = server.baseURL + "/openai"
    home.variables["NVIDIA_API_KEY"] = Script.fixtureKey
    home.variables["NVIDIA_BASE_URL"] = server.baseURL + "/nvidia"
    return home
  }

  @Test(arguments: signals)
  func `a check by a chat that a signal ends is noted`(_ number: Int32) throws {
    let server = try LoopbackServer(.init(framing: .chunked, [.stall]))
    let running = try checking(server).byok("keys", "check", "nvidia", "--probe").start()
    try server.waitForRequests(1)
    running.send(number)
    #expect(try running.wait().status == 128 + number)
    let line = try #require(try lines().first)
    #expect(line["status"] as? Int == Int(128 + number))
    #expect(line["provider"] as? String == "nvidia")
    #expect(line["key"] as? String == "NVIDIA_API_KEY")
    #expect((line["input_tokens"] as? Int ?? 0) > 0)
  }

  @Test func `a check by a chat whose reader goes away is noted`() throws {
    let gate = gate
    let server = try LoopbackServer { request in
      if request.path.hasPrefix("/nvidia") { return .init(framing: .chunked, [.stall]) }
      return .init(framing: .chunked, [.waitFor(gate), .bytes(Array(#"{"data":[]}"#.utf8))])
    }
    let line = """
      byok keys check --probe | { head -n 1; exec <&-; echo enough; }
      echo "${PIPESTATUS[0]}"
      """
    let running = try checking(server).prepared(Program("/bin/bash", ["-c", line])).start()
    try running.waitForOutput("enough")
    try server.waitForRequests(2)
    gate.release()
    #expect(try running.wait().output.hasSuffix("enough\n141\n"))
    #expect(try lines().map { $0["status"] as? Int } == [141])
  }

  // MARK: The terminal

  @Test func `Ctrl-C at a question of a batch gives the echo back`() throws {
    let server = try LoopbackServer(stalling)
    var home = home
    home.variables["TERM"] = "xterm"
    let passphrase = try home.folder.write("open sesame\n", to: "pass.txt")
    for provider in ["openai", "groq"] {
      var add = home.byok("keys", "add", provider, "--base-url", server.baseURL)
      add.input = .bytes(Array(Script.fixtureKey.utf8))
      #expect(try add.run().status == 0)
    }
    let change = home.byok("keys", "passwd", "--new-file", passphrase, "--kdf", "portable")
    #expect(try change.run().status == 0)
    try FileManager.default.removeItem(
      atPath: home.folder.path(".local/state/byok/unlock.key"))
    let terminal = try PseudoTerminal()
    // Of several models, the first is planned by a worker.
    var program = home.byok("chat", "-m", "openai/gpt-4.1,groq/m", "--each-line")
    program.onTerminal(terminal, streams: [])
    program.input = .bytes(Array("prompt\n".utf8))
    let running = try program.start()
    try terminal.waitFor("(not shown): ")
    #expect(!terminal.echoes)
    running.send(SIGINT)
    #expect(try running.wait().status == 130)
    #expect(terminal.echoes)
    #expect(server.requests.isEmpty)
  }
}
