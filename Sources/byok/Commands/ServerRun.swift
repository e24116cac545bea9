internal import ByokCore
internal import ByokKit

/// The servers that a command starts, and stops before it ends.
struct ServerRun {
  private let servers: ServerSet
  private let names: [String]
  /// Whether tools that changed have to be accepted.
  let pins: Bool
  /// What their entries allow a model.
  let permission: ToolPermission

  /// Starts them.
  ///
  /// - Parameters:
  ///   - names: Those of `config.json` to start; all where none is named.
  ///   - session: The outside world.
  ///   - restarts: Whether one that ends during a call is started again.
  /// - Throws: A usage error when there is none of a name; `noKey` or `locked` without its keys.
  init(_ names: [String], _ session: Session, restarts: Bool = true) throws(ByokError) {
    let configuration = try Configuration.load(session.locations)
    let list = ServerList(configuration, session)
    let wanted = names.isEmpty ? list.names : names
    guard !wanted.isEmpty else {
      throw ByokError(
        .usage, "no MCP servers are configured", hint: "byok mcp add NAME -- COMMAND")
    }
    let entries = try list.entries(wanted)
    self.names = entries.map(\.name)
    permission = ToolPermission(entries)
    var outside = ServerSet.Outside(session)
    outside.restarts = restarts
    outside.cache = ToolCache(session, lifetime: configuration.tools.cache?.seconds, isRead: false)
    pins = configuration.tools.pins ?? false
    servers = ServerSet(entries, outside)
  }

  /// Waits for all.
  func outcomes() -> [ServerOutcome] {
    names.map { name in
      let (result, seconds) = servers.outcome(of: name)
      return ServerOutcome(server: name, result: result, milliseconds: Int(seconds * 1000))
    }
  }

  /// Calls a tool of a server.
  ///
  /// - Throws: `tools` when the server cannot be used; a usage error when it has no such tool.
  func call(
    _ name: String, of server: String, _ arguments: JSONValue, limit: Double?
  ) throws(ByokError) -> ToolAnswer {
    try servers.run(try servers.tool(name, of: server), arguments: arguments, limit: limit)
  }

  /// Stops them.
  func stop() { servers.stop() }
}
