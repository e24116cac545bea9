import ByokTestSupport

extension Bench {
  /// A reply of 1 MB of Markdown on a terminal: rendered, beside the same printed as it is.
  func markdown() throws -> Row {
    let server = try LoopbackServer(Streams.markdown)
    defer { server.stop() }
    var raw = chat(server)
    raw.arguments.append("--raw")
    raw.environment["TERM"] = "xterm"
    var rendered = raw
    rendered.arguments.removeLast()
    let pairs = try Pairs(
      max(runs / 4, 3), warmUps: 1, { try Self.millisecondsOnTerminal(rendered) },
      { try Self.millisecondsOnTerminal(raw) })
    var row = Row(times: pairs, "byok chat, 1 MB of Markdown on a terminal", "the same with --raw")
    row.set(leastShare: 2.0 / 3, of: pairs)
    return row
  }

  private static func millisecondsOnTerminal(_ program: Program) throws -> Double {
    let terminal = try PseudoTerminal()
    var program = program
    program.onTerminal(terminal, streams: [1])
    var status: Int32 = 0
    let time = try ContinuousClock().measure { status = try program.start().wait().status }
    guard status == 0 else { throw SupportFailure("the chat ended with \(status)") }
    return time / .milliseconds(1)
  }
}
