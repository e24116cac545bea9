internal import ByokCore
internal import ByokKit

/// `byok mcp rm`: take a server of tools out of the configuration.
struct MCPRemove: Command {
  var common = CommonOptions()
  var server: String?

  static let name = "mcp rm"

  static let definition = CommandDefinition<Self>(
    summary: "Remove an MCP server from config.json",
    detail: ["Its keys stay in the keystore; 'byok keys rm' removes them."],
    operands: [.required("SERVER", \.server)],
    examples: [Example(line: "byok mcp rm github", purpose: "remove the server 'github'")])

  func run(in session: inout Session) throws(ByokError) {
    guard let name = server else { return }
    let configuration = try Configuration.load(session.locations)
    let row = try ServerList(configuration, session).row(name)
    try Configuration.remove(["mcp", "servers", name], session.locations, clock: session.clock)
    session.console.note("removed \(name)")
    try ServerNotes(session).removed(row)
  }
}
