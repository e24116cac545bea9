import ByokTestSupport
import Foundation
import Testing

@testable import ByokCore
@testable import ByokKit

/// Servers that do not start, do not answer or die, and what is left of them.
@Suite struct ServerFailureTests {
  private func failure(_ server: FakeServer) -> ByokError? {
    #expect(throws: ByokError.self) { try server.use { try $0.report(of: "fake") } }
  }

  // MARK: Start

  @Test func `a program that is not there is named`() throws {
    var server = try FakeServer()
    server.change { $0.command = "no-such-program" }
    let error = failure(server)
    #expect(error?.kind == .tools)
    #expect(
      error?.message
        == "the MCP server 'fake' cannot be started: 'no-such-program': no such program in PATH")
  }

  @Test func `a file that is no program is named, and a folder that is not there`() throws {
    var server = try FakeServer()
    let file = try server.folder.write("text", to: "file")
    server.change { $0.command = file }
    #expect(failure(server)?.message.hasSuffix("'\(file)': Permission denied") == true)
    server.change { $0.folder = "/no/such/folder" }
    #expect(
      failure(server)?.message.contains("the folder '/no/such/folder' does not exist") == true)
  }

  @Test func `one that exits says why, without commands for the terminal`() throws {
    let server = try FakeServer("exit=3")
    let error = failure(server)
    #expect(error?.message.contains("exited with status 3 during the handshake, after") == true)
    #expect(
      error?.hints.first
        == "it printed: no such database: \\u{1b}]0;evil\\u{7}secret-of-the-server")
    #expect(server.living.isEmpty)
  }

  @Test func `one that exits at the probe is reported with its own refusal`() throws {
    let server = try FakeServer("modern", "exit-at-probe")
    #expect(failure(server)?.message.contains("exited with status 1") == true)
  }

  @Test func `a silent one is given up and stopped`() throws {
    var server = try FakeServer("silent", "ignore-eof", "ignore-term", "children")
    server.entry.startTimeout = 0.8
    let error = failure(server)
    #expect(error?.message.contains("did not answer within") == true)
    #expect(server.processes.count == 3)
    #expect(server.living.isEmpty)
  }

  // MARK: Lists

  @Test func `pages are put together`() throws {
    let tools = try FakeServer("pages=3").use { try $0.report(of: "fake").tools }
    #expect(tools.map(\.name) == ["page0", "page1", "page2"])
  }

  @Test(
    arguments: [
      ("endless", "on more than 100 pages"), ("same", "the same page of its tools again and again"),
    ])
  func `endless lists end`(_ word: String, _ reason: String) throws {
    var server = try FakeServer()
    server.add([word])
    #expect(failure(server)?.message.contains(reason) == true)
  }

  @Test(arguments: ["none", "undeclared"])
  func `a server may have no tools`(_ word: String) throws {
    var server = try FakeServer()
    server.add([word])
    #expect(try server.use { try $0.report(of: "fake").tools }.isEmpty)
  }

  @Test func `tools that cannot be used are left out and reported`() throws {
    let server = try FakeServer("nameless")
    #expect(try server.use { try $0.report(of: "fake").tools }.map(\.name) == ["ok"])
    #expect(server.notes.withLock(\.count) == 3)
    let twice = try FakeServer("twice")
    #expect(try twice.use { try $0.report(of: "fake").tools }.map(\.name) == ["other"])
    #expect(twice.notes.withLock(\.self) == ["fake lists 2 tools named 'same'; they are left out"])
  }

  @Test func `odd names arrive as they are`() throws {
    let tools = try FakeServer("odd").use { try $0.report(of: "fake").tools }
    #expect(tools.map(\.name).sorted().first == "\u{1B}[31mred")
    #expect(tools.contains { $0.name == "dotted.name/with space" })
  }

  // MARK: Calls

  @Test func `a failed tool and an unknown one are answers`() throws {
    let server = try FakeServer()
    try server.use { (servers) throws in
      #expect(
        try servers.call("fail") == ToolAnswer(content: [.text("it failed")], isError: true))
      #expect(try servers.call("nothing") == ToolAnswer(failure: "Unknown tool: nothing"))
    }
  }

  @Test func `a late call is cancelled, and others go on`() throws {
    var server = try FakeServer()
    server.entry.isParallel = true
    try server.use { (servers) throws in
      let answer = try servers.call("hang", limit: 0.3)
      #expect(answer.isError)
      #expect(answer.text?.contains("its outcome is unknown") == true)
      // Which request it was: the handshake is the first, the list the second.
      #expect(try servers.call("cancelled").text == "[3]")
    }
  }

  @Test func `progress extends a limit`() throws {
    var server = try FakeServer()
    server.entry.toolTimeout = 0.5
    let steps: [String: JSONValue] = ["steps": .integer(8), "wait": .number(0.1)]
    #expect(try server.call("later", steps).text == "at last")
    // A limit of the whole is not extended.
    try server.use { (servers) throws in
      #expect(try servers.call("later", steps, limit: 0.3).isError)
    }
  }

  @Test func `one that dies is started again once, and the call is not repeated`() throws {
    let server = try FakeServer()
    try server.use { (servers) throws in
      let answer = try servers.call("die")
      #expect(answer.isError)
      #expect(answer.text?.contains("exited with status 7 during the call, whose outcome") == true)
      #expect(try servers.call("echo", ["text": .string("back")]).text == "back")
      let error = #expect(throws: ByokError.self) { try servers.call("die") }
      #expect(error?.kind == .tools)
      #expect(error?.hints.last == "it printed: \\u{1b}[31mValueError: dying")
    }
    #expect(server.processes.count == 2)
    #expect(server.living.isEmpty)
  }

  @Test func `one that dies is noticed although its children hold its output open`() throws {
    let server = try FakeServer("children")
    let answer = try server.call("die")
    #expect(answer.text?.contains("exited with status 7 during the call") == true)
    #expect(server.processes.count == 6)
    #expect(server.living.isEmpty)
  }

  @Test func `a call is cancelled when nobody wants it any more`() throws {
    var server = try FakeServer()
    server.entry.isParallel = true
    let interrupt = Latch()
    interrupt.open()
    try server.use { (servers) throws in
      let answer = try servers.call("hang", interrupt: interrupt)
      #expect(answer.isError && answer.text == "the call was cancelled")
      #expect(try servers.call("cancelled").text == "[3]")
    }
  }

  // MARK: End

  @Test(
    arguments: [
      ["children"], ["ignore-eof"], ["ignore-eof", "ignore-term"],
      ["ignore-eof", "ignore-term", "children"], ["linger=0.3"],
    ])
  func `nothing is left of a server`(_ words: [String]) throws {
    var server = try FakeServer()
    server.add(words)
    try server.use { _ = try $0.report(of: "fake") }
    #expect(server.processes.count == (words.contains("children") ? 3 : 1))
    #expect(server.living.isEmpty)
  }

  @Test func `nothing is left of a server that was still starting`() throws {
    for words in [["silent"], ["late=60"], []] {
      var server = try FakeServer()
      server.add(words)
      try server.use { _ in }
      #expect(server.living.isEmpty)
    }
  }

  @Test func `several servers are one run`() throws {
    let server = try FakeServer()
    var other = server.entry
    other.name = "other"
    let servers = ServerSet([server.entry, other], server.outside, onSignal: nil)
    #expect(try servers.reports().map(\.server) == ["fake", "other"])
    #expect(try servers.call("echo", ["text": .string("1")], of: "other").text == "1")
    servers.stop()
    #expect(server.processes.count == 2)
    #expect(server.living.isEmpty)
  }

  @Test func `a run can go on without a server`() throws {
    let server = try FakeServer()
    var broken = try FakeServer("exit=1").entry
    broken.name = "broken"
    let servers = ServerSet(
      [broken, server.entry], server.outside, isOptional: true, onSignal: nil)
    defer { servers.stop() }
    #expect(try servers.reports().map(\.server) == ["fake"])
    #expect(server.notes.withLock(\.first)?.hasPrefix("warning: the MCP server 'broken'") == true)
  }
}
