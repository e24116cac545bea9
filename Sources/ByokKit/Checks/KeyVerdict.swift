/// What a provider's answer says of a key.
enum KeyVerdict: String, CaseIterable, Sendable {
  /// It works.
  case valid
  /// It works, but may not do everything, or not now: its scopes or a rate limit forbid it.
  case validLimited = "valid_limited"
  /// It is right, but the account behind it has no credit or quota left.
  case noCredit = "no_credit"
  /// The provider refuses it.
  case rejected
  /// It was right once.
  case expired
  /// No answer came.
  case unreachable
  /// Nothing that was asked tells.
  case unknown

  /// The failure that it stands for; `nil` for a key that works.
  var failure: ByokError.Kind? {
    switch self {
    case .valid, .validLimited: nil
    case .noCredit: .limited
    case .rejected, .expired: .keyRejected
    case .unreachable: .network
    case .unknown: .provider
    }
  }

  /// Where a sentence says what the key is, such as `is rejected`.
  var words: String {
    switch self {
    case .valid: "works"
    case .validLimited: "works, with limits"
    case .noCredit: "has no credit"
    case .rejected: "is rejected"
    case .expired: "has expired"
    case .unreachable: "was not checked: its provider cannot be reached"
    case .unknown: "may work or not"
    }
  }
}

/// A verdict, and what else an answer tells.
struct KeyFinding: Equatable, Sendable {
  var verdict: KeyVerdict
  /// The provider's own words, or why there is no better verdict; free of secrets, one line.
  var message: String?
  /// Facts of the account, in their order.
  var account: [AccountFact.Value] = []
  /// What it stands for where that is not the verdict's own failure.
  var kind: ByokError.Kind?

  init(_ verdict: KeyVerdict, _ message: String? = nil) {
    (self.verdict, self.message) = (verdict, message)
  }

  var failure: ByokError.Kind? { kind ?? verdict.failure }
}

/// What came of checking one key.
struct KeyCheckResult: Sendable {
  let key: KeyFacts
  let finding: KeyFinding
  let milliseconds: Int
  /// When the provider was asked.
  let checkedAt: Timestamp
  /// Whether that was before.
  var isRemembered = false

  /// The key's name in messages: `openai/work`, `openai (OPENAI_API_KEY)`.
  var name: String { key.checkName }

  /// The members for JSON; what is not known is `null`.
  ///
  /// Source: CONTRACT.md part 3.
  var document: JSONValue {
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
  var says: String {
    let facts = finding.account.map(\.text).joined(separator: ", ")
    let before = isRemembered ? "as of \(checkedAt.rfc3339)" : ""
    return [finding.message ?? "", facts, before].filter { !$0.isEmpty }.joined(separator: "; ")
  }
}

extension KeyFacts {
  /// What a check calls the key.
  var checkName: String {
    label.map { "\(provider)/\($0)" } ?? "\(provider) (\(variable ?? reference ?? source.rawValue))"
  }
}
