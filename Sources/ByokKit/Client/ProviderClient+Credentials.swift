internal import ByokCore

extension ProviderClient {
  /// Does something with a good key of another tool's credentials, and once more with another key
  /// if that one is refused, which may only mean that it has expired.
  ///
  /// - Throws: What `use` throws, or why there is no good key.
  func withCredentials<Result>(
    _ source: CredentialSource, _ use: (borrowing ChosenKey) throws(ByokError) -> Result
  ) throws(ByokError) -> Result {
    let key = try source.freshKey()
    do throws(ByokError) {
      return try use(key)
    } catch {
      guard error.mayMeanExpired(source.tool), let other = try another(source, key, error) else {
        throw error
      }
      session.console.detail("once more with \(other.source.text), renewed")
      return try use(other)
    }
  }

  /// Another key instead of a refused one; the refusal says more than that there is none.
  private func another(
    _ source: CredentialSource, _ key: borrowing ChosenKey, _ refusal: ByokError
  ) throws(ByokError) -> ChosenKey? {
    do {
      return try source.key(insteadOf: key)
    } catch {
      guard error.kind == .keyRejected else { throw error }
      session.console.detail(error.message)
      throw refusal
    }
  }

  /// The cloud project to name, which is asked for once per token.
  func project(
    for key: borrowing ChosenKey, _ source: CredentialSource
  ) throws(ByokError) -> String {
    try source.credentialLookup.shared.project(for: Sealing.fingerprint(of: key.secret)) {
      () throws(ByokError) in try CodeAssistAccount(client: self).project(key)
    }
  }
}

extension ByokError {
  /// Whether a refusal may only mean that the access token has expired.
  fileprivate func mayMeanExpired(_ tool: CredentialTool) -> Bool {
    kind == .keyRejected && provider?.httpStatus.map(tool.expiryStatuses.contains) ?? false
  }
}
