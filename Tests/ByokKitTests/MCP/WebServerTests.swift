import ByokTestSupport
import Foundation
import Testing

@testable import ByokCore
@testable import ByokKit

/// Servers at addresses: both generations, sessions, streams, and what they refuse.
@Suite struct WebServerTests {
  @Test(
    arguments: [
      (["legacy"], "2025-11-25"), (["sse"], "2025-11-25"), (["session"], "2025-11-25"),
      (["session", "sse"], "2025-11-25"), (["version=2025-03-26"], "2025-03-26"),
      (["modern"], "2026-07-28"), (["modern", "sse"], "2026-07-28"), (["dual"], "2026-07-28"),
    ])
  func `the generation is found out`(_ words: [String], _ version: String) throws {
    let server = try WebServer(words)
    try server.use { (servers) throws in
      #expect(try servers.report(of: "fake").version == version)
      #expect(try servers.call("echo", ["text": .string("hi")]).text == "hi")
      #expect(try servers.call("fail").isError)
      #expect(try servers.call("nothing") == ToolAnswer(failure: "Unknown tool: nothing"))
    }
  }

  @Test func `the handshake alone can be asked for`() throws {
    var server = try WebServer(["dual"])
    server.entry.era = .legacy
    #expect(try server.use { try $0.report(of: "fake").version } == "2025-11-25")
  }

  @Test func `header fields say what is sent`() throws {
    let server = try WebServer(["modern"])
    try server.use { (servers) throws in _ = try servers.call("échec") }
    let calls = try server.requests().filter { $0.body?["method"]?.text == "tools/call" }
    let headers = try #require(calls.first).headers
    #expect(headers["mcp-method"] == "tools/call")
    #expect(headers["mcp-name"] == "=?base64?w6ljaGVj?=")
    #expect(headers["mcp-protocol-version"] == "2026-07-28")
    #expect(headers["accept"] == "application/json, text/event-stream")
    #expect(headers["origin"] == nil && headers["mcp-session-id"] == nil)
  }

  @Test func `arguments are sent as header fields where the schema asks for it`() throws {
    let server = try WebServer(["modern", "headers"])
    try server.use { (servers) throws in
      let tools = try servers.report(of: "fake").tools
      #expect(tools.map(\.name) == ["route"])
      let tool = try #require(tools.first)
      func call(_ arguments: [String: JSONValue], _ tool: ServerTool) throws -> ToolAnswer {
        try servers.run(tool, arguments: .object(arguments), limit: nil, interrupt: nil)
      }
      let all: [String: JSONValue] = [
        "region": .string("Zürich\n"), "where": .object(["row": .integer(-7)]), "sure": .bool(true),
      ]
      #expect(try !call(all, tool).isError)
      #expect(try call(["sure": .null], tool).text == #"{"sure": null}"#)
      // What a list from last time says is not what the server wants now.
      var old = tool
      old.inputSchema = .object(["type": .string("object")])
      #expect(try !call(all, old).isError)
      let large = try call(["where": .object(["row": .integer(.min)])], tool)
      #expect(large.text == "the call was not sent: where.row cannot be sent as a header")
    }
    let lists = try server.requests().filter { $0.body?["method"]?.text == "tools/list" }
    #expect(lists.count == 2)
  }

  @Test func `a program gets its arguments in its messages alone`() throws {
    let tools = try FakeServer("modern", "headers").use { try $0.report(of: "fake").tools }
    #expect(tools.map(\.name) == ["route", "wrong"])
  }

  // MARK: Sessions

  @Test func `a session is used and ended`() throws {
    let server = try WebServer(["session"])
    try server.use { (servers) throws in _ = try servers.report(of: "fake") }
    let requests = try server.requests()
    #expect(requests.last?.method == "DELETE")
    #expect(requests.last?.headers["mcp-session-id"] == "s1")
    #expect(
      requests.map { $0.headers["mcp-session-id"] ?? "-" } == ["-", "-", "s1", "s1", "s1"])
  }

  @Test(arguments: [["session", "lose=2"], ["session", "lose=2", "forgetful", "sse"]])
  func `a lost session is begun anew, and the call repeated`(_ words: [String]) throws {
    let server = try WebServer(words)
    try server.use { (servers) throws in
      #expect(try servers.call("echo", ["text": .string("1")]).text == "1")
      #expect(try servers.call("echo", ["text": .string("2")]).text == "2")
      #expect(try servers.call("echo", ["text": .string("3")]).text == "3")
    }
    let handshakes = try server.requests().filter { $0.body?["method"]?.text == "initialize" }
    #expect(handshakes.map { $0.headers["mcp-session-id"] } == [nil, nil])
  }

  // MARK: Streams

  @Test func `progress and requests come with an answer`() throws {
    var server = try WebServer(["sse", "session"])
    server.entry.toolTimeout = 1.5
    try server.use { (servers) throws in
      #expect(try servers.call("later").text == "at last")
      #expect(try servers.call("ask").text == "[{}, -32601, -32601]")
    }
  }

  @Test func `a stream that was cut is resumed`() throws {
    let server = try WebServer(["sse", "session", "cut"])
    #expect(try server.use { try $0.call("echo", ["text": .string("on")]).text } == "on")
    let resumed = try server.requests().filter { $0.method == "GET" }
    #expect(resumed.map { $0.headers["last-event-id"] } == ["e1"])
  }

  @Test func `a large result arrives whole`() throws {
    for words in [["legacy"], ["sse"]] {
      let answer = try WebServer(words).use { try $0.call("large") }
      #expect(answer.text?.utf8.count == 10_000_000)
    }
  }

  // MARK: Refusals

  private func failure(_ words: [String]) throws -> ByokError? {
    let server = try WebServer(words)
    return #expect(throws: ByokError.self) { try server.use { try $0.report(of: "fake") } }
  }

  @Test func `a refused credential is said to be one`() throws {
    let error = try failure(["token=right"])
    #expect(error?.kind == .tools)
    #expect(error?.message.contains("does not accept the credentials (HTTP 401)") == true)
    #expect(error?.hints.first?.hasPrefix("byok keys add mcp/") == true)
    #expect(error?.hints.last?.hasPrefix("the server asks for OAuth; byok needs") == true)
    #expect(try failure(["status=403"])?.message.contains("(HTTP 403)") == true)
  }

  @Test func `sealed keys go into header fields`() throws {
    var server = try WebServer(["token=right"])
    try server.addHeaders()
    #expect(try server.use { try $0.call("echo", ["text": .string("in")]).text } == "in")
    let headers = try #require(try server.requests().last).headers
    #expect(headers["x-second"] == "wrong")
    #expect(headers["x-plain"] == "yes")
  }

  @Test(arguments: ["status=404", "status=405", "status=421", "status=400"])
  func `an address without a server is said to be one`(_ word: String) throws {
    #expect(try failure([word])?.message.contains("does not speak MCP at this address") == true)
  }

  @Test func `a web page is no server, and an internal error is reported`() throws {
    #expect(try failure(["html"])?.message.contains("answers with 'text/html'") == true)
    #expect(try failure(["status=500"])?.message.contains("HTTP 500") == true)
  }

  @Test func `redirects are followed within the origin only`() throws {
    let server = try WebServer(["redirect=/other"])
    #expect(try server.use { try $0.call("echo", ["text": .string("x")]).text } == "x")
    let other = try WebServer(["legacy"])
    let error = try failure(["redirect-to=\(other.url)"])
    #expect(error?.message.contains("redirects to") == true)
    #expect(try other.requests().isEmpty)
    let endless = try failure(["redirect-loop"])
    #expect(endless?.message.contains("is redirected more than") == true)
  }

  @Test func `nobody there is said so`() throws {
    var server = try WebServer(["legacy"])
    server.entry.place = .address(ServerEntry.ServerAddress(url: "http://127.0.0.1:1/mcp"))
    let error = #expect(throws: ByokError.self) { try server.use { try $0.report(of: "fake") } }
    #expect(error?.message.contains("cannot be reached") == true)
  }

  @Test func `a late call is given up`() throws {
    var server = try WebServer(["sse", "session"])
    server.entry.isParallel = true
    try server.use { (servers) throws in
      #expect(try servers.call("later", ["wait": .number(5)], limit: 0.5).isError)
      #expect(try servers.call("cancelled").text == "[4]")
    }
  }

  // MARK: The old way

  @Test func `a server of 2024 is spoken to by its stream`() throws {
    var server = try WebServer(["old", "version=2024-11-05"])
    server.isEventStream = true
    try server.use { (servers) throws in
      #expect(try servers.report(of: "fake").version == "2024-11-05")
      #expect(try servers.call("echo", ["text": .string("hi")]).text == "hi")
      #expect(try servers.call("ask").text == "[{}, -32601, -32601]")
    }
  }

  @Test func `its messages go to no other origin`() throws {
    let other = try WebServer(["legacy"])
    var server = try WebServer(["old", "foreign=\(other.url)"])
    server.isEventStream = true
    let error = #expect(throws: ByokError.self) { try server.use { try $0.report(of: "fake") } }
    #expect(error?.message.contains("where byok does not send them") == true)
    #expect(try other.requests().isEmpty)
  }
}
