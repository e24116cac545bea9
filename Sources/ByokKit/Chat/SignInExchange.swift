extension ChatExchange {
  /// Sends a request with a sign-in, which is renewed before if it is about to end, and once behind
  /// a refusal that may only mean that it has ended.
  ///
  /// - Parameters:
  ///   - request: What to ask.
  ///   - source: Where keys are had.
  ///   - deliver: Takes the reply's events as they arrive.
  /// - Returns: What is known besides the reply.
  /// - Throws: As ``run(_:key:deliver:)``.
  func run(
    _ request: ChatRequest, _ source: SignInSource,
    deliver: @escaping ([StreamEvent]) throws(ByokError) -> Void
  ) throws(ByokError) -> Outcome {
    try withSignIn(source) { (key) throws(ByokError) in
      var request = request
      if source.tool.hasProject { request.project = try project(for: key, source) }
      return try send(request, key: key, deliver: deliver)
    }
  }

  /// Does something with a good key of a sign-in, and once more with another if that is refused.
  ///
  /// - Throws: What `use` throws, or what stands against a good key.
  func withSignIn<Result>(
    _ source: SignInSource, _ use: (borrowing ChosenKey) throws(ByokError) -> Result
  ) throws(ByokError) -> Result {
    var source = source
    source.extraCertificates = extraCertificates
    let key = try source.freshKey()
    do throws(ByokError) {
      return try use(key)
    } catch {
      guard error.mayMeanThatItEnded(source.tool), let other = try another(source, key, error)
      else {
        throw error
      }
      console.detail("once more with \(other.source.text), renewed")
      return try use(other)
    }
  }

  /// Another key instead of a refused one; the refusal says more than that there is none.
  private func another(
    _ source: SignInSource, _ key: borrowing ChosenKey, _ refusal: ByokError
  ) throws(ByokError) -> ChosenKey? {
    do {
      return try source.key(insteadOf: key)
    } catch {
      guard error.kind == .keyRejected else { throw error }
      console.detail(error.message)
      throw refusal
    }
  }

  /// The project to name, which is asked for once.
  private func project(
    for key: borrowing ChosenKey, _ source: SignInSource
  ) throws(ByokError) -> String {
    let account = CodeAssistAccount(exchange: self, environment: source.shared.environment)
    return try source.shared.project(for: Sealing.fingerprint(of: key.secret)) {
      () throws(ByokError) in try account.project(key)
    }
  }
}

extension ByokError {
  /// Whether a refusal may only mean that the access token has ended.
  ///
  /// Qwen Code itself takes 403 for that too; elsewhere it is a rule that forbids.
  fileprivate func mayMeanThatItEnded(_ tool: OAuthTool) -> Bool {
    let statuses = tool.renewal?.writesFile == true ? [401, 403] : [401]
    return kind == .keyRejected && provider?.httpStatus.map(statuses.contains) ?? false
  }
}
