package import ByokCore

/// Seals creds in the keystore.
package struct CredentialImport {
  package let session: Session
  /// What the command line says of the project.
  package let project: String?
  package let label: String
  package let replaces: Bool

  package init(session: Session, project: String?, label: String, replaces: Bool) {
    self.session = session
    self.project = project
    self.label = label
    self.replaces = replaces
  }

  /// Seals one tool's creds.
  ///
  /// - Parameters:
  ///   - credentials: What was read.
  ///   - tool: Whose they are.
  /// - Throws: `noKey` when they hold no token; a failure when others are sealed there already; what
  ///   sealing throws.
  package func seal(_ credentials: borrowing CredentialTokens, of tool: CredentialTool)
    throws(ByokError)
  {
    let now = session.clock.now()
    guard credentials.facts.state(at: now) != .signedOut else { throw .nothingToImport(tool) }
    let text = try text(of: credentials, tool)
    let name = KeyName(provider: tool.id, label: label)
    if try isSealed(text, as: name) {
      return session.console.note("\(name.text) is imported already, and nothing has changed")
    }
    let base = try tool.base(for: credentials.facts)
    let sealed = SealedKey(baseURL: base.text, secret: text)
    try Keystore.update(session.keystore, create: true) { (keystore) throws(ByokError) in
      if let entry = keystore[name] {
        let change = Self.change(from: entry, in: keystore, to: credentials.facts, now: now)
        guard entry.kind == KeyKind.oauth.rawValue else { throw .isKey(name) }
        guard replaces else { throw .importedAlready(name, change: change) }
        session.console.detail("\(name.text): \(change)")
      }
      try keystore.seal(
        sealed, as: name, origin: base.origin, kind: .oauth, now: Timestamp(seconds: Int(now)))
    }
    let summary = summary(of: credentials.facts, tool, now)
    session.console.note("sealed \(name.text)\(summary.isEmpty ? "" : " (\(summary))")")
  }

  /// The JSON to seal, with the project where the tool has one and the text names none.
  private func text(
    of credentials: borrowing CredentialTokens, _ tool: CredentialTool
  ) throws(ByokError) -> Secret {
    let project = try project(for: credentials.facts, tool)
    let text = try credentials.sealable(for: tool, project: project)
    guard text.count <= KeystoreGrammar.secretLimit else {
      throw .credsTooLarge("the text to seal")
    }
    return text
  }

  /// The project to put into the text: the option's, else the text's own, else the environment's.
  private func project(
    for facts: CredentialFacts, _ tool: CredentialTool
  ) throws(ByokError) -> String? {
    guard tool.hasProject else {
      guard project == nil else {
        throw ByokError(.usage, "creds of \(tool.id) have no project", hint: "leave out --project")
      }
      return nil
    }
    let variable = "GOOGLE_CLOUD_PROJECT"
    if let project { return try Self.check(project, from: "--project") }
    guard facts.project == nil, let project = session.environment.value(variable) else {
      return nil
    }
    return try Self.check(project, from: variable)
  }

  /// Source: https://cloud.google.com/resource-manager/docs/creating-managing-projects: 6 to 30
  /// letters, digits and hyphens; old ones have a domain and a colon before them.
  package static func check(_ project: String, from source: String) throws(ByokError) -> String {
    let isInForm =
      (1...100).contains(project.utf8.count)
      && project.utf8.allSatisfy { byte in
        let character = Character(Unicode.Scalar(byte))
        return character.isASCII && (character.isLetter || character.isNumber)
          || "-.:_".utf8.contains(byte)
      }
    guard isInForm, !project.allSatisfy(\.isNumber) else {
      throw ByokError(
        .usage, "\(source) must be a project's id, not \(project.quoted)",
        hint: "an id is a word such as my-project-123, not the project's number or its title")
    }
    return project
  }

  /// Whether just this is sealed under the name.
  private func isSealed(_ text: borrowing Secret, as name: KeyName) throws(ByokError) -> Bool {
    guard let keystore = try Keystore.open(session.keystore), let entry = keystore[name],
      entry.kind == KeyKind.oauth.rawValue
    else { return false }
    return try keystore.unseal(entry).secret.equals(text)
  }

  private func summary(of facts: CredentialFacts, _ tool: CredentialTool, _ now: Double) -> String {
    var parts = [facts.account].compactMap { $0 }
    switch facts.state(at: now) {
    case .ready:
      parts.append(facts.expiry.map { "expire \(CredentialExpiry.words($0, now: now))" } ?? "")
    default: parts.append("its access token has expired")
    }
    if tool.keepsRefreshToken, facts.hasRefreshToken {
      parts.append("without the refresh token, which stays with \(tool.name)")
    }
    return parts.filter { !$0.isEmpty }.joined(separator: ", ")
  }

  /// What differs, in words.
  private static func change(
    from entry: KeyEntry, in keystore: borrowing Keystore, to new: CredentialFacts, now: Double
  ) -> String {
    guard let sealed = try? CredentialTokens(unsealing: entry, in: keystore) else {
      return "what is sealed cannot be read"
    }
    let old = sealed.facts
    var parts: [String] = []
    if old.account != new.account {
      parts.append("account \(new.account ?? "unknown") instead of \(old.account ?? "unknown")")
    }
    if let project = new.project, old.project != project {
      parts.append("project \(project) instead of \(old.project ?? "none")")
    }
    if old.expiry != new.expiry {
      let words = [new.expiry, old.expiry].map { expiry in
        expiry.map { CredentialExpiry.words($0, now: now) } ?? "at an unknown time"
      }
      parts.append("expiry \(words[0]) instead of \(words[1])")
    }
    return parts.isEmpty ? "the tokens are others" : parts.joined(separator: ", ")
  }
}

extension ByokError {
  static func nothingToImport(_ tool: CredentialTool) -> Self {
    Self(
      .noKey, "there are no creds of \(tool.name) to import: it is signed out",
      hint: "sign in with '\(tool.command)'")
  }

  static func isKey(_ name: KeyName) -> Self {
    Self(
      .failure, "there is a key '\(name.text)' already, which is not imported creds",
      hint: "byok creds import \(name.provider) --label LABEL")
  }

  static func importedAlready(_ name: KeyName, change: String) -> Self {
    let label = name.label == KeyName.defaultLabel ? "" : " --label \(name.label)"
    return Self(
      .failure, "'\(name.text)' is imported already; the new one differs: \(change)",
      hints: [
        "byok creds import \(name.provider)\(label) --replace",
        "or keep both: byok creds import \(name.provider) --label LABEL",
      ])
  }

  package static func credsTooLarge(_ source: String) -> Self {
    Self(.damaged, "\(source) is larger than \(CredentialFile.limit >> 10) KiB")
  }
}
