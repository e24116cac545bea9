package import ByokCore

/// Creds in one place, and what can be said of them.
package struct CredentialFinding {
  /// Where creds are kept.
  package enum Source {
    case file(path: String)
    case keystore(KeyName)
  }

  let tool: CredentialTool
  package let source: Source
  /// What is known of them; `nil` if they could not be read.
  package var facts: CredentialFacts?
  /// Why they could not be read.
  package var problem: ByokError?
  /// The state, where the facts do not tell it.
  var fixedState: CredentialState?

  /// In what state they are.
  package func state(at now: Double) -> CredentialState {
    fixedState ?? facts?.state(at: now) ?? .damaged
  }

  /// Where they are, in one word.
  package var place: String {
    switch source {
    case .file(let path): path
    case .keystore(let name): name.text
    }
  }

  /// What a message calls them.
  package var name: String {
    switch source {
    case .file(let path): "\(tool.id) ('\(path)')"
    case .keystore(let name): name.text
    }
  }
}

/// A finding as it is told, at one moment.
package struct CredentialReport {
  package let finding: CredentialFinding
  package let now: Double
  package let isAllowed: Bool
  /// Files with plain API keys beside the tool's creds.
  package let keyFiles: [VendorKeyFile]

  package var tool: CredentialTool { finding.tool }
  package var state: CredentialState { finding.state(at: now) }

  /// The members for JSON; what is not known is `null`.
  package var document: JSONValue {
    func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }
    func texts(_ values: [String]) -> JSONValue { .array(values.map(JSONValue.string)) }
    var members: [String: JSONValue] = [
      "tool": .string(tool.id), "state": .string(state.rawValue),
      "account": text(finding.facts?.account), "project": text(finding.facts?.project),
      "scopes": texts(finding.facts?.scopes ?? []), "expires_at": text(expiresAt),
      "allowed": .bool(isAllowed), "advice": .string(advice),
      "problem": text(finding.problem?.message), "warnings": texts(finding.facts?.warnings ?? []),
      "service": .string(tool.service.text), "service_as_of": .string(tool.service.asOf),
      "key_files": .array(keyFiles.map(\.document)),
    ]
    switch finding.source {
    case .file(let path):
      members["source"] = .string("file")
      members["path"] = .string(path)
      members["label"] = .null
    case .keystore(let name):
      members["source"] = .string("keystore")
      members["path"] = .null
      members["label"] = .string(name.label)
    }
    return .object(members)
  }

  private var expiresAt: String? {
    finding.facts?.expiry.map { Timestamp(seconds: Int($0)).rfc3339 }
  }

  /// When the access token ends, for a person.
  package var expiry: String {
    guard let facts = finding.facts, facts.hasAccessToken else { return "-" }
    return facts.expiry.map { CredentialExpiry.words($0, now: now) } ?? "not told"
  }

  /// What can be done with the creds now.
  package var advice: String {
    switch state {
    case .damaged: finding.problem?.hints.first ?? "sign in again with '\(tool.command)'"
    case .encrypted: "\(tool.name) encrypts its credentials, and byok does not decrypt them; \(way)"
    case .signedOut: "sign in with '\(tool.command)'; or \(way)"
    case .expired: finding.renewal
    case .ready where !isAllowed:
      "byok does not use it before 'byok creds allow \(tool.id)', which says why"
    case .ready:
      endsSoon ? finding.renewal : "ready; if the service refuses it, \(way)"
    }
  }

  private var way: String { "use \(tool.approvedWays[0])" }

  private var endsSoon: Bool {
    finding.facts?.expiry.map { $0 - now <= tool.margin } ?? false
  }
}

extension CredentialFinding {
  /// The way to a new access token.
  var renewal: String {
    let isRenewable = tool.keepsRefreshToken || facts?.hasRefreshToken == true
    let run =
      isRenewable
      ? "run '\(tool.command)' once, which renews its own credentials"
      : "sign in again with '\(tool.command)'"
    guard case .keystore(let name) = source else { return run }
    let label = name.label == KeyName.defaultLabel ? "" : " --label \(name.label)"
    return "\(run), then: byok creds import \(tool.id)\(label) --replace"
  }
}
