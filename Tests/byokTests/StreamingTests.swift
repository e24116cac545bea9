import ByokTestSupport
import Foundation
import Testing

/// What can be seen of a reply only while it is on its way.
@Suite struct StreamingTests {
  private let gate = Gate()
  private let server: LoopbackServer
  private var home: Home

  init() throws {
    home = try Home()
    server = try LoopbackServer(
      .stream([.text("first"), .waitFor(gate), .text(" second")]))
    home.use(server)
  }

  @Test func `an event is printed before the next one comes`() throws {
    let running = try home.byok("chat", "-m", "openai/m", "hello").start()
    try running.waitForOutput("first")
    gate.release()
    let run = try running.wait()
    #expect(run.status == 0)
    #expect(run.output == "first second\n")
    #expect(run.errors == "")
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP, SIGQUIT])
  func `a signal ends a reply in the middle by its default action`(signal: Int32) throws {
    let running = try home.byok("chat", "-m", "openai/m", "hello").start()
    try running.waitForOutput("first")
    running.send(signal)
    let run = try running.wait()
    #expect(run.status == 128 + signal)
    #expect(run.output == "first")
    #expect(run.errors == "")
  }

  @Test func `Ctrl-C on a terminal ends a reply in the middle by SIGINT`() throws {
    var home = home
    // A word is shown on a terminal once it has ended.
    let server = try LoopbackServer(.stream([.text("first "), .waitFor(gate)]))
    home.use(server)
    let terminal = try PseudoTerminal()
    var program = home.byok("chat", "-n", "-m", "openai/m", "hello")
    program.onTerminal(terminal)
    let running = try program.start()
    try terminal.waitFor("first")
    terminal.type("\u{3}")
    #expect(try running.wait().status == 130)
    #expect(terminal.echoes)
  }

  @Test func `a reader that goes away ends a reply in the middle by SIGPIPE`() throws {
    let line = """
      byok chat -m openai/m hello | { head -c 5; exec <&-; echo ' is enough'; }
      echo "${PIPESTATUS[0]}"
      """
    let running = try home.prepared(Program("/bin/bash", ["-c", line])).start()
    try running.waitForOutput("first is enough")
    gate.release()
    let run = try running.wait()
    #expect(run.output == "first is enough\n141\n")
    #expect(run.errors == "")
  }

  @Test func `memory does not grow with the length of a reply`() throws {
    var home = home
    let (begun, done) = (Gate(), Gate())
    let kilobytes = String(repeating: "x", count: 8192)
    let server = try LoopbackServer(
      .stream([
        .text("a"), .bytes(LoopbackServer.Reply.Step.event("reasoning", "begun")),
        .waitFor(begun), .repeated(LoopbackServer.Reply.Step.event("content", kilobytes), 1500),
        .bytes(LoopbackServer.Reply.Step.event("reasoning", "done")), .waitFor(done),
      ]))
    home.use(server)
    var program = home.byok("chat", "--show-reasoning", "-m", "openai/m", "hello")
    program.output = .file("/dev/null")
    let running = try program.start()
    try running.waitForErrors("begun")
    let before = try peak(of: running.pid)
    begun.release()
    try running.waitForErrors("done", timeLimit: 60)
    let after = try peak(of: running.pid)
    done.release()
    #expect(try running.wait().status == 0)
    #expect(after - before < 3000, "\(after - before) KiB more for 12 MB of reply")
  }

  /// The most memory that the process ever had, in KiB.
  private func peak(of pid: Int32) throws -> Int {
    let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
    return try #require(Int(line.filter(\.isNumber)))
  }
}
