/// `byok creds check`: whether creds can be used, and what may be done with them.
struct CredsCheck: Command {
  var common = CommonOptions()
  var tools: [OAuthToolName] = []
  var path: String?

  static let name = "creds check"

  static let definition = CommandDefinition<Self>(
    summary: "Tell whether sign-ins can be used, and what for",
    detail: [
      "It judges by the files alone and asks no server. What a vendor's service does is told as it"
        + " was known on the day that is named.",
      "The exit status is 0 if everything found is ready; else 4 if something has expired, else 3 if"
        + " something is signed out, encrypted or not there, else 11 for a damaged file.",
    ],
    operands: [.repeating("TOOL", optional: true, \.tools)],
    options: [.value("path", "FILE", \.path, "Look at FILE alone")],
    json: true,
    unlocks: true,
    examples: [
      Example(line: "byok creds check", purpose: "all that is found"),
      Example(line: "byok creds check qwen -q", purpose: "for a script: the exit status tells"),
    ])

  func run(in session: inout Session) throws(ByokError) {
    let inventory = OAuthInventory(session, try Configuration.load(session.locations))
    if path != nil, tools.count > 1 { throw .conflict("--path", tools[1].tool.id) }
    let reports = try inventory.reports(of: tools.map(\.tool), ofFile: path)
    if common.json {
      try session.console.write(.array(reports.all.map(\.document)), pretty: true)
    } else {
      try session.console.write(reports.all.map(\.listing).joined(separator: "\n"))
    }
    let missing = tools.map(\.tool).filter { tool in !reports.all.contains { $0.tool.id == tool.id }
    }
    if let failure = Self.failure(reports.all, missing) { throw failure }
  }

  /// The failure that the worst state stands for.
  private static func failure(_ reports: [OAuthReport], _ missing: [OAuthTool]) -> ByokError? {
    if reports.isEmpty || !missing.isEmpty, !reports.contains(where: { $0.state == .expired }) {
      let tools = (missing.isEmpty ? OAuthTool.all : missing).map(\.name)
      return ByokError(.noKey, "no creds of \(tools.joined(separator: ", ")) are found")
    }
    for kind in [ByokError.Kind.keyRejected, .noKey, .damaged] {
      guard let report = reports.first(where: { $0.state.failure == kind }) else { continue }
      let state = report.state.rawValue.split(separator: "_").joined(separator: " ")
      let message = report.finding.problem?.message ?? "\(report.finding.name): \(state)"
      return ByokError(kind, message, hint: report.advice)
    }
    return nil
  }
}

extension OAuthReport {
  /// The facts as lines for a person.
  fileprivate var listing: String {
    let facts = finding.facts
    var rows: [(String, String)] = [
      ("tool", "\(tool.name) (\(tool.id))"), ("from", finding.place), ("state", state.rawValue),
      ("expires", expiry), ("account", facts?.account ?? "-"),
    ]
    if tool.hasProject { rows.append(("project", facts?.project ?? "-")) }
    let scopes = facts?.scopes ?? []
    rows += [
      ("scopes", scopes.isEmpty ? "-" : scopes.joined(separator: " ")),
      ("allowed", !tool.needsAllowing ? "needs none" : isAllowed ? "yes" : "no"),
      ("service", "\(tool.service.text) (as of \(tool.service.asOf))"), ("advice", advice),
    ]
    rows += (facts?.warnings ?? []).map { ("warning", $0) }
    return rows.map { name, value in
      name + String(repeating: " ", count: 10 - name.count) + value + "\n"
    }.joined()
  }
}
