/// Asks a vendor whether it takes a sign-in, at no cost where that is possible.
///
/// The sign-in is renewed where it has ended and byok may renew it. One whose use is not allowed is
/// not sent.
struct CredsProbe {
  private let session: Session
  private let signIns: SignIns
  /// Where chats are noted; `nil` for nowhere.
  private let log: UsageLog?
  /// Seconds for one request.
  var timeout = 30.0
  var extraCertificates: [UInt8]?

  init(_ session: Session, _ configuration: Configuration) {
    self.session = session
    signIns = SignIns(session, configuration)
    log = configuration.logs ? try? UsageLog.own(session.locations) : nil
  }

  /// - Parameter finding: The sign-in.
  /// - Returns: What the vendor says, as a sentence.
  /// - Throws: Why it cannot be used: `keyRejected` when the vendor refuses it, `noKey` when it is not
  ///   allowed or signed out, `limited`, `network`, `provider`.
  func check(_ finding: OAuthFinding) throws(ByokError) -> String {
    let tool = finding.tool
    if let problem = finding.problem { throw problem }
    let choice: SignIns.Choice =
      switch finding.source {
      case .keystore(let name): .label(name.label)
      case .file(let path): .file(path)
      }
    let source = try signIns.source(of: tool, choice)
    let exchange = ChatExchange(
      provider: tool.provider, wire: tool.provider.wire, transport: session.transport,
      clock: session.clock, console: session.console, retries: 0, timeout: timeout,
      extraCertificates: extraCertificates)
    switch tool.probe {
    case .chat(let model):
      var request = ChatRequest(model: model, prompt: "Hi")
      request.settings.maxTokens = 1
      request.streams = false
      let call = ChatCall(exchange: exchange, request: request, log: log)
      let failure = call.run(with: try source.key()) { _ in }.failure
      // Who declines to answer has taken the sign-in.
      if let failure, failure.kind != .blocked { throw failure }
      return "\(tool.provider.name) answers"
    case .account:
      let project = try exchange.withSignIn(source) { (key) throws(ByokError) in
        try CodeAssistAccount(exchange: exchange, environment: session.environment)
          .project(key)
      }
      return "\(tool.provider.name) names the project \(Sanitizer.oneLine(project))"
    case .models:
      try exchange.withSignIn(source) { (key) throws(ByokError) in
        if case .problem(let problem, let head) = try exchange.answer(at: "/models", key: key) {
          throw exchange.failure(problem, head, key: key)
        }
      }
      return "\(tool.provider.name) takes it for the list of models, which says nothing of chats"
    }
  }
}
