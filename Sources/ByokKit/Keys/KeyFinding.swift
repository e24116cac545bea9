package import ByokCore

/// A verdict, and further facts in a response.
package struct KeyFinding: Equatable, Sendable {
  package var verdict: KeyVerdict
  /// The provider's own words, or why there is no better verdict; free of secrets, one line.
  package var message: String?
  /// Facts of the account, in their order.
  var account: [AccountFact.Value] = []
  /// What it stands for where that is not the verdict's own failure.
  package var kind: ByokError.Kind?

  init(_ verdict: KeyVerdict, _ message: String? = nil) {
    (self.verdict, self.message) = (verdict, message)
  }

  package var failure: ByokError.Kind? { kind ?? verdict.failure }

  /// Whether the check was inconclusive: no failure, but no proof that the key works.
  package var isOpen: Bool { verdict == .unknown && failure == nil }
}

/// What came of checking one key.
package struct KeyCheckResult: Sendable {
  package let key: KeyFacts
  package let finding: KeyFinding
  package let milliseconds: Int
  /// When the provider was asked.
  let checkedAt: Timestamp
  /// Whether that was before.
  var isRemembered = false

  /// The key's name in messages: `openai/work`, `openai (OPENAI_API_KEY)`.
  package var name: String { key.checkName }

  /// The verdict as a sentence, without an end.
  package var statement: String { finding.verdict.statement(of: name) }

  /// The members for JSON; what is not known is `null`.
  package var document: JSONValue {
    func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }
    let account = finding.account.reduce(into: [:]) { $0[$1.name] = $1.value }
    return .object([
      "provider": .string(key.provider), "label": text(key.label),
      "source": .string(key.source.rawValue), "variable": text(key.variable),
      "base_url": .string(key.baseURL), "verdict": .string(finding.verdict.rawValue),
      "message": text(finding.message), "account": account.isEmpty ? .null : .object(account),
      "ms": .integer(milliseconds), "checked_at": .string(checkedAt.rfc3339),
      "remembered": .bool(isRemembered),
    ])
  }

  /// What the provider says and what is known of the account, in one line.
  package var says: String {
    let facts = finding.account.map(\.text).joined(separator: ", ")
    let before = isRemembered ? "as of \(checkedAt.rfc3339)" : ""
    return [finding.message ?? "", facts, before].filter { !$0.isEmpty }.joined(separator: "; ")
  }
}

extension KeyFacts {
  /// What a check calls the key.
  package var checkName: String {
    label.map { "\(provider)/\($0)" } ?? "\(provider) (\(variable ?? reference ?? source.rawValue))"
  }
}
