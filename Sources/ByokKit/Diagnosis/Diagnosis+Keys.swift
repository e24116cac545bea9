package import ByokCore

extension Diagnosis {
  /// The keystore, and whether something opens it that asks nobody.
  package mutating func lookAtKeystore(_ access: KeystoreAccess) {
    group = "keystore"
    do throws(ByokError) {
      let path = try access.locations.keystore()
      guard let document = try Keystore.document(access) else {
        return note("keystore", "'\(path.text)' is not there yet")
      }
      good("keystore", "'\(path.text)', \(document.entries.count) keys")
      let passphrases = document.passphraseSlots.count
      note(
        "slots", "\(document.slots.count - passphrases) key file, \(passphrases) passphrase")
      if let source = try access.explicitSource() { note("unlocked by", source.text) }
    } catch {
      return bad("keystore", error)
    }
    do throws(ByokError) {
      _ = try Keystore.open(access)
      good("opens", "it is unlocked, and verified whole")
    } catch {
      bad("opens", error)
    }
    lookAtRecord(access)
    lookAtCopy(access)
  }

  /// The record by which an old keystore is noticed.
  private mutating func lookAtRecord(_ access: KeystoreAccess) {
    do throws(ByokError) {
      _ = try RollbackRecord.read(try access.locations.rollbackRecord())
    } catch {
      bad("newest write", error)
    }
  }

  /// The old keystore beside it; never what the keys in it are called.
  private mutating func lookAtCopy(_ access: KeystoreAccess) {
    let name = "old keystore"
    do throws(ByokError) {
      guard let copy = try KeystoreCopy(access) else { return }
      let entries = try Keystore.document(access)?.entries ?? KeyEntries()
      let count = copy.names.count { entries[$0] == nil }
      guard count > 0 else { return note(name, "'\(copy.path.text)'") }
      bad(
        name,
        "'\(copy.path.text)' holds \(count) \(count == 1 ? "key" : "keys") that the keystore does not",
        fix: "once it is not needed: rm '\(copy.path.text)'")
    } catch {
      bad(name, error)
    }
  }

  /// Which providers have keys, and whether those of the environment can be keys.
  package mutating func lookAtKeys(_ session: Session, _ configuration: Configuration) {
    group = "keys"
    // Of a keystore that cannot be read, it is unknown what it lacks.
    let document = try? Keystore.document(session.keystore)
    let entries = (document ?? nil)?.entries ?? KeyEntries()
    let providers = ProviderList(configuration)
    let defaults = DefaultKey(configuration)
    let before = facts.count
    for provider in providers.all where !provider.isOffline && provider.retirement == nil {
      let variable = provider.ownVariable(in: session.environment)
      let account = Account(
        provider: provider, environment: session.environment, variable: variable,
        sealed: Array(entries.entries(of: provider.id)), isChosen: defaults.isChosen(provider.id))
      guard variable != nil || !account.sealed.isEmpty else { continue }
      do throws(ByokError) {
        try account.checkDefault(defaults.name(of: provider.id, in: entries))
        try account.checkAddress()
        good(provider.id, account.words)
      } catch {
        bad(provider.id, error)
      }
    }
    for id in defaults.labels.keys.sorted()
    where document != nil && entries.entries(of: id).isEmpty {
      bad(id, .missingDefault(of: id))
    }
    if facts.count == before { note("keys", "none yet: byok keys add PROVIDER") }
    if configuration.model != nil, session.environment.hasContent(AccountNotes.modelVariable) {
      note("model", "\(AccountNotes.modelVariable) is set and overrides the one in config.json")
    }
  }

  /// What there is of a provider's keys.
  private struct Account {
    let provider: Provider
    let environment: Environment
    /// The variable that has a key.
    let variable: String?
    let sealed: [KeyEntry]
    /// Whether config.json chooses one of the sealed keys.
    let isChosen: Bool

    private var address: ProviderAddress { ProviderAddress(provider, in: environment) }

    /// Without labels: some name an account.
    var words: String {
      let one = isChosen ? "the one chosen in config.json" : "the one added first"
      var words = sealed.isEmpty ? [] : ["\(sealed.count) sealed"]
      if let variable {
        words.append("\(variable) is set and is used" + (sealed.isEmpty ? "" : " instead"))
      } else if sealed.count > 1 || isChosen {
        words.append("the default is \(one)")
      }
      return words.joined(separator: ", ")
    }

    /// - Throws: That it is open which key is the default.
    func checkDefault(_ name: KeyName?) throws(ByokError) {
      guard name == nil, !sealed.isEmpty else { return }
      if isChosen { throw .missingDefault(of: provider.id) }
      guard variable == nil else { return }
      throw ByokError(
        .usage, "\(sealed.count) sealed, and none is the default",
        hint: "byok keys default \(provider.id)/LABEL")
    }

    /// - Throws: That the key cannot be one, or may not go where it would have to.
    func checkAddress() throws(ByokError) {
      if let variable, let raw = try environment.secret(variable) {
        if let warning = KeyValidation.warning(ofQuotesIn: raw, from: variable) { throw warning }
        _ = try KeyValidation.check(raw, from: variable)
        _ = try address.current()
      } else if let (name, base) = try address.fromVariable() {
        guard !sealed.contains(where: { $0.origins.contains(base.origin) }) else { return }
        throw ByokError(
          .noKey, "\(name) is \(base.origin), to which no sealed key may go",
          hint: "unset \(name), or: byok keys add \(provider.id)/LABEL --base-url URL")
      } else if let moved = provider.moved(from: sealed.flatMap(\.origins), environment) {
        throw ByokError(
          .noKey, "config.json has \(moved.origin) for it, to which no sealed key may go",
          hint: "byok keys add \(provider.id)/LABEL --replace")
      }
    }
  }

  /// The credentials of other tools, without the accounts.
  package mutating func lookAtCreds(_ session: Session, _ configuration: Configuration) {
    group = "creds"
    let discovery = CredentialDiscovery(session, configuration.creds)
    let imported = (try? discovery.imported(session.keystore)) ?? []
    let found = CredentialTool.all.flatMap { tool in
      imported.filter { $0.tool.id == tool.id } + discovery.files(of: tool)
    }
    if found.isEmpty { note("creds", "none of Qwen Code, Gemini CLI or Claude Code") }
    for finding in found {
      let report = CredentialReport(
        finding: finding, now: session.clock.now(),
        isAllowed: configuration.creds.allows(finding.tool), keyFiles: [])
      let text = "'\(finding.place)': \(report.state.rawValue)"
      switch report.state {
      case .ready: good(finding.tool.id, text)
      case .damaged: bad(finding.tool.id, text, fix: report.advice)
      case .expired, .signedOut, .encrypted: note(finding.tool.id, "\(text); \(report.advice)")
      }
    }
  }
}

extension ByokError {
  /// The key that config.json chooses is not there; it is not named, because labels may name accounts.
  fileprivate static func missingDefault(of provider: String) -> Self {
    Self(
      .usage, "config.json chooses a default key for it that is not in the keystore",
      hint: "byok config unset keys.\(provider), or: byok keys default \(provider)/LABEL")
  }
}
