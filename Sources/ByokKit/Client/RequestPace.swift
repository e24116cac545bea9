internal import ByokCore

/// How many requests may begin in a time.
package struct RequestRate: ArgumentValue, Equatable {
  package static let expectation = "a number per s, m, h or d, such as 60/m"

  /// Requests per second.
  package let perSecond: Double

  package init?(argument: String) {
    let words = argument.split(separator: "/", omittingEmptySubsequences: false)
    guard words.count == 2, let number = Double(argument: String(words[0])), number > 0,
      let seconds = Duration.seconds("1\(words[1])"), seconds >= 1
    else { return nil }
    perSecond = number / seconds
  }
}

/// How fast requests may begin: by their number and by their tokens.
package struct RequestPace: Equatable, Sendable {
  /// Requests per second; `nil` for no limit.
  package var requests: Double?
  /// Tokens per second; `nil` for no limit.
  package var tokens: Double?

  package init(requests: Double? = nil, tokens: Double? = nil) {
    (self.requests, self.tokens) = (requests, tokens)
  }

  /// Seconds of the pace that may be taken at once.
  static let burst = 1.0

  /// When a request may begin, and when that is paid for: the generic cell rate algorithm.
  ///
  /// - Parameters:
  ///   - paid: Until when the pace is taken, in seconds; for requests and for tokens.
  ///   - now: The time in the same seconds.
  ///   - count: The tokens of the request.
  /// - Returns: How long to wait, in seconds; 0 when it may begin, and `paid` is then moved.
  func take(_ paid: inout (requests: Double, tokens: Double), now: Double, tokens count: Int)
    -> Double
  {
    let costs = (requests.map { 1 / $0 } ?? 0, tokens.map { Double(count) / $0 } ?? 0)
    let wait = max(
      requests == nil ? 0 : paid.requests - now, tokens == nil ? 0 : paid.tokens - now)
    // What is asked seldom is not asked in bursts; a request for more than the burst may begin too.
    guard wait <= 0 else { return wait }
    paid.requests = max(paid.requests, now - Self.burst) + costs.0
    paid.tokens = max(paid.tokens, now - Self.burst) + costs.1
    return 0
  }
}
