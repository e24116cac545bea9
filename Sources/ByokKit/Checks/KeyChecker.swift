internal import ByokCore

/// Checks with its provider whether a key works, without spending tokens unless told to.
package struct KeyChecker: Sendable {
  private let session: ClientSession
  /// Seconds for one key.
  private let timeout: Double
  /// Whether a chat of one token may be tried where nothing else shows it.
  private let probes: Bool
  /// The model that such a chat is tried with, whatever is known of others.
  package var model: String?
  /// What providers listed when they were last asked.
  package var known: KnownModels?
  private var clock: Clock { session.clock }

  package init(
    _ session: ClientSession, timeout: Double = Self.standardTimeout, probes: Bool = false
  ) {
    (self.session, self.timeout, self.probes) = (session, timeout, probes)
  }

  package static let standardTimeout = 15.0

  /// Checks one key; what goes wrong is part of the result.
  package func check(_ key: CheckedKey) -> KeyCheckResult {
    let start = clock.monotonic()
    let now = Timestamp(seconds: Int(clock.now()))
    var finding: KeyFinding
    do throws(ByokError) {
      if let known = key.known {
        finding = beyond(known, of: key)
      } else {
        finding = try ask(key, until: start + timeout)
      }
    } catch {
      finding = KeyFinding(.unknown, error.message)
      // The key is not available: its command or file gives none.
      finding.kind = .noKey
    }
    return KeyCheckResult(
      key: key.facts, finding: finding,
      milliseconds: Int(((clock.monotonic() - start) * 1000).rounded()), checkedAt: now)
  }

  /// What the vendor of credentials adds to what is in their file, where it is asked.
  private func beyond(_ known: KeyFinding, of key: CheckedKey) -> KeyFinding {
    guard let question = key.question, probes || !question.isChat else { return known }
    return question.ask(timeout: timeout, known: known)
  }

  private func ask(_ key: CheckedKey, until end: Double) throws(ByokError) -> KeyFinding {
    guard let provider = key.provider, let base = key.base else { return KeyFinding(.unknown) }
    if let retirement = provider.retirement {
      return KeyFinding(.unknown, "\(provider.name) was shut down on \(retirement.day)")
    }
    let question = Question(
      provider: provider,
      key: ChosenKey(secret: try key.resolve(), source: key.facts.keySource, base: base), end: end)
    var reason = "only a one-token chat can show it (--probe)"
    if let path = provider.freePath {
      let endpoint = DocumentEndpoint(path, sending: provider.freeBody)
      let finding = finding(try send(question, endpoint), question, isChat: false)
      let isProof = provider.keyCheck.isProof
      guard finding.isOpen || finding.verdict == .valid && !isProof else {
        return isProof && finding.verdict == .valid ? try withAccount(finding, question) : finding
      }
      switch try control(question, endpoint) {
      case .refused:
        return try withAccount(KeyFinding(.valid, "a made-up key is refused"), question)
      case .accepted: reason = "a made-up key gets the same answer; \(reason)"
      case .open: if let message = finding.message { reason = "\(message); \(reason)" }
      }
    }
    return probes ? try probe(question) : KeyFinding(.unknown, reason)
  }

  /// What comes of asking with a key that is none.
  private enum Control {
    case refused, accepted
    /// Neither: it is inconclusive.
    case open
  }

  /// Asks the same with a made-up key, which shows whether the answer depends on the key.
  private func control(
    _ question: borrowing Question, _ endpoint: DocumentEndpoint
  ) throws(ByokError) -> Control {
    let made = Question(
      provider: question.provider,
      key: ChosenKey(
        secret: try question.provider.madeUpKey(), source: question.key.source,
        base: question.key.base),
      end: question.end)
    let sent = try send(made, endpoint)
    guard case .success(let answer) = sent, let status = answer.head?.status else { return .open }
    switch finding(sent, made, isChat: false).verdict {
    case .rejected, .expired: return .refused
    case .valid: return .accepted
    default: return [401, 403].contains(status) ? .refused : .open
    }
  }

  /// What is asked with, and whom.
  private struct Question: ~Copyable {
    let provider: Provider
    let key: ChosenKey
    /// When the time for the key is over.
    let end: Double
  }

  /// Adds what a further request tells of the account; where it tells nothing, that is no failure.
  private func withAccount(
    _ finding: KeyFinding, _ question: borrowing Question
  ) throws(ByokError) -> KeyFinding {
    guard let lookUp = question.provider.keyCheck.account,
      case .success(let whole) = try send(question, DocumentEndpoint(lookUp.path)),
      whole.head?.status == 200, let document = JSONValue(whole.bytes)
    else { return finding }
    let values = AccountFact.Value.all(lookUp.facts, in: document)
    return AnswerJudge.weighed(values.map { $0.redacted(question.key.secret) })
  }

  private func probe(_ question: borrowing Question) throws(ByokError) -> KeyFinding {
    let provider = question.provider
    guard let model = probeModel(of: provider) else {
      return KeyFinding(
        .unknown,
        "no known model to probe with (--model, or byok models --refresh --provider"
          + " \(provider.id))")
    }
    var request = ChatRequest(model: model, prompt: "hi")
    (request.streams, request.quirks) = (false, provider.quirks)
    request.settings.maxTokens = 1
    request.facts = provider.model(model)
    let sent: Result<WholeAnswer, TransportFailure>
    do throws(ByokError) {
      sent = try client(for: question).probe(request, key: question.key)
    } catch  where error.kind == .limited {
      // A spent budget says nothing about the key.
      var finding = KeyFinding(.unknown, error.message)
      finding.kind = .limited
      return finding
    }
    var finding = finding(sent, question, isChat: true)
    if finding.verdict == .valid, finding.message == nil {
      finding.message = "by a one-token chat with \(model)"
    }
    return finding
  }

  private func probeModel(of provider: Provider) -> String? {
    if let model {
      let prefix = "\(provider.id)/"
      return model.hasPrefix(prefix) ? String(model.dropFirst(prefix.count)) : model
    }
    let listed = known?.list(of: provider.id)?.models.filter(\.answersChats) ?? []
    let cheapest = listed.min {
      ($0.outputPrice ?? .infinity) < ($1.outputPrice ?? .infinity)
    }
    return provider.probeModel ?? cheapest?.id
  }

  private func client(for question: borrowing Question) -> ProviderClient {
    let left = max(0.001, question.end - clock.monotonic())
    return ProviderClient(question.provider, nil, session, .once(left))
  }

  private func finding(
    _ sent: Result<WholeAnswer, TransportFailure>, _ question: borrowing Question, isChat: Bool
  ) -> KeyFinding {
    let whole: WholeAnswer
    switch sent {
    case .success(let arrived): whole = arrived
    case .failure(let failure):
      let isUnreachable = ![.cutOff, .tooLarge].contains(failure.cause)
      return isUnreachable
        ? KeyFinding(.unreachable, failure.message) : .ofProvider(failure.message)
    }
    guard let head = whole.head, !whole.isTooLarge else {
      return .ofProvider("the response is too large")
    }
    var finding: KeyFinding
    if (300..<400).contains(head.status) {
      finding = KeyFinding(
        .unknown, "HTTP \(head.status): the provider redirects, which byok does not follow")
    } else {
      finding = AnswerJudge(provider: question.provider, isChat: isChat)
        .finding(status: head.status, body: whole.bytes, key: question.key.secret)
    }
    // Where nobody knows how a server answers, its answer may just be of another kind.
    if finding.isOpen, head.status >= 500 || question.provider.keyCheck.isProof {
      finding.kind = .provider
    }
    return finding
  }

  private func send(
    _ question: borrowing Question, _ endpoint: DocumentEndpoint
  ) throws(ByokError) -> Result<WholeAnswer, TransportFailure> {
    guard question.end > clock.monotonic() else {
      return .failure(TransportFailure(cause: .timeout, message: "timed out"))
    }
    return try client(for: question).whole(endpoint, key: question.key)
  }
}

extension KeyFacts {
  /// Where the key was found, as requests name it.
  fileprivate var keySource: KeySource {
    if let variable { return .environment(variable: variable) }
    return label.map { .keystore(KeyName(provider: provider, label: $0)) } ?? .notNeeded
  }
}

extension KeyFinding {
  /// Unknown, because the provider failed.
  fileprivate static func ofProvider(_ message: String) -> Self {
    var finding = Self(.unknown, message)
    finding.kind = .provider
    return finding
  }
}

extension Provider {
  /// What looks like a key of the provider's and is none.
  ///
  /// - Throws: A failure when memory is out.
  fileprivate func madeUpKey() throws(ByokError) -> Secret {
    let prefix = keyPatterns.first { !$0.prefix.isEmpty }?.prefix ?? KeyPattern.sharedPrefix
    let alphabet = Array("0123456789abcdef".utf8)
    let digits = Sealing.randomBytes(48).map { alphabet[Int($0 & 15)] }
    return try Secret(copying: (Array(prefix.utf8) + digits).span)
  }

  /// What is asked for without spending tokens; `nil` where nothing is.
  fileprivate var freePath: String? {
    switch keyCheck.probe {
    case .models: modelList?.path
    case .get(let path), .post(let path, _): path
    case .completion, .none: nil
    }
  }

  fileprivate var freeBody: [UInt8] {
    guard case .post(_, let body) = keyCheck.probe else { return [] }
    return Array(body.utf8)
  }

  /// The model that a chat of one token is tried with.
  fileprivate var probeModel: String? {
    if case .completion(let model?) = keyCheck.probe { return model }
    let listed = knownModels.filter { !$0.status.isRetired }
    let cheapest = listed.min { ($0.price?.output ?? .infinity) < ($1.price?.output ?? .infinity) }
    return defaultModel ?? cheapest?.id
  }
}
