/// Why an attempt brought no whole reply, and what follows from it.
enum ExchangeProblem {
  case transport(TransportFailure)
  case reply(ReplyFailure)
  case redirect(to: String?, status: Int, from: BaseURL)

  /// Whether the provider refuses to be asked for token counts, as a few old servers do.
  var isAboutUsage: Bool {
    guard case .reply(.reported(let report)) = self else { return false }
    return [400, 422].contains(report.status) && report.searchText.contains("stream_options")
  }

  /// Whether the same request may succeed later, and may be sent again.
  func mayPass(head: ResponseHead?) -> Bool {
    if let word = head?["x-should-retry"] { return word == "true" }
    switch self {
    case .transport(let failure):
      return [.network, .timeout].contains(failure.cause) && !failure.wasSent
    case .reply(.reported(let report)):
      let category = report.category
      guard category == .rateLimited || category == .overloaded else { return false }
      return report.status == 200 || [408, 409, 425, 429, 498].contains(report.status)
        || report.status >= 500
    case .reply, .redirect:
      return false
    }
  }

  /// Seconds until the next attempt: what the provider asks for, else a growing random time.
  func wait(head: ResponseHead?, attempt: Int, now: Double) -> Double {
    if let asked = retryAfter(head: head, now: now) { return asked }
    let longest = min(8, 0.5 * Double(1 << min(attempt, 10)))
    return Double.random(in: longest / 2...longest)
  }

  private func retryAfter(head: ResponseHead?, now: Double) -> Double? {
    if let seconds = head.flatMap({ RetryWait.seconds(in: $0, now: now) }) { return seconds }
    guard case .reply(.reported(let report)) = self else { return nil }
    return report.retryAfter ?? RetryWait.named(in: report.message)
  }
}
