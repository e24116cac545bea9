internal import ByokCore
internal import ByokKit

/// `byok creds list`: the credentials of other tools that there are.
struct CredsList: Command {
  var common = CommonOptions()
  var path: String?

  static let name = "creds list"

  static let definition = CommandDefinition<Self>(
    summary: "List credentials of Qwen Code, Gemini CLI, Claude Code",
    detail: [
      "These files are read, never written: ~/.qwen/oauth_creds.json (QWEN_HOME),"
        + " ~/.gemini/oauth_creds.json (GEMINI_CLI_HOME), ~/.claude/.credentials.json and"
        + " ~/.claude/oauth_creds.json (CLAUDE_CONFIG_DIR). creds.paths in config.json adds others, in"
        + " which ~ and %USERPROFILE% are the home folder. In WSL, the files of the Windows profile are"
        + " found too, and %USERPROFILE% is that profile: the one in USERPROFILE (shared through"
        + " WSLENV), or those in Users on the mounted drives that you own.",
      "The account is the address in the identity token, whose signature is not verified, or the one"
        + " that the tool stores next to it. Tokens are never shown.",
      "States: ready; expired (the tool renews its credentials when it runs); signed_out; encrypted (the"
        + " tool stores its credentials where byok does not read them); damaged.",
    ],
    options: [.value("path", "FILE", \.path, "Read only FILE")],
    json: true,
    unlocks: true,
    examples: [
      Example(line: "byok creds list", purpose: "list all credentials found", runsAnywhere: true),
      Example(
        line: "byok creds list --json", purpose: "list them as JSON", runsAnywhere: true),
    ])

  func run(in session: inout Session) throws(ByokError) {
    let inventory = CredentialInventory(session, try Configuration.load(session.locations))
    let reports = try inventory.reports(ofFile: path)
    let console = session.console
    if common.json {
      try console.write(.array(reports.all.map(\.document)), pretty: true)
    } else if !reports.all.isEmpty {
      try console.write(Table(CredentialReport.columns, reports.all.map(\.row)))
      for report in reports.all { report.note(to: console) }
    } else {
      let tools = CredentialTool.all.map(\.name).joined(separator: ", ")
      console.note("no credentials of \(tools) found")
    }
    for file in reports.keyFiles {
      console.note(
        "'\(file.path)' contains plain-text keys (\(file.variables.joined(separator: ", "))); to seal"
          + " them: \(file.advice)")
    }
  }
}

extension CredentialReport {
  fileprivate static let columns: [TableColumn] = [
    "TOOL", "STATE", TableColumn("EXPIRES", rank: 1), TableColumn("ACCOUNT", rank: 2, least: 14),
    TableColumn("PROJECT", rank: 4, least: 10), TableColumn("FROM", rank: 3, least: 18),
  ]

  fileprivate var row: [TableCell] {
    [
      TableCell(tool.id), TableCell(state.rawValue, style: state == .ready ? .good : .warning),
      TableCell(expiry), TableCell(finding.facts?.account ?? "-"),
      TableCell(finding.facts?.project ?? "-"), TableCell(finding.place),
    ]
  }

  /// Prints what the row has no room for.
  fileprivate func note(to console: Console) {
    if let problem = finding.problem {
      console.warn(problem)
    } else {
      console.note("\(finding.name): \(advice)")
    }
    for warning in finding.facts?.warnings ?? [] {
      console.warn(ByokError(.failure, "\(finding.name): \(warning)"))
    }
  }
}
