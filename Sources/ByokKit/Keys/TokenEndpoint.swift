internal import ByokCore

/// Asks a vendor for a new access token.
///
/// Source: RFC 6749, section 6.
struct TokenEndpoint {
  let transport: any Transport
  let clock: Clock
  let console: Console

  /// The most bytes of an answer.
  static let limit = CredentialFile.limit

  /// The OAuth client that a refresh token belongs to.
  struct Client {
    let id: String
    /// An installed program's secret, which is none (RFC 8252, section 8.5).
    var secret: String?
  }

  /// - Parameters:
  ///   - found: What is to be renewed.
  ///   - renewal: Where.
  ///   - client: As whose client; its secret may also stand in the creds.
  ///   - timeout: Seconds.
  /// - Returns: The answer.
  /// - Throws: `keyRejected` when the vendor does not renew it; `limited`; a failure of the network or
  ///   the vendor.
  func renew(
    _ found: borrowing LoadedCredential, _ renewal: CredentialTool.Renewal, _ client: Client,
    timeout: Double
  ) throws(ByokError) -> TokenReply {
    let base = try BaseURL(renewal.endpoint, from: found.tool.id)
    let request = HTTPRequest(
      method: "POST", url: base.text, base: base,
      headers: [
        ("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "application/json"),
        ("User-Agent", "byok/\(ProgramVersion.current)"),
      ], timeout: timeout)
    console.detail("renewing the credentials of \(found.tool.name): POST \(request.url)")
    console.details(transport.details(for: request))
    let form = try Self.form(found.credentials, client)
    let receiver = SecretAnswer(limit: Self.limit)
    do throws(TransportFailure) {
      try transport.send(request, secretBody: form, to: receiver)
    } catch {
      throw ByokError(
        .network,
        "cannot renew the credentials of \(found.tool.name) at \(base.origin):"
          + " \(error.message)")
    }
    return try reply(receiver, found)
  }

  /// The body, percent-encoded as forms are.
  private static func form(
    _ credentials: borrowing CredentialTokens, _ client: Client
  ) throws(ByokError) -> Secret {
    let head = "grant_type=refresh_token&client_id=\(client.id.percentEncoded)"
    let ownSecret = client.secret.map { "&client_secret=\($0.percentEncoded)" } ?? ""
    let tokens = Self.count(credentials.refreshToken) + Self.count(credentials.clientSecret)
    let capacity = head.utf8.count + ownSecret.utf8.count + 64 + tokens * 3
    return try Secret.collecting(capacity: capacity) { emit in
      (head + "&refresh_token=").utf8.forEach(emit)
      credentials.refreshToken?.withBytes { $0.percentEncode(emit) }
      ownSecret.utf8.forEach(emit)
      guard client.secret == nil, credentials.clientSecret != nil else { return }
      "&client_secret=".utf8.forEach(emit)
      credentials.clientSecret?.withBytes { $0.percentEncode(emit) }
    }
  }

  private static func count(_ secret: borrowing Secret?) -> Int {
    switch secret {
    case .some(let secret): secret.count
    case .none: 0
    }
  }

  private func reply(
    _ receiver: SecretAnswer, _ found: borrowing LoadedCredential
  ) throws(ByokError) -> TokenReply {
    let source = "the answer of \(found.tool.provider.name)"
    let status = receiver.head?.status ?? 0
    guard let text = receiver.take() else {
      throw ByokError(.provider, "\(source) is empty or too long")
    }
    let document: CredentialDocument
    do throws(ByokError) {
      document = try CredentialDocument(text, from: source)
    } catch {
      guard (200..<300).contains(status) else { throw refusal(nil, status, found) }
      throw ByokError(.provider, error.message)
    }
    let hasError = document.member("error", of: CredentialDocument.root) != nil
    guard (200..<300).contains(status), !hasError else {
      throw refusal(words(of: document, found), status, found)
    }
    do throws(ByokError) {
      return try TokenReply(document, now: clock.now(), from: source)
    } catch {
      throw ByokError(.provider, error.message)
    }
  }

  /// What an answer says of the failure, without a token that it may repeat.
  ///
  /// Source: RFC 6749, section 5.2; Google's `error_subtype`.
  private func words(
    of document: borrowing CredentialDocument, _ found: borrowing LoadedCredential
  ) -> String? {
    var objects = [CredentialDocument.root]
    if let error = document.member("error", of: CredentialDocument.root) {
      objects.insert(error, at: 0)
    }
    var words: [String] = []
    for name in ["error", "type", "code", "error_subtype", "error_description", "message"] {
      for object in objects {
        let index = document.member(name, of: object)
        guard let text = index.flatMap({ document.plainText($0) }), !words.contains(text) else {
          continue
        }
        words.append(text)
      }
    }
    let text = words.joined(separator: ": ")
    let line =
      switch found.credentials.refreshToken {
      case .some(let token): Redaction.oneLine(text, key: token)
      case .none: Sanitizer.oneLine(text)
      }
    return line.isEmpty ? nil : line
  }

  private func refusal(
    _ words: String?, _ status: Int, _ found: borrowing LoadedCredential
  ) -> ByokError {
    let tool = found.tool
    let kind: ByokError.Kind =
      switch status {
      case 429: .limited
      case 500...: .provider
      default: .keyRejected
      }
    var hints: [String] = []
    if kind == .keyRejected {
      let isPolicy = words?.contains("invalid_rapt") == true
      hints = [
        isPolicy
          ? "the organization requires signing in again from time to time: sign in with '\(tool.command)'"
          : "sign in again with '\(tool.command)'",
        "\(tool.service.text) (as of \(tool.service.asOf))",
      ]
    }
    let said = words.map { ": \($0)" } ?? ""
    var error = ByokError(
      kind,
      "\(tool.provider.name) does not renew the credentials of \(tool.name)\(said)"
        + " (HTTP \(status))", hints: hints)
    error.provider = .init(id: tool.id, httpStatus: status)
    return error
  }
}

/// Takes an answer into locked memory.
private final class SecretAnswer: ResponseReceiver {
  private(set) var head: ResponseHead?
  private var body: Secret?
  private let limit: Int

  init(limit: Int) {
    self.limit = limit
  }

  /// What has arrived; `nil` if that is nothing, or too much.
  func take() -> Secret? { body.take() }

  func receive(_ head: ResponseHead) -> Bool {
    self.head = head
    return true
  }

  func receive(_ bytes: [UInt8]) -> Bool { receive(lent: bytes.span) }

  func receive(lent bytes: Span<UInt8>) -> Bool {
    guard let old = body.take() else {
      body = bytes.count <= limit ? try? Secret(copying: bytes) : nil
      return body != nil
    }
    guard old.count + bytes.count <= limit else { return false }
    body = try? old.withBytes { (old) throws(ByokError) in
      try Secret.collecting(capacity: old.count + bytes.count) { emit in
        for index in old.indices { emit(old[index]) }
        for index in bytes.indices { emit(bytes[index]) }
      }
    }
    return body != nil
  }
}
