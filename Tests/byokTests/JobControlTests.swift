import ByokTestSupport
import Foundation
import Testing

/// The question for a key under a shell with job control.
@Suite struct JobControlTests {
  @Test func `Ctrl-Z gives the echo back, and fg asks again without it`() throws {
    let home = try Home()
    let terminal = try PseudoTerminal()
    var shell = home.prepared(Program("/bin/bash", ["--norc", "--noediting", "-i"]))
    shell.environment["PS1"] = "shell> "
    shell.onTerminal(terminal)
    let running = try shell.start()
    try terminal.waitFor("shell> ")
    terminal.type("byok keys add openai\n")
    try terminal.waitFor("(not shown): ")
    #expect(!terminal.echoes)
    terminal.type("sk-half\u{1A}")
    try terminal.waitFor("Stopped")
    try terminal.waitFor("shell> ")
    #expect(terminal.echoes)
    terminal.type("fg\n")
    try terminal.waitFor("(not shown): ")
    #expect(!terminal.echoes)
    terminal.type("\(Script.fixtureKey)\n")
    try terminal.waitFor("sealed openai/default (…wxyz")
    terminal.type("exit\n")
    #expect(try running.wait().status == 0)
    #expect(!terminal.screen.contains("sk-"))
    let shown = try home.byok("keys", "show", "openai", "--reveal").run()
    #expect(shown.output == "\(Script.fixtureKey)\n")
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGQUIT, SIGINT])
  func `a signal at the question ends byok with the echo back`(signal: Int32) throws {
    let home = try Home()
    let terminal = try PseudoTerminal()
    var program = home.byok("keys", "add", "openai")
    program.onTerminal(terminal)
    let running = try program.start()
    try terminal.waitFor("(not shown): ")
    #expect(!terminal.echoes)
    running.send(signal)
    #expect(try running.wait().status == 128 + signal)
    #expect(terminal.echoes)
  }
}
