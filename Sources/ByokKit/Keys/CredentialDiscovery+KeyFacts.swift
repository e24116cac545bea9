internal import ByokCore

extension CredentialDiscovery {
  /// The files in which there are tokens, as `keys list` shows them.
  package var keyFacts: [KeyFacts] {
    CredentialTool.all.flatMap { tool in
      let usable = files(of: tool).filter { finding in
        [.ready, .expired].contains(finding.state(at: clock.now()))
      }
      return usable.enumerated().map { index, finding in
        var facts = KeyFacts(
          provider: tool.id, label: nil, source: .creds, variable: nil,
          baseURL: tool.provider.baseURL,
          kind: KeyKind.oauth.rawValue, fingerprint: nil, lastFour: nil)
        facts.reference = finding.place
        facts.isEffective = index == 0
        return facts
      }
    }
  }

  /// The facts of a key, with credentials that are not allowed marked as not in use.
  package func judged(_ facts: KeyFacts) -> KeyFacts {
    guard let tool = CredentialTool.all.first(where: { $0.id == facts.provider }) else {
      return facts
    }
    var facts = facts
    facts.isEffective = facts.isEffective && settings.allows(tool)
    return facts
  }
}
