internal import ByokCore

extension ProviderProblem {
  /// The failure as the user hears of it.
  ///
  /// - Parameters:
  ///   - provider: Who was asked.
  ///   - request: What was asked; `nil` for a list of models.
  ///   - key: With which key; nothing of it appears in the message.
  ///   - head: The answer's head, if one arrived.
  ///   - wait: Seconds that the provider asks to be left alone.
  /// - Returns: The failure with its hints.
  func error(
    provider: Provider, request: ChatRequest?, key: borrowing ChosenKey, head: ResponseHead?,
    wait: Double?
  ) -> ByokError {
    var error: ByokError
    switch self {
    case .transport(let failure): error = Self.error(failure, provider: provider, base: key.base)
    case .redirect(let target, _, let base):
      error = Self.error(redirectTo: target, provider: provider, base: base)
    case .reply(.endedEarly):
      error = ByokError(
        .provider, "\(provider.name) closed the stream before the reply was complete",
        hint: Self.again)
    case .reply(.cutOff(let reason)):
      error = ByokError(
        .provider,
        "\(provider.name) closed the stream before the reply was complete:"
          + " \(Redaction.oneLine(reason, key: key.secret))", hint: Self.again)
    case .reply(.unreadable(let text)):
      let words = Redaction.oneLine(text, key: key.secret)
      error = ByokError(
        .provider,
        "\(provider.name) sent unexpected JSON: \(words.quoted)",
        hint: "is \(key.base.text) the right base URL?")
    case .reply(.broken(let reason)):
      let words = Redaction.oneLine(reason, key: key.secret)
      error = ByokError(
        .provider, "\(provider.name) sent an invalid reply: \(words)",
        hint: "is \(key.base.text) the right base URL?")
    case .reply(.reported(var report)):
      report.retryAfter = wait
      report.requestID = RequestID.find(in: head, report.requestID)
      let hints = FailureHints(
        report: report, provider: provider, request: request, source: key.source, base: key.base,
        wait: wait ?? head.flatMap(RetryWait.limitReset))
      error = Self.error(report, hints: hints, key: key.secret)
    }
    if error.provider == nil { error.provider = .init(id: provider.id) }
    return error.without(key.secret)
  }

  /// What is left to do where a part of a reply came.
  private static let again = "the reply is incomplete: ask again"

  private static func error(
    _ failure: TransportFailure, provider: Provider, base: BaseURL
  ) -> ByokError {
    switch failure.cause {
    case .unusable:
      return ByokError(.failure, failure.message)
    case .missingLibrary:
      return ByokError(.failure, failure.message, hint: "apt-get install libcurl4")
    case .cutOff, .tooLarge:
      return ByokError(
        .provider,
        "\(provider.name) closed the stream before the reply was complete: \(failure.message)",
        hint: again)
    case .timeout where failure.wasSent:
      return ByokError(
        .network, "\(provider.name) took too long: \(failure.message)",
        hint: "ask again, or raise --timeout")
    case .network, .untrusted, .timeout:
      var hints: [String] = []
      if base.isLoopback { hints.append("is \(provider.name) running at \(base.text)?") }
      if failure.cause == .untrusted {
        hints.append("trust another authority with --ca-file PEM, or: byok config set ca_file PATH")
      }
      return ByokError(
        .network, "cannot reach \(provider.name) at \(base.origin): \(failure.message)",
        hints: hints)
    }
  }

  private static func error(
    redirectTo target: String?, provider: Provider, base: BaseURL
  ) -> ByokError {
    guard let target, let place = elsewhere(target, from: base) else {
      let place = target.map { Sanitizer.oneLine(withoutQuery($0), limit: 200) } ?? "nowhere"
      return ByokError(
        .provider, "\(provider.name) redirects to '\(place)', which byok does not follow",
        hint: "is \(base.text) the right base URL?")
    }
    return ByokError(
      .noKey, "\(provider.name) redirects to \(place), where the key is not sent",
      hint: "if that is the right address: byok keys add \(provider.id) --base-url URL")
  }

  /// The origin that a redirect leads to, if it is another one than `base`'s.
  ///
  /// Source: RFC 3986, section 4.2: what has no scheme stays, except behind `//`.
  private static func elsewhere(_ target: String, from base: BaseURL) -> String? {
    let scheme = base.origin.prefix { $0 != "/" }
    let address = withoutQuery(target.hasPrefix("//") ? scheme + target : target)
    guard address.prefix(while: { $0 != "/" }).contains(":") else { return nil }
    if let other = try? BaseURL(address, from: "") {
      return other.origin == base.origin ? nil : other.origin
    }
    // Shown without path and user, either of which may hold secrets.
    let pieces = address.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    let host = pieces.dropFirst(2).first.map { $0.split(separator: "@").last ?? "" } ?? ""
    return Sanitizer.oneLine("\(pieces.first ?? "")//\(host)", limit: 200)
  }

  private static func withoutQuery(_ address: String) -> String {
    String(address.prefix { !"?#".contains($0) })
  }

  private static func error(
    _ report: ErrorReport, hints: FailureHints, key: borrowing Secret
  ) -> ByokError {
    let words = Redaction.oneLine(report.message, key: key)
    var facts = report.status == 200 ? [] : ["HTTP \(report.status)"]
    if words.isEmpty, let code = report.codes.first {
      facts.append("code \(Redaction.oneLine(code, key: key, limit: 60))")
    }
    if let requestID = report.requestID { facts.append("request \(requestID)") }
    let suffix = facts.isEmpty ? "" : " (\(facts.joined(separator: ", ")))"
    let category = report.category
    let what = category.sentence(
      provider: hints.provider, model: hints.request?.model ?? "", source: hints.source)
    var error = ByokError(
      category.kind, what + (words.isEmpty ? "" : ": \(words)") + suffix, hints: hints.lines)
    if hints.request?.tools.isEmpty == false, report.isOfBrokenCall { error.code = .brokenCall }
    // No wait brings money, whatever a provider says.
    let wait = category == .quotaExhausted ? nil : report.retryAfter
    error.provider = .init(id: hints.provider.id, httpStatus: report.status, retryAfter: wait)
    error.provider?.isOfKey = [.keyRejected, .quotaExhausted, .region, .location].contains(category)
    return error
  }
}

extension FailureCategory {
  /// What happened, in our words; the provider's own follow.
  fileprivate func sentence(provider: Provider, model: String, source: KeySource) -> String {
    switch self {
    case .keyRejected where source == .notNeeded: "\(provider.name) requires a key"
    case .keyRestricted where source == .notNeeded:
      "\(provider.name) refuses a request without a key"
    case .keyRejected: "\(provider.name) refuses \(source.text)"
    case .keyRestricted: "\(provider.name) does not let \(source.text) do this"
    case .rateLimited: "\(provider.name) limits the rate of requests"
    case .quotaExhausted: "the quota or credit at \(provider.name) is used up"
    case .modelUnavailable:
      "\(provider.name) has no model \(model.quoted) for this key"
    case .modelClosed: "\(provider.name) does not allow this key to use \(model.quoted)"
    case .contextTooLong: "the prompt is too long for \(provider.id)/\(model)"
    case .contentBlocked: "\(provider.name)'s safety system stopped the request"
    case .overloaded: "\(provider.name) has an internal error"
    case .intercepted: "a firewall or proxy in front of \(provider.name) refuses the request"
    case .badRequest: "\(provider.name) does not accept the request"
    case .region, .location: "\(provider.name) does not serve this country"
    }
  }
}

extension ByokError {
  /// The failure without what any part of it repeats of the key.
  fileprivate func without(_ key: borrowing Secret) -> ByokError {
    var hints: [String] = []
    for hint in self.hints { hints.append(Redaction.remove(key, from: hint)) }
    var error = ByokError(kind, Redaction.remove(key, from: message), hints: hints)
    (error.provider, error.partialResult, error.code) = (provider, partialResult, code)
    return error
  }
}
