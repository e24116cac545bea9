internal import ByokCore
internal import ByokKit

/// The options that limit what is done with a broker's token.
struct BrokerLimitOptions: Sendable {
  var maxCost: Dollars?
  var maxRequests: Int?
  var rate: RequestRate?
  var parallel: Int?
  var models: [String] = []
  var lifetime: Lifetime?
  var allowsFiles = false

  /// How long a token is good.
  struct Lifetime: ArgumentValue, Equatable {
    static let expectation = "a duration, such as 90m, 8h or 30d"
    let seconds: Double

    init?(argument: String) {
      guard let seconds = Duration.seconds(argument), seconds > 0, seconds < 1e9 else { return nil }
      self.seconds = seconds
    }
  }

  /// Requests in a minute: `60/m`, or `60`.
  struct RequestRate: ArgumentValue, Equatable {
    static let expectation = "requests per minute, such as 60/m"
    let perMinute: Int

    init?(argument: String) {
      let digits = argument.hasSuffix("/m") ? String(argument.dropLast(2)) : argument
      guard let number = Int(digits), number > 0 else { return nil }
      perMinute = number
    }
  }

  /// The limits from now on.
  func limits(now: Double) -> BrokerLimits {
    var limits = BrokerLimits()
    (limits.maxCost, limits.maxRequests) = (maxCost, maxRequests)
    (limits.perMinute, limits.parallel) = (rate?.perMinute, parallel)
    limits.models = models.flatMap { $0.split(separator: ",").map(String.init) }
    limits.allowsFiles = allowsFiles
    limits.expiry = lifetime.map { now + $0.seconds }
    return limits
  }

  /// The first of them that is set, as it is typed.
  var firstOption: String? {
    if maxCost != nil { return "--max-cost" }
    if maxRequests != nil { return "--max-requests" }
    if rate != nil { return "--rate" }
    if parallel != nil { return "--parallel" }
    if !models.isEmpty { return "--models" }
    if lifetime != nil { return "--for" }
    return allowsFiles ? "--files" : nil
  }
}

/// A command that limits a broker's token.
protocol LimitsToken: Command {
  var limits: BrokerLimitOptions { get set }
}

extension CommandOption where Values: LimitsToken {
  /// The options that limit a token.
  static var tokenLimits: [Self] {
    [
      .value("max-cost", "USD", \.limits.maxCost, "Refuse requests once they cost USD together"),
      .value("max-requests", "N", \.limits.maxRequests, "Refuse requests after N of them"),
      .value("rate", "N/m", \.limits.rate, "Pass on at most N requests a minute"),
      .value("parallel", "N", \.limits.parallel, "Pass on at most N requests at a time"),
      .repeating(
        "models", "PATTERN[,...]", \.limits.models, "Allow only these models, such as 'gpt-5*'"),
      .value("for", "DURATION", \.limits.lifetime, "End the token after this time, such as 8h"),
      .flag("files", \.limits.allowsFiles, "Also pass on requests for files and batches"),
    ]
  }
}
