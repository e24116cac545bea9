package import ByokCore

/// Finds the credentials that other tools have left in files, and those that were imported.
///
/// It only reads.
package struct CredentialDiscovery {
  package let environment: Environment
  package let settings: CredentialSettings
  package let clock: Clock
  private let windows: WindowsProfiles

  package init(
    _ session: Session, _ settings: CredentialSettings, windows: WindowsProfiles = .current
  ) {
    environment = session.environment
    clock = session.clock
    self.settings = settings
    self.windows = windows
  }

  /// The credentials files of a tool that are there, in the order in which they are looked at.
  package func files(of tool: CredentialTool) -> [CredentialFinding] {
    do throws(ByokError) {
      if let path = try configuredPath(of: tool) {
        let found = finding(tool, path)
        return [found ?? missing(tool, path)]
      }
      var found: [CredentialFinding] = []
      for name in tool.files {
        guard let path = try path(of: name, tool) else { break }
        if let finding = finding(tool, path) { found.append(finding) }
      }
      found += filesOfWindows(tool)
      if found.isEmpty, let encrypted = try encrypted(tool) { return [encrypted] }
      return found
    } catch {
      let place =
        settings.paths[tool.id]
        ?? tool.folders.compactMap { folder in
          folder.variable.flatMap(environment.value)
        }.first
      return [
        CredentialFinding(
          tool: tool, source: .file(path: Sanitizer.oneLine(place ?? "")), problem: error,
          fixedState: .damaged)
      ]
    }
  }

  /// The credentials files of the tool's other self, on the Windows around this Linux.
  private func filesOfWindows(_ tool: CredentialTool) -> [CredentialFinding] {
    let suffix = tool.folders.last?.suffix ?? ""
    return windows.folders(environment).flatMap { profile in
      tool.files.compactMap { name in
        let file = finding(tool, FilePath("\(profile)\(suffix)/\(name)", home: profile))
        // One that Windows does not let the user open is somebody else's.
        return file?.problem?.kind == .failure ? nil : file
      }
    }
  }

  /// What a file holds.
  ///
  /// - Parameters:
  ///   - tool: Whose credentials they are.
  ///   - path: The file.
  /// - Returns: `nil` if there is no file.
  package func finding(_ tool: CredentialTool, _ path: FilePath) -> CredentialFinding? {
    let file = CredentialFile(path: path, clock: clock)
    var finding = CredentialFinding(tool: tool, source: .file(path: path.text))
    do throws(ByokError) {
      switch try file.read() {
      case nil: return nil
      case .encrypted: finding.fixedState = .encrypted
      case .credentials(let credentials):
        var facts = credentials.facts
        facts.account = facts.account ?? account(of: tool, beside: path)
        if let warning = file.warning { facts.warnings.append(warning) }
        finding.facts = facts
      }
    } catch {
      finding.problem = error
      finding.fixedState = .damaged
    }
    return finding
  }

  /// The credentials that were imported, by name; a keystore without any is not unlocked.
  ///
  /// - Parameter access: How to get at the keystore.
  /// - Returns: A finding for each; without a keystore, none.
  /// - Throws: `locked` or `damaged`.
  package func imported(_ access: KeystoreAccess) throws(ByokError) -> [CredentialFinding] {
    var findings: [CredentialFinding] = []
    guard try access.locations.hasKeystore,
      try Keystore.document(access)?.entries.contains(where: Self.isImported) == true,
      let keystore = try Keystore.open(access)
    else { return [] }
    for entry in keystore.entries where Self.isImported(entry) {
      guard let tool = CredentialTool.with(id: entry.name.provider) else { continue }
      var finding = CredentialFinding(tool: tool, source: .keystore(entry.name))
      do throws(ByokError) {
        finding.facts = try CredentialTokens(unsealing: entry, in: keystore).facts
      } catch {
        finding.problem = error
        finding.fixedState = .damaged
      }
      findings.append(finding)
    }
    return findings
  }

  private static func isImported(_ entry: KeyEntry) -> Bool {
    entry.kind == KeyKind.oauth.rawValue
  }

  /// The files in a tool's folder that hold plain API keys.
  ///
  /// - Parameters:
  ///   - tool: The tool.
  ///   - variables: The variables in question.
  /// - Returns: Those that set one of them.
  package func keyFiles(of tool: CredentialTool, variables: [String]) -> [VendorKeyFile] {
    tool.keyFiles.compactMap { name in
      guard let path = (try? path(of: name, tool)) ?? nil else { return nil }
      return VendorKeyFile.find(path, known: variables)
    }
  }

  private func configuredPath(of tool: CredentialTool) throws(ByokError) -> FilePath? {
    guard let text = settings.paths[tool.id] else { return nil }
    return try HomePath(environment, windows).file(text, from: "creds.paths.\(tool.id)")
  }

  /// The path of a file in a tool's folder; `nil` without a home folder.
  private func path(of name: String, _ tool: CredentialTool) throws(ByokError) -> FilePath? {
    let homePath = HomePath(environment)
    for folder in tool.folders {
      guard let variable = folder.variable else { break }
      if let value = environment.value(variable) {
        return try homePath.file("\(value)\(folder.suffix)/\(name)", from: variable)
      }
      if folder.countsWhenEmpty, environment.isDefined(variable) { break }
    }
    let suffix = tool.folders.last?.suffix ?? ""
    return homePath.home.map { FilePath("\($0)\(suffix)/\(name)", home: $0) }
  }

  private func encrypted(_ tool: CredentialTool) throws(ByokError) -> CredentialFinding? {
    guard let name = tool.encryptedFile, let path = try path(of: name, tool),
      (try? ExternalFile.open(path)) ?? nil != nil
    else { return nil }
    return CredentialFinding(tool: tool, source: .file(path: path.text), fixedState: .encrypted)
  }

  private func missing(_ tool: CredentialTool, _ path: FilePath) -> CredentialFinding {
    CredentialFinding(
      tool: tool, source: .file(path: path.text),
      problem: ByokError(
        .noKey, "there is no file '\(path.text)', which creds.paths.\(tool.id) names"),
      fixedState: .signedOut)
  }

  /// The account that a file beside the credentials names.
  private func account(of tool: CredentialTool, beside path: FilePath) -> String? {
    guard let name = tool.accountFile,
      let file = (try? ExternalFile.open(path.sibling(name))) ?? nil,
      let text = try? file.read(limit: CredentialFile.limit),
      let document = try? CredentialDocument(text, from: ""),
      let index = document.member("active", of: CredentialDocument.root),
      document.kind(of: index) == .string
    else { return nil }
    return document.plainText(index).map { Sanitizer.oneLine($0) }
  }
}

extension CredentialDiscovery {
  /// Whether a tool's own files hold tokens.
  func hasTokens(_ tool: CredentialTool) -> Bool {
    files(of: tool).contains { [.ready, .expired].contains($0.state(at: clock.now())) }
  }
}

extension CredentialTokens {
  /// Opens imported credentials.
  ///
  /// - Throws: `damaged` when they do not authenticate.
  package init(unsealing entry: KeyEntry, in keystore: borrowing Keystore) throws(ByokError) {
    let sealed = try keystore.unseal(entry)
    let name = "the sealed text of '\(entry.name.text)'"
    let text = try sealed.secret.slice(0..<sealed.secret.count)
    try self.init(CredentialDocument(text, from: name), from: name)
  }
}
