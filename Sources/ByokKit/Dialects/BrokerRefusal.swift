package import ByokCore

/// Why a broker does not pass a request on, or has no reply for it.
package struct BrokerRefusal: Error, Equatable, Sendable {
  /// What it is about.
  package enum Kind: String, Sendable {
    /// The token is missing, unknown or expired.
    case unauthorized
    /// The token is not for this.
    case forbidden
    /// The token is not for this model.
    case unknownModel = "unknown_model"
    /// Money or requests are used up.
    case spent
    /// Too many requests at once or in a minute.
    case limited
    /// The request makes no sense.
    case invalid
    /// The request is too large.
    case tooLarge = "too_large"
    /// The provider refuses the key.
    case rejectedKey = "rejected_key"
    /// The provider cannot be reached, or its reply is not passed on.
    case unreachable
    /// The provider does not reply in time.
    case timeout
    /// The broker is ending.
    case ending
  }

  package let kind: Kind
  /// One sentence, lower case, no full stop; never contains a secret.
  package let message: String
  /// The status, where it is not the kind's.
  package var status: Int?
  /// Seconds after which to ask again; `nil` where that is of no use.
  package var retryAfter: Int?

  package init(_ kind: Kind, _ message: String, status: Int? = nil, retryAfter: Int? = nil) {
    (self.kind, self.message, self.status, self.retryAfter) = (kind, message, status, retryAfter)
  }

  /// Whether SDKs may ask again by themselves.
  package var mayRetry: Bool { [.limited, .unreachable, .timeout, .ending].contains(kind) }

  /// The status that most APIs have for it.
  package var usualStatus: Int {
    if let status { return status }
    return switch kind {
    case .unauthorized: 401
    case .forbidden, .rejectedKey: 403
    case .unknownModel: 404
    case .spent, .limited: 429
    case .invalid: 400
    case .tooLarge: 413
    case .unreachable: 502
    case .ending: 503
    case .timeout: 504
    }
  }

  /// The status where a spent budget is a payment that is required: SDKs do not ask again then.
  var paymentStatus: Int { kind == .spent ? status ?? 402 : usualStatus }

  /// What is said, with who says it.
  var text: JSONValue { .string("byok: \(message)") }
}

/// A status and a body, in an API's own form of errors.
package typealias RefusalReply = (status: Int, body: JSONValue)
