internal import ByokCore

/// Judges a key by a response.
///
/// Source: the providers' pages on errors and recordings, collected 2026-11-23: rate limits and
/// used-up quotas prove a key, and a provider that fails proves nothing.
struct AnswerJudge {
  let provider: Provider
  /// Whether the answer is a chat's, which a key gets only after it was accepted.
  let isChat: Bool

  /// - Parameters:
  ///   - status: The HTTP status.
  ///   - body: The answer's body.
  ///   - key: What is never to be repeated.
  /// - Returns: The finding; `valid` where the answer is as a good key gets it, proof or not.
  func finding(status: Int, body: [UInt8], key: borrowing Secret) -> KeyFinding {
    var finding: KeyFinding
    if (200..<300).contains(status) || provider.keyCheck.good.contains(status) && !isChat {
      finding = accepted(status: status, body: body)
    } else {
      finding = refused(ErrorReport(status: status, body: body))
    }
    finding.message = finding.message.map { Redaction.oneLine($0, key: key, limit: 300) }
    finding.account = finding.account.map { $0.redacted(key) }
    return finding
  }

  private func accepted(status: Int, body: [UInt8]) -> KeyFinding {
    guard (200..<300).contains(status) else { return KeyFinding(.valid) }
    guard let document = JSONValue(body) else {
      return KeyFinding(.unknown, "the response is not JSON")
    }
    if document["error"] != nil || document["base_resp"] != nil,
      let report = ErrorReport(status: 200, json: document)
    {
      return refused(report)
    }
    guard !isChat else { return KeyFinding(.valid) }
    if provider.keyCheck.probe == .models,
      ModelPage(document, shape: provider.modelList?.shape ?? .openAI) == nil
    {
      return KeyFinding(.unknown, "the response contains no list of models")
    }
    return Self.weighed(AccountFact.Value.all(provider.keyCheck.facts, in: document))
  }

  /// What the facts of an account make of a key that was accepted.
  static func weighed(_ values: [AccountFact.Value]) -> KeyFinding {
    var finding = KeyFinding(.valid)
    finding.account = values
    for value in values {
      guard let verdict = value.verdict else { continue }
      finding.verdict = verdict
      finding.message = "the provider says: \(value.text)"
      break
    }
    return finding
  }

  private func refused(_ said: ErrorReport) -> KeyFinding {
    var report = said
    report.provider = provider.id
    let isSaid = report.message.contains(where: \.isLetter)
    let words = isSaid ? report.message : "HTTP \(report.status)"
    let hint = report.category == .keyRejected ? report.rule?.hint.map { " (\($0))" } : nil
    return KeyFinding(verdict(report), words + (hint ?? ""))
  }

  private func verdict(_ report: ErrorReport) -> KeyVerdict {
    switch report.category {
    case .keyRestricted where report.rule?.isSaid == true: return .validLimited
    case .keyRejected, .keyRestricted:
      let isSaid = report.rule?.isSaid ?? false
      guard isSaid || report.status == 401 || provider.keyCheck.bad.contains(report.status) else {
        return .validLimited
      }
      return report.searchText.contains("expired") ? .expired : .rejected
    case .rateLimited: return .validLimited
    case .quotaExhausted: return .noCredit
    case .contextTooLong, .contentBlocked: return .valid
    case .modelUnavailable, .modelClosed:
      return isChat ? .valid : report.status == 403 ? .validLimited : .unknown
    case .overloaded, .intercepted, .badRequest, .region, .location: return .unknown
    }
  }
}
