package import ByokCore

/// What a provider's answer says of a key.
package enum KeyVerdict: String, CaseIterable, Sendable {
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
  /// No request showed it.
  case unknown

  /// The failure that it stands for; `nil` for a key that works, or of which nothing is known.
  package var failure: ByokError.Kind? {
    switch self {
    case .valid, .validLimited, .unknown: nil
    case .noCredit: .limited
    case .rejected, .expired: .keyRejected
    case .unreachable: .network
    }
  }

  /// What it says of a key, such as `openai/work is rejected`.
  package func statement(of name: String) -> String {
    switch self {
    case .valid: "\(name) works"
    case .validLimited: "\(name) works, with limits"
    case .noCredit: "\(name) has no credit"
    case .rejected: "\(name) is rejected"
    case .expired: "\(name) has expired"
    case .unreachable: "\(name) was not checked: its provider cannot be reached"
    case .unknown: "could not determine whether \(name) works"
    }
  }
}
