import ByokKitTestSupport
import ByokTestSupport
import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct ServerListTests {
  private let store: StoreFixture

  init() throws {
    store = try StoreFixture(["HOME": "/home/u", "SIZE": "big", "A_TOKEN": "t0", "VOID": ""])
  }

  private func list(_ servers: String) throws -> ServerList {
    try store.folder.write("{ mcp: { servers: { \(servers) } } }", to: "config.json", mode: 0o600)
    let session = Session(
      console: .silent, environment: store.environment, clock: store.clock.clock,
      transport: FakeTransport([]))
    return ServerList(try Configuration.load(store.locations), session)
  }

  private func program(_ entry: ServerEntry) throws -> ServerEntry.ServerProgram {
    guard case .program(let program) = entry.place else { throw SupportFailure("no program") }
    return program
  }

  @Test func `what is written becomes what is started`() throws {
    let servers = try list(
      """
      a: {
        command: "${SHELL_:-run}", args: ["-x", "${SIZE}", ""], cwd: "~/a",
        env: { B: "x-${SIZE}-${NONE:-y}", C: "${VOID}", D: "${VOID:-z}" }, pass_env: ["PGHOST"],
        start_timeout: 5, tool_timeout: 6, tools: ["t"], allow: ["read-only"], parallel: true,
        protocol: "legacy", instructions: true,
      },
      """)
    let entry = try #require(try servers.entries(["a", "a"]).first)
    let program = try program(entry)
    #expect(program.command == "run")
    #expect(program.arguments == ["-x", "big", ""])
    #expect(program.folder == "/home/u/a")
    #expect(program.variables.map(\.name) == ["B", "C", "D"])
    #expect(program.variables.map(\.value.plainText) == ["x-big-y", "", "z"])
    #expect(program.passedVariables == ["PGHOST"])
    #expect((entry.startTimeout, entry.toolTimeout) == (5, 6))
    #expect((entry.tools, entry.allow) == (["t"], ["read-only"]))
    #expect(entry.isParallel && entry.usesInstructions && entry.era == .legacy)
  }

  @Test func `an address has its fields, and a secret of a variable is kept as one`() throws {
    let servers = try list(
      """
      a: { url: "https://${SIZE}.example/mcp", headers: { "X-Key": "k ${A_TOKEN}" }, type: "sse" },
      """)
    let entry = try #require(try servers.entries(["a"]).first)
    guard case .address(let address) = entry.place else { throw SupportFailure("no address") }
    #expect(address.url == "https://big.example/mcp")
    #expect(address.isEventStream)
    let value = try #require(address.headers.first?.value)
    #expect(value.plainText == nil)
    #expect(StoreFixture.text(try value.secret()) == "k t0")
    #expect(value.source == "k ${A_TOKEN}")
  }

  @Test func `a variable that is not set is reported with its place`() throws {
    let servers = try list("a: { command: \"x\", env: { B: \"${NONE}\" } }")
    let failure = #expect(throws: ByokError.self) { _ = try servers.entries(["a"]) }
    #expect(failure?.kind == .usage)
    #expect(
      failure?.message == "mcp.servers.a.env.B needs the variable NONE, which is not set")
  }

  @Test func `a sealed key is put in where it was sealed for`() throws {
    try store.add("mcp/k", "secret-0123", base: "https://a.mcp.invalid/x")
    let servers = try list(
      """
      a: { command: "x", env: { K: "<${key:mcp/k}>", L: "${key:mcp/k}" } },
      other: { command: "x", env: { K: "${key:mcp/k}" } },
      """)
    let program = try program(try #require(try servers.entries(["a"]).first))
    #expect(
      try program.variables.map { StoreFixture.text(try $0.value.secret()) }
        == ["<secret-0123>", "secret-0123"])
    #expect(program.variables.allSatisfy { $0.value.plainText == nil })
    let failure = #expect(throws: ByokError.self) { _ = try servers.entries(["other"]) }
    #expect(failure?.kind == .noKey)
  }

  @Test(arguments: [
    ("a: { command: \"y\", env: { K: \"${key:mcp/k}\" } }", "https://a.mcp.invalid/x"),
    ("b: { command: \"x\", env: { K: \"${key:mcp/k}\" } }", "https://a.mcp.invalid/x"),
    ("a: { command: \"x\", env: { K: \"${key:mcp/k}\" } }", "https://a.example"),
    ("a: { url: \"https://b.example\", headers: { K: \"${key:mcp/k}\" } }", "https://a.example"),
    ("a: { url: \"https://a.example:1\", headers: { K: \"${key:mcp/k}\" } }", "https://a.example"),
    (
      "a: { url: \"https://a.example\", headers: { K: \"${key:mcp/k}\" } }",
      "https://a.mcp.invalid/x"
    ),
    ("a: { url: \"https://a.example\", headers: { K: \"${key:mcp/none}\" } }", "https://a.example"),
  ])
  func `another program or address gets nothing`(server: String, bound: String) throws {
    try store.add("mcp/k", "secret-0123", base: bound)
    let servers = try list(server)
    let failure = #expect(throws: ByokError.self) { _ = try servers.entries(servers.names) }
    #expect(failure?.kind == .noKey)
    #expect(failure?.message.contains("secret-0123") == false)
  }

  @Test func `an unknown server gets a hint`() throws {
    let servers = try list("git: { command: \"x\" }")
    let failure = #expect(throws: ByokError.self) { _ = try servers.entries(["gti"]) }
    #expect(failure?.hints == ["did you mean 'git'?"])
  }

  @Test func `a file for one run has its own secrets, and changes nothing`() throws {
    let path = try store.folder.write(
      """
      { "mcpServers": {
        "Web One": { "url": "https://a.example", "headers": { "Authorization": "Bearer sec-ret-1" } },
        "two": { "command": "x", "env": { "T_TOKEN": "sec-ret-2", "V": "${SIZE}" }, "disabled": false },
        "off": { "command": "x", "disabled": true }
      } }
      """, to: "foreign.json")
    let session = Session(
      console: .silent, environment: store.environment, clock: store.clock.clock,
      transport: FakeTransport([]))
    let servers = try ServerList.ofFile(path, session)
    #expect(servers.names == ["two", "web-one"])
    let entries = try servers.entries(servers.names)
    let program = try program(entries[0])
    #expect(
      try program.variables.map { StoreFixture.text(try $0.value.secret()) }.sorted()
        == ["big", "sec-ret-2"])
    guard case .address(let address) = entries[1].place else { throw SupportFailure("no address") }
    #expect(StoreFixture.text(try address.headers[0].value.secret()) == "Bearer sec-ret-1")
    #expect(!fileExists(try store.path))
  }
}
