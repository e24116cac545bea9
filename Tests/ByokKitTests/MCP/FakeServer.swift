import ByokTestSupport
import Foundation

@testable import ByokCore
@testable import ByokKit

/// The servers of `Fixtures/mcp/server.py`, started by byok.
struct FakeServer {
  let folder: TemporaryFolder
  var entry: ServerEntry
  var environment: [String: String]
  /// Takes what is said to people.
  let notes = Condition<[String]>([])

  /// - Parameters:
  ///   - words: What the server is to do; see the file.
  ///   - name: The user's name for it.
  /// - Throws: An error when the file is not there.
  init(_ words: String..., name: String = "fake") throws {
    folder = try TemporaryFolder()
    let script = try Fixture.url("mcp/server.py").path
    let pids = "pids=\(folder.path("pids"))"
    entry = ServerEntry(
      name: name,
      place: .program(
        ServerEntry.ServerProgram(command: "python3", arguments: ["-S", script, pids] + words)))
    environment = ["PATH": "/usr/bin:/bin", "HOME": "/"]
  }

  var outside: ServerSet.Outside {
    var console = Console.silent
    console.onNote = { [notes] note in notes.update { $0.append(note) } }
    return ServerSet.Outside(
      Session(
        console: console, environment: Environment(environment), clock: .system,
        transport: CurlTransport(network: NetworkEnvironment(environment: Environment([:])))))
  }

  /// Does something with the server, and stops it.
  @discardableResult
  func use<Result>(_ body: (ServerSet) throws -> Result) throws -> Result {
    let servers = ServerSet([entry], outside, onSignal: nil)
    defer { servers.stop() }
    return try body(servers)
  }

  /// Calls one tool, and stops the server.
  func call(_ tool: String, _ arguments: [String: JSONValue] = [:]) throws -> ToolAnswer {
    try use { try $0.call(tool, arguments) }
  }

  /// The server's number, and those of its children.
  var processes: [Int32] {
    let text = (try? String(contentsOfFile: folder.path("pids"), encoding: .utf8)) ?? ""
    return text.split(separator: "\n").compactMap { Int32($0) }
  }

  /// Those that are still there; an exited one that nobody has waited for is not.
  var living: [Int32] {
    processes.filter { process in
      let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
      return stat.map { !$0.contains(") Z ") } ?? false
    }
  }
}

extension ServerSet {
  /// Calls a tool of the server named `fake`.
  func call(
    _ tool: String, _ arguments: [String: JSONValue] = [:], limit: Double? = nil,
    of server: String = "fake", interrupt: Latch? = nil
  ) throws -> ToolAnswer {
    try run(
      ServerTool(server: server, name: tool, inputSchema: .object([:])),
      arguments: .object(arguments), limit: limit, interrupt: interrupt)
  }
}

extension ToolAnswer {
  /// Its text, if there is nothing else.
  var text: String? { content.text }
}
