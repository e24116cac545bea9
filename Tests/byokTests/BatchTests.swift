import ByokTestSupport
import Foundation
import Synchronization
import Testing

/// Many prompts at once, as their provider and a person at a terminal see them.
@Suite struct BatchTests {
  private var home: Home

  init() throws {
    home = try Home()
  }

  private static let answer = #"{"choices":[{"message":{"content":"ok"},"finish_reason":"stop"}]}"#

  /// An answer that waits for the gate.
  private static func answer(behind gate: Gate) -> LoopbackServer.Reply {
    var reply = LoopbackServer.Reply.json(answer)
    reply.framing = .chunked
    reply.steps.insert(.waitFor(gate), at: 0)
    return reply
  }

  /// A refusal for so many seconds that waits for the gate.
  private static func refusal(
    behind gate: Gate, seconds: Int = 1
  ) -> LoopbackServer.Reply {
    var reply = answer(behind: gate)
    reply.status = 429
    reply.headers.append(.init("Retry-After", "\(seconds)"))
    reply.steps[1] = .bytes(Array(#"{"error":{"code":"rate_limit_exceeded"}}"#.utf8))
    return reply
  }

  @Test func `one that is told to slow down makes all wait`() throws {
    var home = home
    let (refused, answered) = (Gate(), Gate())
    let count = Mutex(0)
    let server = try LoopbackServer { _ in
      let number = count.withLock { count in
        count += 1
        return count
      }
      if number == 1 { return Self.refusal(behind: refused) }
      return number <= 4 ? Self.answer(behind: answered) : .json(Self.answer)
    }
    home.use(server)
    var program = home.byok("chat", "-m", "openai/m", "--each-line", "-j", "4")
    program.input = .bytes(Array((1...400).map { "prompt \($0).\n" }.joined().utf8))
    let running = try program.start()
    try server.waitForRequests(4)
    refused.release()
    try running.waitForErrors("pausing all workers for 1.0 s")
    for _ in 0..<3 { answered.release() }
    #expect(try running.wait().status == 0)
    let prompts = server.requests.map(\.text)
    #expect(prompts.count == 401)
    // Those that do not wait would have asked all the rest before the one that must.
    let again = try #require(prompts.dropFirst().firstIndex(of: prompts[0]))
    #expect(again < 200)
  }

  /// A batch with its progress on a terminal, whose second answer waits for the gate.
  private func startOnTerminal(
    _ terminal: PseudoTerminal, _ gate: Gate
  ) throws -> (Running, LoopbackServer) {
    var home = home
    let server = try LoopbackServer(.json(Self.answer), Self.answer(behind: gate))
    home.use(server)
    home.variables["TERM"] = "xterm"
    var program = home.byok("chat", "-m", "openai/m", "--each-line", "-j", "1")
    program.onTerminal(terminal, streams: [2])
    program.input = .bytes(Array("one\ntwo\n".utf8))
    let running = try program.start()
    try terminal.waitFor("\r\u{1B}[K1 done, ")
    return (running, server)
  }

  @Test func `a terminal shows how far it is, and nothing of it stays`() throws {
    let (terminal, gate) = (try PseudoTerminal(), Gate())
    let (running, server) = try startOnTerminal(terminal, gate)
    gate.release()
    let run = try running.wait()
    #expect(run.status == 0)
    #expect(run.output.split(separator: "\n").count == 2)
    #expect(terminal.screen.hasSuffix("/s\r\u{1B}[Kbyok: 2 answered\r\n"))
    server.stop()
  }

  @Test func `Ctrl-C leaves whole lines and an empty line on the terminal`() throws {
    let (terminal, gate) = (try PseudoTerminal(), Gate())
    let (running, server) = try startOnTerminal(terminal, gate)
    terminal.type("\u{3}")
    let run = try running.wait()
    #expect(run.status == 130)
    #expect(run.output.split(separator: "\n").count == 1)
    #expect(run.output.hasSuffix("}\n"))
    #expect(terminal.screen.hasSuffix("\r\u{1B}[Kbyok: stopped: 1 answered\r\n"))
    #expect(terminal.echoes)
    server.stop()
  }

  @Test func `a batch that has ended sends nothing more, however long a wait is pending`() throws {
    var home = home
    let (limit, refusal) = (Gate(), Gate())
    let count = Mutex(0)
    let server = try LoopbackServer { _ in
      let number = count.withLock { count in
        count += 1
        return count
      }
      if number == 1 { return Self.refusal(behind: limit, seconds: 599) }
      var reply = Self.answer(behind: refusal)
      reply.status = 401
      return reply
    }
    home.use(server)
    var program = home.byok("chat", "-m", "openai/m", "--each-line", "-j", "2")
    program.input = .bytes(Array("one\ntwo\nthree\n".utf8))
    let running = try program.start()
    try server.waitForRequests(2)
    limit.release()
    try running.waitForErrors("pausing all workers for 599.0 s")
    refusal.release()
    let run = try running.wait()
    #expect(run.status == 4)
    #expect(run.output.split(separator: "\n").count == 2)
    #expect(server.requests.count == 2)
  }

  @Test func `a prompt that was not sent when the batch ended is left out`() throws {
    var home = home
    let (limit, key, last) = (Gate(), Gate(), Gate())
    let server = try LoopbackServer { request in
      if request.text.contains("one") { return Self.refusal(behind: limit, seconds: 599) }
      guard request.text.contains("two") else { return Self.answer(behind: last) }
      var reply = Self.answer(behind: key)
      reply.status = 401
      return reply
    }
    home.use(server)
    var program = home.byok("chat", "-m", "openai/m", "--each-line", "--unordered", "-j", "3")
    program.input = .bytes(Array("one\ntwo\nthree\nfour\n".utf8))
    let running = try program.start()
    try server.waitForRequests(3)
    limit.release()
    try running.waitForErrors("pausing all workers for 599.0 s")
    last.release()
    // The worker of this one goes on to the fourth, which must wait.
    try running.waitForOutput("\"index\":2")
    key.release()
    let run = try running.wait()
    #expect(run.status == 4)
    #expect(run.output.split(separator: "\n").count == 3)
    #expect(server.requests.count == 3)
    let log = try String(
      contentsOfFile: home.folder.path(".local/state/byok/usage.jsonl"), encoding: .utf8)
    #expect(log.split(separator: "\n").count == 3)
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func `a batch whose output is blocked ends by a signal`(_ number: Int32) throws {
    var home = home
    // One result is more than the pipe takes.
    let text = String(repeating: "x", count: 200_000)
    let server = try LoopbackServer(
      .json(#"{"choices":[{"message":{"content":"\#(text)"},"finish_reason":"stop"}]}"#))
    home.use(server)
    let path = home.folder.path("pipe")
    try #require(unsafe mkfifo(path, 0o600) == 0)
    // Opened for both, so that neither side waits for the other.
    let descriptor = unsafe open(path, O_RDWR)
    defer { close(descriptor) }
    var program = home.byok("chat", "-m", "openai/m", "--each-line", "-j", "2")
    program.output = .file(path)
    program.input = .bytes(Array(String(repeating: "prompt\n", count: 1000).utf8))
    let running = try program.start()
    // The writing has begun, and cannot come to its end.
    var byte: UInt8 = 0
    #expect(unsafe read(descriptor, &byte, 1) == 1)
    running.send(number)
    let run = try running.wait()
    #expect(run.status == 128 + number)
    #expect(run.errors == "")
  }

  /// A batch whose first answer waits for the gate, once it has been told to end.
  private func startWithGrace(_ gate: Gate) throws -> (Running, LoopbackServer) {
    var home = home
    let server = try LoopbackServer(Self.answer(behind: gate))
    home.use(server)
    var program = home.byok(
      "chat", "-m", "openai/m", "--each-line", "-j", "1", "--grace", "60s")
    program.input = .bytes(Array("one\ntwo\n".utf8))
    let running = try program.start()
    try server.waitForRequests(1)
    running.send(SIGTERM)
    try running.waitForErrors("SIGTERM: waiting up to 60.0 s for requests")
    return (running, server)
  }

  @Test func `with --grace, SIGTERM lets a request under way end, and no other begin`() throws {
    let gate = Gate()
    let (running, server) = try startWithGrace(gate)
    gate.release()
    let run = try running.wait()
    #expect(run.status == 128 + SIGTERM)
    #expect(run.output.split(separator: "\n").count == 1)
    #expect(run.output.hasSuffix("}\n"))
    #expect(run.errors.contains("byok: stopped: 1 answered"))
    #expect(server.requests.count == 1)
  }

  @Test func `a second SIGTERM ends it at once`() throws {
    let gate = Gate()
    let (running, server) = try startWithGrace(gate)
    running.send(SIGTERM)
    let run = try running.wait()
    #expect(run.status == 128 + SIGTERM)
    #expect(run.output == "")
    server.stop()
  }
}
