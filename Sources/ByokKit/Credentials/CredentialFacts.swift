package import ByokCore

/// What is known of creds, without a token.
package struct CredentialFacts: Equatable, Sendable {
  var hasAccessToken = false
  var hasRefreshToken = false
  /// When the access token ends, in seconds since 1970; `nil` if the file does not tell.
  var expiry: Double?
  package var account: String?
  /// The cloud project that requests are made for.
  package var project: String?
  package var scopes: [String] = []
  /// Where the vendor says that requests go; data of a file, not yet trusted.
  var resourceURL: String?
  /// The OAuth client that stands in the file itself.
  var clientID: String?
  /// The OAuth client that the identity token was made for.
  var issuedTo: String?
  /// What is odd, but harmless: sentences without a full stop.
  package var warnings: [String] = []

  /// What can be said by these facts alone.
  func state(at now: Double) -> CredentialState {
    guard hasAccessToken || hasRefreshToken else { return .signedOut }
    return hasAccessToken && expiry.map { $0 > now } ?? true ? .ready : .expired
  }
}

/// In what state creds are.
package enum CredentialState: String, Sendable {
  /// There is a valid access token.
  case ready
  /// The access token has expired, and there were tokens.
  case expired
  /// There are no tokens.
  case signedOut = "signed_out"
  /// The tool keeps them where byok does not look.
  case encrypted
  /// The file cannot be used; nothing was changed.
  case damaged

  /// The failure that the state stands for; `nil` for creds that can be used.
  package var failure: ByokError.Kind? {
    switch self {
    case .ready: nil
    case .expired: .keyRejected
    case .signedOut, .encrypted: .noKey
    case .damaged: .damaged
    }
  }
}
