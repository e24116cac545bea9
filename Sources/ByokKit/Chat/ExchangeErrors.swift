extension ExchangeProblem {
  /// The failure as the user hears of it.
  ///
  /// - Parameters:
  ///   - provider: Who was asked.
  ///   - request: What was asked.
  ///   - key: With which key; nothing of it appears in the message.
  ///   - requestID: The provider's name for the request.
  /// - Returns: The failure with its hints.
  func error(
    provider: Provider, request: ChatRequest, key: borrowing ChosenKey, requestID: String?
  ) -> ByokError {
    var error: ByokError
    switch self {
    case .transport(let failure): error = Self.error(failure, provider: provider, base: key.base)
    case .redirect(let target, _, let base):
      error = Self.error(redirectTo: target, provider: provider, base: base)
    case .reply(.endedEarly):
      error = ByokError(.provider, "\(provider.name) ended its reply before it was complete")
    case .reply(.broken(let reason)):
      error = ByokError(
        .provider, "\(provider.name) sent a reply that is not one: \(reason)",
        hint: "is \(key.base.text) the right base URL?")
    case .reply(.reported(let report)):
      error = Self.error(
        report, provider: provider, request: request, key: key, requestID: requestID)
    }
    if error.provider == nil { error.provider = .init(id: provider.id) }
    return error
  }

  private static func error(
    _ failure: TransportFailure, provider: Provider, base: BaseURL
  ) -> ByokError {
    switch failure.cause {
    case .unusable:
      return ByokError(
        .failure, failure.message,
        hints: failure.message.contains("libcurl") ? ["apt-get install libcurl4"] : [])
    case .cutOff, .tooLarge:
      return ByokError(
        .provider, "\(provider.name) ended its reply before it was complete: \(failure.message)")
    case .network, .untrusted, .timeout:
      var hints: [String] = []
      if base.isLoopback { hints.append("is \(provider.name) running at \(base.text)?") }
      if failure.cause == .untrusted {
        hints.append("trust another authority with --ca-file PEM")
      }
      return ByokError(
        .network, "cannot reach \(provider.name) at \(base.origin): \(failure.message)",
        hints: hints)
    }
  }

  private static func error(
    redirectTo target: String?, provider: Provider, base: BaseURL
  ) -> ByokError {
    let place = target.map { Sanitizer.oneLine($0, limit: 200) } ?? "nowhere"
    guard let target,
      let other = try? BaseURL(String(target.prefix { !"?#".contains($0) }), from: ""),
      other.origin != base.origin
    else {
      return ByokError(
        .provider, "\(provider.name) redirects to '\(place)', which byok does not follow",
        hint: "is \(base.text) the right base URL?")
    }
    return ByokError(
      .noKey, "\(provider.name) redirects to \(other.origin), where the key is not sent",
      hint: "if that is the right address: byok keys add \(provider.id) --base-url URL")
  }

  private static func error(
    _ report: ErrorReport, provider: Provider, request: ChatRequest, key: borrowing ChosenKey,
    requestID: String?
  ) -> ByokError {
    let category = report.category
    let words = Redaction.redact(Sanitizer.oneLine(report.message), key: key.secret)
    var facts = report.status == 200 ? [] : ["HTTP \(report.status)"]
    if let requestID { facts.append("request \(requestID)") }
    let suffix = facts.isEmpty ? "" : " (\(facts.joined(separator: ", ")))"
    let what = category.sentence(provider: provider, model: request.model, source: key.source)
    let wait = report.retryAfter ?? RetryWait.named(in: report.message)
    var error = ByokError(
      category.kind, what + (words.isEmpty ? "" : ": \(words)") + suffix,
      hints: category.hints(provider: provider, source: key.source, base: key.base, wait: wait))
    error.provider = .init(id: provider.id, httpStatus: report.status, retryAfter: wait)
    return error
  }
}

extension FailureCategory {
  /// What happened, in our words; the provider's own follow.
  fileprivate func sentence(provider: Provider, model: String, source: KeySource) -> String {
    switch self {
    case .keyRejected: "\(provider.name) refuses \(source.text)"
    case .rateLimited: "\(provider.name) limits the rate of requests"
    case .quotaExhausted: "the quota or credit at \(provider.name) is used up"
    case .modelUnavailable:
      "\(provider.name) has no model \(model.quoted) for this key"
    case .contextTooLong: "the prompt is too long for \(provider.id)/\(model)"
    case .contentBlocked: "\(provider.name)'s safety system stopped the request"
    case .overloaded: "\(provider.name) is failing"
    case .badRequest: "\(provider.name) does not accept the request"
    case .region: "\(provider.name) does not serve this country"
    }
  }

  /// What to do next.
  fileprivate func hints(
    provider: Provider, source: KeySource, base: BaseURL, wait: Double?
  ) -> [String] {
    switch self {
    case .keyRejected:
      let page = provider.keyURL.map { ["make a key at \($0)"] } ?? []
      guard case .keystore(let name) = source else { return page }
      return page + ["then: byok keys add \(name.text) --replace"]
    case .rateLimited:
      return [
        wait.map { "try again in \(Int($0.rounded(.up))) s" }
          ?? "try again later, or with --retries 5"
      ]
    case .quotaExhausted:
      return provider.keyURL.map { ["see plan and billing of the account behind \($0)"] } ?? []
    case .modelUnavailable:
      return ["is the model's name right, and \(base.text) the right base URL?"]
    case .contextTooLong: return ["send less, or name a model with a larger context (-m)"]
    case .overloaded: return ["try again later"]
    case .contentBlocked, .badRequest, .region: return []
    }
  }
}
