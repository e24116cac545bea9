package import ByokCore

/// Asks a vendor whether it takes credentials, at no cost where that is possible.
///
/// Expired credentials are renewed if byok may renew them. Credentials whose use is not allowed are
/// not sent.
package struct CredentialProbe {
  private let session: ClientSession
  private let credentialLookup: CredentialLookup
  /// Seconds for one request.
  package var timeout = 30.0

  /// - Parameters:
  ///   - session: The outside world.
  ///   - configuration: What the user has configured.
  ///   - client: What its requests share with those of others.
  package init(_ session: Session, _ configuration: Configuration, _ client: ClientSession) {
    self.session = client
    credentialLookup = CredentialLookup(session, configuration)
  }

  /// - Parameter finding: The credentials.
  /// - Returns: What the vendor says, as a sentence.
  /// - Throws: Why it cannot be used: `keyRejected` when the vendor refuses it, `noKey` when it is not
  ///   allowed or signed out, `limited`, `network`, `provider`.
  package func check(_ finding: CredentialFinding) throws(ByokError) -> String {
    let tool = finding.tool
    if let problem = finding.problem { throw problem }
    let choice: CredentialLookup.Choice =
      switch finding.source {
      case .keystore(let name): .label(name.label)
      case .file(let path): .file(path)
      }
    let source = try credentialLookup.source(of: tool, choice)
    let client = ProviderClient(tool.provider, nil, session, .once(timeout))
    switch tool.probe {
    case .chat(let model):
      var request = ChatRequest(model: model, prompt: "Hi")
      request.settings.maxTokens = 1
      request.streams = false
      let failure = client.chat(request, key: try source.key(), to: NoSink()).failure
      // A refusal to answer means that the credentials were accepted.
      if let failure, failure.kind != .blocked { throw failure }
      return "\(tool.provider.name) answers"
    case .account:
      let project = try client.withCredentials(source) { (key) throws(ByokError) in
        try CodeAssistAccount(client: client).project(key)
      }
      return "\(tool.provider.name) names the project \(Sanitizer.oneLine(project))"
    case .models:
      try client.withCredentials(source) { (key) throws(ByokError) in
        let list = DocumentEndpoint("/models")
        if case .problem(let problem, let head) = try client.document(list, key: key) {
          throw client.failure(problem, head, key: key)
        }
      }
      return "\(tool.provider.name) takes it for the list of models, which says nothing of chats"
    }
  }
}
