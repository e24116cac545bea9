internal import ByokCore
internal import ByokKit

/// `byok mcp import`: take over the servers of another program.
struct MCPImport: Command {
  var common = CommonOptions()
  var program: ServerSource?
  var file: String?
  var servers: [String] = []
  var replaces = false
  var isDryRun = false

  static let name = "mcp import"

  static let definition = CommandDefinition<Self>(
    summary: "Import MCP servers from another tool",
    detail: [
      "TOOL is claude-desktop, claude (Claude Code), cursor, vscode, gemini, qwen, codex, goose or opencode;"
        + " FILE is another file than the tool's own. With '-', an object with mcpServers is read from"
        + " standard input, as the documentation of servers shows it.",
      "For each server, the command prints what will be run, and what becomes of each secret: a secret in"
        + " clear is sealed as mcp/SERVER-NAME, and config.json gets ${key:…}; references to environment"
        + " variables become ${NAME}. Time limits are converted to seconds. Nothing that says how far a"
        + " server is trusted is taken over: only read-only tools are offered until you allow more.",
      "Disabled servers are skipped unless --server names them. Whatever is not imported is reported with"
        + " the reason, and the exit status is then 2. The files are not changed.",
    ],
    operands: [.required("TOOL", \.program), .optional("FILE", \.file)],
    options: [
      .repeating("server", "NAME", \.servers, "Import only this server (repeatable)"),
      .flag("dry-run", \.isDryRun, "Show what would be imported, without importing it"),
      .flag("replace", \.replaces, "Replace servers and keys of the same name"),
    ],
    unlocks: true,
    examples: [
      Example(line: "byok mcp import claude --dry-run", purpose: "show what would be imported"),
      Example(line: "byok mcp import codex", purpose: "import the servers of Codex"),
      Example(
        line: "wl-paste | byok mcp import -", purpose: "import what a server's documentation shows"),
    ])

  func run(in session: inout Session) throws(ByokError) {
    guard let program else { return }
    let servers = try ServerImport.read(
      program, path: file, ServerImport.Options(replaces: replaces, names: self.servers), session)
    for server in servers.found { try report(server, session.console) }
    for item in servers.leftOut {
      session.console.warn(
        ByokError(.usage, "left out: \(item.called.shown) (line \(item.line)): \(item.reason)"))
    }
    if !isDryRun { try servers.write() }
    let lost = servers.leftOut.filter(\.isLoss)
    guard lost.isEmpty else { throw .notImported(lost, from: servers.source) }
  }

  private func verb(for server: ServerImport.Found) -> String {
    server.isKnown ? "already there:" : isDryRun ? "would import" : "importing"
  }

  private func report(_ server: ServerImport.Found, _ console: Console) throws(ByokError) {
    var lines = [
      "\(verb(for: server)) \(server.name)"
        + (server.called == server.name ? "" : " (\(server.called.shown))")
    ]
    lines += ServerFacts(name: server.name, row: server.row).lines
    lines += server.sealed.map { "sealed: \($0.field.shown) as \($0.key)" }
    lines += server.openKeys.map {
      "then: byok keys add \($0.key) --for \(server.name) (\($0.reason))"
    }
    lines += server.notes.map { "note: " + $0 }
    for (index, line) in lines.enumerated() {
      let line = (index == 0 ? "" : "  ") + Sanitizer.oneLine(line, limit: 2000)
      if isDryRun { try console.write(line + "\n") } else { console.note(line) }
    }
  }
}
