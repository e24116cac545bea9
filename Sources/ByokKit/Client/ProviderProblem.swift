package import ByokCore

/// Why an attempt brought no whole reply, and what follows from it.
package enum ProviderProblem {
  case transport(TransportFailure)
  case reply(ReplyFailure)
  case redirect(to: String?, status: Int, from: BaseURL)

  /// - Parameters:
  ///   - failure: How the answer is no good one.
  ///   - head: Its head.
  ///   - provider: Who gave it.
  ///   - base: Where.
  init(_ failure: ReplyFailure, head: ResponseHead?, provider: Provider, base: BaseURL) {
    if let head, (300..<400).contains(head.status) {
      self = .redirect(to: head["location"], status: head.status, from: base)
    } else if case .reported(var report) = failure {
      report.provider = provider.id
      // Cloudflare and AWS say in the head what a page or a sentence does not.
      if head?["cf-mitigated"] != nil { report.codes.append("cf-mitigated") }
      if let type = head?["x-amzn-errortype"] { report.codes.append(type) }
      self = .reply(.reported(report))
    } else {
      self = .reply(failure)
    }
  }

  /// Whether the same request may succeed later, and may be sent again.
  ///
  /// `x-should-retry` decides where it is said, but neither brings money nor makes a key valid.
  func isRetryable(head: ResponseHead?) -> Bool {
    let word = head?["x-should-retry"]
    if word == "false" { return false }
    switch self {
    case .transport(let failure):
      return [.network, .timeout].contains(failure.cause) && !failure.wasSent
    case .reply(.reported(let report)):
      switch report.category {
      case .rateLimited: return true
      case .overloaded:
        return word == "true" || report.status == 200 || report.status >= 500
          || [408, 409, 425, 429, 498].contains(report.status)
      case .badRequest: return word == "true"
      default: return false
      }
    case .reply, .redirect:
      return false
    }
  }

  /// Seconds until the next attempt where the provider asks for none: a growing random time.
  static func backoff(attempt: Int) -> Double {
    let longest = min(8, 0.5 * Double(1 << min(attempt, 10)))
    return Double.random(in: longest / 2...longest)
  }

  /// Seconds that the provider asks to be left alone.
  func retryAfter(head: ResponseHead?, now: Double) -> Double? {
    guard case .reply(.reported(let report)) = self else { return nil }
    if let seconds = head.flatMap({ RetryWait.seconds(in: $0, now: now) }) { return seconds }
    return report.retryAfter ?? RetryWait.named(in: report.message)
  }
}
