internal import ByokCore
internal import ByokKit

/// `byok mcp tools`: what servers offer.
struct MCPTools: Command {
  var common = CommonOptions()
  var servers: [String] = []
  var accepts = false

  static let name = "mcp tools"

  static let definition = CommandDefinition<Self>(
    summary: "List the tools of MCP servers",
    detail: [
      "Starts each server, or the given ones, lists its tools and stops it. OFFERED says whether 'byok chat --mcp'"
        + " offers a tool where --allow-tool and --deny-tool say nothing, and by which rule. What a server says of its tools is"
        + " its own claim: 'read-only' and 'destructive' are hints that byok does not check. TOKENS estimates"
        + " what a definition adds to each request.",
      "A tool whose definition is not what it was when it was last listed or offered is reported. With 'mcp.pin'"
        + " in config.json, models are not offered it before --accept.",
    ],
    operands: [.repeating("SERVER", optional: true, \.servers)],
    options: [.flag("accept", \.accepts, "Accept the definitions of tools as they are now")],
    json: true, unlocks: true,
    examples: [
      Example(line: "byok mcp tools git", purpose: "list the tools of one server"),
      Example(line: "byok mcp tools git --accept", purpose: "accept changed definitions"),
      Example(line: "byok mcp tools --json", purpose: "list those of all servers, with schemas"),
    ])

  func run(in session: inout Session) throws(ByokError) {
    let run = try ServerRun(servers, session)
    let outcomes = run.outcomes()
    run.stop()
    let tools = outcomes.flatMap { (try? $0.result.get().tools) ?? [] }
    if common.json {
      try session.console.write(.array(tools.map(\.document)), pretty: true)
    } else if tools.isEmpty {
      if !outcomes.contains(where: \.hasFailed) { session.console.note("no tools") }
    } else {
      try session.console.write(Self.table(tools, run.permission))
    }
    try reportChanges(of: tools, run, session)
    if let failure = ServerOutcome.failure(outcomes) { throw failure }
  }

  private func reportChanges(
    of tools: [ServerTool], _ run: ServerRun, _ session: Session
  ) throws(ByokError) {
    let seen = SeenTools(session)
    if accepts { return try seen.accept(tools) }
    for tool in try seen.changed(of: tools) {
      session.console.note("\(tool.shownName) is new or has changed since it was last seen")
    }
    try seen.note(tools, reported: run.pins ? [] : tools)
  }

  private static func table(_ tools: [ServerTool], _ permission: ToolPermission) -> Table {
    let columns = [
      TableColumn("TOOL", comfortable: 30, least: 16, overflow: .shortenInMiddle),
      TableColumn("HINTS", rank: 2, least: 10), TableColumn("OFFERED", rank: 2, least: 12),
      TableColumn("TOKENS", isNumber: true, rank: 3),
      TableColumn("DESCRIPTION", rank: 1, comfortable: 40, least: 24, overflow: .wrap),
    ]
    return Table(
      columns,
      tools.map { tool in
        [
          TableCell(tool.shownName), TableCell(tool.shownHints),
          TableCell(permission.verdict(on: tool).text), TableCell("\(tool.tokens)"),
          TableCell(tool.shownDescription),
        ]
      })
  }
}

extension ToolPermission.Verdict {
  /// For a listing: whether and why.
  fileprivate var text: String {
    switch self {
    case .allowed(let pattern): "yes: \(Sanitizer.oneLine(pattern.text, limit: 80))"
    case .denied(let pattern): "no: denied by \(Sanitizer.oneLine(pattern.text, limit: 80))"
    case .leftOut: "no: not in 'tools'"
    case .notAllowed: "no: not allowed"
    }
  }
}
