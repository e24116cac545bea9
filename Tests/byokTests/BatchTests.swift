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

  /// A refusal that waits for the gate.
  private static func refusal(behind gate: Gate) -> LoopbackServer.Reply {
    var reply = answer(behind: gate)
    reply.status = 429
    reply.headers.append(.init("Retry-After", "1"))
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
    try running.waitForErrors("all wait 1.0 s")
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
    #expect(terminal.screen.hasSuffix("/s\r\u{1B}[K"))
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
    #expect(terminal.screen.hasSuffix("\r\u{1B}[K"))
    #expect(terminal.echoes)
    server.stop()
  }
}
