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
  }

  /// Which providers have keys, and whether those of the environment can be keys.
  package mutating func lookAtKeys(_ session: Session, _ providers: ProviderList) {
    group = "keys"
    let document = (try? Keystore.document(session.keystore)) ?? nil
    let before = facts.count
    for provider in providers.all where !provider.isOffline && provider.retirement == nil {
      let entries = document?.entries.entries(of: provider.id)
      let sealed = entries.map { Array($0) } ?? []
      let variable = provider.ownVariable(in: session.environment)
      guard variable != nil || !sealed.isEmpty else { continue }
      var words = sealed.isEmpty ? [] : ["\(sealed.count) sealed"]
      if let variable { words.append("\(variable) is set and is used") }
      do throws(ByokError) {
        let address = ProviderAddress(provider, in: session.environment)
        if let variable, let raw = try session.environment.secret(variable) {
          _ = try KeyValidation.check(raw, from: variable)
          _ = try address.current()
        } else if let (name, base) = try address.fromVariable(),
          !sealed.contains(where: { $0.origins.contains(base.origin) })
        {
          throw ByokError(
            .noKey, "\(name) is \(base.origin), to which no sealed key may go",
            hint: "unset \(name), or: byok keys add \(provider.id)/LABEL --base-url URL")
        }
        good(provider.id, words.joined(separator: ", "))
      } catch {
        bad(provider.id, error)
      }
    }
    if facts.count == before { note("keys", "none yet: byok keys add PROVIDER") }
  }

  /// The sign-ins of other tools; never whose they are.
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
