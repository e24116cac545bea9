internal import ByokCore
internal import ByokKit

/// `byok mcp check`: whether servers start, and list their tools.
struct MCPCheck: Command {
  var common = CommonOptions()
  var servers: [String] = []
  var junit: String?

  static let name = "mcp check"

  static let definition = CommandDefinition<Self>(
    summary: "Check whether MCP servers work",
    detail: [
      "Starts each server, or the given ones, at the same time, lists its tools and stops it. No tool is"
        + " called. The exit status is 0 if every server works, otherwise 14. -v shows what servers print."
    ],
    operands: [.repeating("SERVER", optional: true, \.servers)],
    options: [.value("junit", "FILE", \.junit, "Write a JUnit report to FILE")],
    json: true, unlocks: true,
    examples: [
      Example(line: "byok mcp check", purpose: "check all servers"),
      Example(line: "byok mcp check git -v", purpose: "show what a server prints"),
    ])

  func run(in session: inout Session) throws(ByokError) {
    if common.json, junit == "-" { throw .conflict("--json", "--junit -") }
    try junitFile?.check()
    let run = try ServerRun(servers, session)
    let outcomes = run.outcomes()
    run.stop()
    if common.json {
      try session.console.write(.array(outcomes.map(\.document)), pretty: true)
    } else if junit != "-", !common.quiet {
      try session.console.write(Self.table(outcomes))
    }
    try writeReport(outcomes, session)
    if let failure = ServerOutcome.failure(outcomes) { throw failure }
  }

  private static func table(_ outcomes: [ServerOutcome]) -> Table {
    let columns = [
      TableColumn("SERVER"), "VERDICT", TableColumn("TIME", rank: 3),
      TableColumn("TOOLS", isNumber: true, rank: 4), TableColumn("PROTOCOL", rank: 5),
      TableColumn("SOFTWARE OR FAILURE", rank: 1, comfortable: 40, least: 24, overflow: .wrap),
    ]
    return Table(columns, outcomes.map(\.cells))
  }

  private var junitFile: OutputFile? {
    junit.flatMap { $0 == "-" ? nil : OutputFile(path: $0) }
  }

  private func writeReport(
    _ outcomes: [ServerOutcome], _ session: Session
  ) throws(ByokError) {
    guard let junit else { return }
    let report = JUnitReport.text("byok mcp check", outcomes.map(\.testCase))
    if junit == "-" { return try session.console.write(report) }
    try junitFile?.replace(with: Array(report.utf8).span)
  }
}
