package import ByokCore

/// Gathers what is known of credentials, for the commands that list them.
package struct CredentialInventory {
  private let discovery: CredentialDiscovery
  private let keystore: KeystoreAccess
  private let variables: [String]

  package init(_ session: Session, _ configuration: Configuration) {
    discovery = CredentialDiscovery(session, configuration.creds)
    keystore = session.keystore
    variables = ProviderList(configuration).all.flatMap(\.keyVariables)
  }

  /// A report on a tool's credentials and the files beside them.
  package struct Reports {
    package var all: [CredentialReport] = []
    /// Files with plain API keys, also of tools without credentials.
    package var keyFiles: [VendorKeyFile] = []
  }

  /// Everything there is of some tools: imported credentials before files.
  ///
  /// Where the keystore does not open, it warns, and only the files are reported.
  ///
  /// - Parameters:
  ///   - tools: Which tools; none named means all.
  ///   - path: The only file to look at, as it was written; `nil` for the places of the tools.
  /// - Returns: In the order of the tools.
  /// - Throws: `noKey` when there is no file at `path`; a usage error when it is unknown whose
  ///   credentials that file holds.
  package func reports(
    of tools: [CredentialTool] = [], ofFile path: String? = nil
  ) throws(ByokError) -> Reports {
    if let path { return try reports(ofFile: path, tools.first) }
    var reports = Reports()
    let imported = imported()
    for tool in tools.isEmpty ? CredentialTool.all : tools {
      let keyFiles = discovery.keyFiles(of: tool, variables: variables)
      let findings = imported.filter { $0.tool.id == tool.id } + discovery.files(of: tool)
      reports.all += findings.map { report($0, keyFiles) }
      reports.keyFiles += keyFiles
    }
    return reports
  }

  private func imported() -> [CredentialFinding] {
    do throws(ByokError) {
      return try discovery.imported(keystore)
    } catch {
      keystore.console.warn(
        ByokError(
          error.kind, error.message + "; imported credentials are not shown", hints: error.hints))
      return []
    }
  }

  private func reports(ofFile text: String, _ named: CredentialTool?) throws(ByokError) -> Reports {
    let path = try HomePath(discovery.environment).file(text, from: "--path")
    var tool = named
    if tool == nil { tool = try self.tool(of: path) }
    guard let tool else { throw .unknownCreds("'\(path.text)'") }
    guard let finding = discovery.finding(tool, path) else {
      throw ByokError(.noKey, "there is no file '\(path.text)'")
    }
    return Reports(all: [report(finding, [])])
  }

  private func tool(of path: FilePath) throws(ByokError) -> CredentialTool? {
    var tool: CredentialTool?
    if case .credentials(let credentials) = try CredentialFile(path: path, clock: discovery.clock)
      .read()
    {
      tool = CredentialTool.recognised(in: credentials)
    }
    return tool ?? CredentialTool.inFolder(of: path)
  }

  private func report(_ finding: CredentialFinding, _ keyFiles: [VendorKeyFile]) -> CredentialReport
  {
    CredentialReport(
      finding: finding, now: discovery.clock.now(),
      isAllowed: discovery.settings.allows(finding.tool), keyFiles: keyFiles)
  }
}

extension ByokError {
  /// The tool of the credentials cannot be detected.
  package static func unknownCreds(_ source: String) -> Self {
    Self(
      .usage, "nothing in \(source) says which tool the credentials belong to",
      hint: "name the tool: \(CredentialTool.all.map(\.id).joined(separator: ", "))")
  }
}
