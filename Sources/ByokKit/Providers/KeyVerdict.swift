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
  /// Nothing that was asked tells.
  case unknown

  /// The failure that it stands for; `nil` for a key that works.
  package var failure: ByokError.Kind? {
    switch self {
    case .valid, .validLimited: nil
    case .noCredit: .limited
    case .rejected, .expired: .keyRejected
    case .unreachable: .network
    case .unknown: .provider
    }
  }

  /// Where a sentence says what the key is, such as `is rejected`.
  package var words: String {
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
