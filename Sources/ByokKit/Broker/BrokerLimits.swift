package import ByokCore

/// What whoever holds a token may do.
package struct BrokerLimits: Equatable, Sendable {
  /// The most that all requests together may cost, in USD.
  package var maxCost: Dollars?
  /// The most requests.
  package var maxRequests: Int?
  /// The most requests a minute.
  package var perMinute: Int?
  /// The most requests at a time.
  package var parallel: Int?
  /// Models, as globs of their ids or of `PROVIDER/MODEL`; none for all.
  package var models: [String] = []
  /// The ids of providers; none for all that the broker has.
  package var providers: [String] = []
  /// Whether it is for files and batches, too.
  package var allowsFiles = false
  /// When it ends, in seconds since 1970.
  package var expiry: Double?

  package init() {}

  /// Whether it is for a model.
  func admits(_ model: String, of provider: String) -> Bool {
    models.isEmpty
      || models.contains { glob in
        ToolPattern.matches(glob, model) || ToolPattern.matches(glob, "\(provider)/\(model)")
      }
  }

  /// As JSON; what is not limited is left out.
  package var document: JSONValue {
    var members: [String: JSONValue] = [:]
    members["max_cost"] = maxCost.map { .number($0.amount) }
    members["max_requests"] = maxRequests.map(JSONValue.integer)
    members["per_minute"] = perMinute.map(JSONValue.integer)
    members["parallel"] = parallel.map(JSONValue.integer)
    if !models.isEmpty { members["models"] = .array(models.map(JSONValue.string)) }
    if !providers.isEmpty { members["providers"] = .array(providers.map(JSONValue.string)) }
    if allowsFiles { members["files"] = .bool(true) }
    members["expires_at"] = expiry.map(JSONValue.number)
    return .object(members)
  }

  /// Reads what ``document`` has written.
  package init(_ document: JSONValue) {
    maxCost = document["max_cost"]?.double.map(Dollars.init(amount:))
    maxRequests = document["max_requests"]?.integer
    perMinute = document["per_minute"]?.integer
    parallel = document["parallel"]?.integer
    models = document["models"]?.elements?.compactMap(\.string) ?? []
    providers = document["providers"]?.elements?.compactMap(\.string) ?? []
    allowsFiles = document["files"]?.flag ?? false
    expiry = document["expires_at"]?.double
  }
}

/// What was done with a token.
package struct TokenUse: Equatable, Sendable {
  /// USD that requests have cost.
  package var spent = 0.0
  /// How many were sent.
  package var requests = 0

  package init(spent: Double = 0, requests: Int = 0) {
    (self.spent, self.requests) = (spent, requests)
  }
}

/// A token that a broker knows.
package struct KnownToken: Equatable, Sendable {
  /// What it is called in the usage log.
  package let name: String
  package let digest: TokenDigest
  package let limits: BrokerLimits

  package init(name: String, digest: TokenDigest, limits: BrokerLimits) {
    (self.name, self.digest, self.limits) = (name, digest, limits)
  }
}
