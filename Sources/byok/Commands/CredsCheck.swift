internal import ByokCore
internal import ByokKit

/// `byok creds check`: whether credentials can be used, and what may be done with them.
struct CredsCheck: Command {
  var common = CommonOptions()
  var tools: [CredentialToolName] = []
  var path: String?
  var asksNetwork = false
  var timeout: Seconds?

  static let name = "creds check"

  static let definition = CommandDefinition<Self>(
    summary: "Check whether credentials can be used",
    detail: [
      "Only the files are read; no server is asked. Facts about a vendor's service are as of the date"
        + " shown.",
      "--network also asks the vendors, at no cost, and renews expired credentials if byok may do that."
        + " Credentials that 'byok creds allow' has not allowed are not sent.",
      "The exit status is 0 if everything found is ready; otherwise 4 if something has expired or is"
        + " refused, 3 if something is signed out, encrypted or missing, or 11 if a file is damaged;"
        + " with --network also 5, 8 or 9, as for a chat.",
    ],
    operands: [.repeating("TOOL", optional: true, \.tools)],
    options: [
      .value("path", "FILE", \.path, "Read only FILE"),
      .flag("network", \.asksNetwork, "Also ask the vendors"),
      .value("timeout", "SECONDS", \.timeout, "Timeout per vendor, in seconds (default: 30)"),
      .certificates,
    ],
    json: true,
    unlocks: true,
    examples: [
      Example(line: "byok creds check", purpose: "check all credentials found"),
      Example(line: "byok creds check qwen -q", purpose: "check in a script, by the exit status"),
      Example(
        line: "byok creds check --network", purpose: "ask the vendors whether they accept them"),
    ])

  func run(in session: inout Session) throws(ByokError) {
    let configuration = try Configuration.load(session.locations)
    let inventory = CredentialInventory(session, configuration)
    if path != nil, tools.count > 1 { throw .conflict("--path", tools[1].tool.id) }
    let reports = try inventory.reports(of: tools.map(\.tool), ofFile: path).all
    var probe = CredentialProbe(
      session, configuration, try ClientSession(session, configuration))
    probe.timeout = timeout?.count ?? probe.timeout
    let judged = reports.map { JudgedCreds($0, asking: asksNetwork ? probe : nil) }
    if common.json {
      try session.console.write(.array(judged.map(\.document)), pretty: true)
    } else {
      try session.console.write(Listings(judged.map(\.listing)))
    }
    if let failure = Self.worst(judged, missing: missing(reports)) { throw failure }
  }

  /// The tools that are named, and of which there is nothing; all of them where nothing is there.
  private func missing(_ reports: [CredentialReport]) -> [CredentialTool] {
    let missing = tools.map(\.tool).filter { tool in
      !reports.contains { $0.tool.id == tool.id }
    }
    return reports.isEmpty && missing.isEmpty ? CredentialTool.all : missing
  }

  /// The failure that weighs most.
  private static func worst(_ judged: [JudgedCreds], missing: [CredentialTool]) -> ByokError? {
    var failures = judged.compactMap(\.failure)
    if !missing.isEmpty {
      let names = missing.map(\.name).joined(separator: ", ")
      failures.append(ByokError(.noKey, "no credentials of \(names) found"))
    }
    let kind = ByokError.Kind.mostSevere(of: failures.map(\.kind))
    return failures.first { $0.kind == kind }
  }
}

/// A report with what came of it.
private struct JudgedCreds {
  let report: CredentialReport
  /// What the vendor says; `nil` where it was not asked.
  private(set) var answer: String?
  /// Whether the vendor takes it; `nil` where it was not asked.
  private(set) var isTaken: Bool?
  private(set) var failure: ByokError?

  /// - Parameters:
  ///   - report: The report.
  ///   - probe: Asks the vendor; `nil` for judging by the file alone.
  init(_ report: CredentialReport, asking probe: CredentialProbe?) {
    self.report = report
    failure = Self.failure(of: report)
    guard let probe, [.ready, .expired].contains(report.state) else { return }
    guard report.isAllowed else {
      answer = "not asked before 'byok creds allow \(report.tool.id)'"
      return
    }
    do throws(ByokError) {
      (answer, isTaken, failure) = (try probe.check(report.finding), true, nil)
    } catch {
      (answer, isTaken, failure) = (error.message, false, error)
    }
  }

  private static func failure(of report: CredentialReport) -> ByokError? {
    guard let kind = report.state.failure else { return nil }
    let state = report.state.rawValue.split(separator: "_").joined(separator: " ")
    let message = report.finding.problem?.message ?? "\(report.finding.name): \(state)"
    return ByokError(kind, message, hint: report.advice)
  }

  /// The members for JSON.
  var document: JSONValue {
    guard case .object(var members) = report.document else { return .null }
    if let answer {
      members["network"] = .object([
        "verdict": isTaken.map { .string($0 ? "ok" : failure?.kind.name ?? "failure") } ?? .null,
        "message": .string(answer),
      ])
    }
    return .object(members)
  }

  /// The facts as lines for a person.
  var listing: FactList { FactList(texts: report.rows + [("network", [answer ?? ""])], width: 9) }
}

extension CredentialReport {
  /// The facts for a person.
  fileprivate var rows: [(String, [String])] {
    let facts = finding.facts
    let scopes = facts?.scopes ?? []
    let rows: [(String, [String])] = [
      ("tool", ["\(tool.name) (\(tool.id))"]), ("from", [finding.place]),
      ("state", [state.rawValue]), ("expires", [expiry]), ("account", [facts?.account ?? "-"]),
      ("project", tool.hasProject ? [facts?.project ?? "-"] : []),
      ("scopes", [scopes.isEmpty ? "-" : scopes.joined(separator: " ")]),
      ("allowed", [!tool.needsAllowing ? "needs none" : isAllowed ? "yes" : "no"]),
      ("service", ["\(tool.service.text) (as of \(tool.service.asOf))"]), ("advice", [advice]),
    ]
    return rows + (facts?.warnings ?? []).map { ("warning", [$0]) }
  }
}
