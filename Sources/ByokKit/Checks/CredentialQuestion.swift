internal import ByokCore

/// Credentials of another tool that their vendor can check.
package struct CredentialQuestion {
  let probe: CredentialProbe
  let credential: CredentialFinding

  /// Whether nothing but a chat tells.
  var isChat: Bool {
    if case .chat = credential.tool.probe { true } else { false }
  }

  /// Whether the vendor is also asked for the models of credentials that cannot chat.
  private var isOfModels: Bool {
    if case .models = credential.tool.probe { true } else { false }
  }

  /// Asks the vendor.
  ///
  /// - Parameters:
  ///   - timeout: Seconds for one request.
  ///   - known: What the file tells.
  /// - Returns: What the vendor says of it.
  func ask(timeout: Double, known: KeyFinding) -> KeyFinding {
    var probe = probe
    probe.timeout = timeout
    var finding = known
    finding.kind = nil
    do throws(ByokError) {
      finding.message = try probe.check(credential)
      finding.verdict = isOfModels ? .validLimited : .valid
    } catch {
      finding.message = error.message
      finding.verdict = Self.verdict(error, wasExpired: known.verdict == .expired)
      // A file that is gone or damaged is not the vendor's failure.
      if finding.verdict == .unknown { finding.kind = error.kind }
    }
    return finding
  }

  private static func verdict(_ error: ByokError, wasExpired: Bool) -> KeyVerdict {
    switch error.kind {
    case .keyRejected: wasExpired ? .expired : .rejected
    case .limited: error.provider?.isOfKey == true ? .noCredit : .validLimited
    case .network: .unreachable
    default: .unknown
    }
  }
}
