internal import ByokCore
internal import ByokKit

/// `byok mcp list`: which servers of tools are configured.
struct MCPList: Command {
  var common = CommonOptions()

  static let name = "mcp list"

  static let definition = CommandDefinition<Self>(
    summary: "List configured MCP servers",
    detail: [
      "Shows what would be started or connected to, and which sealed keys each server needs: '!' marks"
        + " one that is not sealed. Nothing is started. 'byok mcp' does the same."
    ],
    json: true,
    examples: [
      Example(line: "byok mcp list", purpose: "list all servers", runsAnywhere: true),
      Example(line: "byok mcp list --json", purpose: "list them as JSON", runsAnywhere: true),
    ])

  func run(in session: inout Session) throws(ByokError) {
    let configuration = try Configuration.load(session.locations)
    let sealed = Set(
      ProvidersWithKeys.readableNames(session.keystore).filter(\.isOfServer).map(\.label))
    let servers = configuration.servers.sorted { $0.key < $1.key }
      .map { name, row in
        ServerFacts(
          name: name, row: row, sealed: sealed,
          lastList: ToolCache.lastList(of: name, session.locations))
      }
    if common.json {
      return try session.console.write(.array(servers.map(\.document)), pretty: true)
    }
    guard !servers.isEmpty else {
      return session.console.note("no servers yet; byok mcp add NAME -- COMMAND adds one")
    }
    let now = session.clock.now()
    let rows = servers.map { server in
      [
        TableCell(server.name), TableCell(server.runs), TableCell(server.keys),
        TableCell(server.offered), .time(server.lastList?.time, now: now),
      ]
    }
    let columns = [
      TableColumn("NAME"),
      TableColumn("COMMAND OR URL", rank: 1, least: 24, overflow: .shortenInMiddle),
      TableColumn("KEYS", rank: 2, least: 12), TableColumn("TOOLS", rank: 3, least: 10),
      TableColumn("LISTED", rank: 4),
    ]
    try session.console.write(Table(columns, rows))
  }
}
