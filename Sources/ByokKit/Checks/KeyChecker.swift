/// Asks a key's provider what the key is worth, without spending tokens unless told to.
struct KeyChecker: Sendable {
  let transport: any Transport
  let clock: Clock
  let console: Console
  /// Seconds for one key.
  var timeout = Self.standardTimeout
  /// Whether a chat of one token may be tried where nothing else tells.
  var probes = false
  var extraCertificates: [UInt8]?
  /// Where chats are noted, as they cost tokens; `nil` for nowhere.
  var log: UsageLog?

  static let standardTimeout = 15.0

  /// Checks one key; what goes wrong is part of the result.
  func check(_ key: CheckedKey) -> KeyCheckResult {
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
      // The key is not to be had: its command or file gives none.
      finding.kind = .noKey
    }
    return KeyCheckResult(
      key: key.facts, finding: finding,
      milliseconds: Int(((clock.monotonic() - start) * 1000).rounded()), checkedAt: now)
  }

  /// What the vendor of creds adds to what their file tells, where it is asked.
  private func beyond(_ known: KeyFinding, of key: CheckedKey) -> KeyFinding {
    guard let question = key.question, probes || !question.isChat else { return known }
    return question.ask(timeout: timeout, certificates: extraCertificates, known: known)
  }

  private func ask(_ key: CheckedKey, until end: Double) throws(ByokError) -> KeyFinding {
    guard let provider = key.provider, let base = key.base else { return KeyFinding(.unknown) }
    if let retirement = provider.retirement {
      return KeyFinding(.unknown, "\(provider.name) has been gone since \(retirement.day)")
    }
    let secret = try key.resolve()
    let field = (provider.keyHeader ?? provider.wire.keyHeader).prefix
    let question = Question(
      provider: provider, base: base, keyLine: try KeyText.headerLine(secret, field: field),
      secret: secret, end: end)
    if let path = provider.freePath {
      let finding = finding(
        send(question, path: path, body: provider.freeBody), question, isChat: false)
      if finding.verdict == .valid, provider.keyCheck.isProof {
        return withAccount(finding, question)
      }
      guard finding.verdict == .valid else { return finding }
    }
    guard probes else {
      return KeyFinding(.unknown, "only a chat of one token tells (--probe)")
    }
    return try probe(question, of: key.facts)
  }

  /// What is asked with: the key's line, and whom.
  private struct Question: ~Copyable {
    let provider: Provider
    let base: BaseURL
    let keyLine: Secret
    let secret: Secret
    /// When the time for the key is over.
    let end: Double
  }

  /// Adds what a further request tells of the account; where it tells nothing, that is no failure.
  private func withAccount(
    _ finding: KeyFinding, _ question: borrowing Question
  ) -> KeyFinding {
    guard let lookUp = question.provider.keyCheck.account,
      case .success(let whole) = send(question, path: lookUp.path, body: []),
      whole.head?.status == 200, let document = JSONValue(whole.bytes)
    else { return finding }
    let values = AccountFact.Value.all(lookUp.facts, in: document)
    return AnswerJudge.weighed(values.map { $0.redacted(question.secret) })
  }

  private func probe(
    _ question: borrowing Question, of key: KeyFacts
  ) throws(ByokError) -> KeyFinding {
    let provider = question.provider
    guard let model = provider.probeModel else {
      return KeyFinding(.unknown, "no model is known to try the key with")
    }
    var request = ChatRequest(model: model, prompt: "hi")
    (request.streams, request.quirks) = (false, provider.quirks)
    request.settings.maxTokens = 1
    let start = clock.monotonic()
    let sent = send(
      question, path: provider.wire.path(for: request), body: try provider.wire.body(for: request))
    var finding = finding(sent, question, isChat: true)
    let milliseconds = Int((clock.monotonic() - start) * 1000)
    note(request, reply(sent, provider.wire.init()), finding, of: key, milliseconds)
    if finding.verdict == .valid, finding.message == nil {
      finding.message = "by a chat of one token with \(model)"
    }
    return finding
  }

  /// What a chat was answered, as far as it can be read.
  private func reply(
    _ sent: Result<WholeBody, TransportFailure>, _ decoder: any WireFormat
  ) -> ChatReply {
    var reply = ChatReply()
    var decoder = decoder
    guard case .success(let whole) = sent, let events = try? decoder.receive(whole: whole.bytes)
    else { return reply }
    for event in events { reply.take(event, now: 0) }
    return reply
  }

  /// Notes a chat as any other.
  private func note(
    _ request: ChatRequest, _ reply: ChatReply, _ finding: KeyFinding, of key: KeyFacts,
    _ milliseconds: Int
  ) {
    guard let log else { return }
    let record = UsageLog.Record(
      time: Timestamp(seconds: Int(clock.now())).rfc3339, provider: key.provider,
      model: request.model, key: key.label ?? key.variable, inputTokens: reply.usage.input,
      outputTokens: reply.usage.output, cost: reply.usage.cost,
      status: finding.failure?.rawValue ?? 0, milliseconds: milliseconds)
    log.note(record, tell: console.remark)
  }

  private func finding(
    _ sent: Result<WholeBody, TransportFailure>, _ question: borrowing Question, isChat: Bool
  ) -> KeyFinding {
    let whole: WholeBody
    switch sent {
    case .success(let arrived): whole = arrived
    case .failure(let failure):
      let isUnreachable = ![.cutOff, .tooLarge].contains(failure.cause)
      return KeyFinding(isUnreachable ? .unreachable : .unknown, failure.message)
    }
    guard let head = whole.head, !whole.isTooLarge else {
      return KeyFinding(.unknown, "the answer is too large")
    }
    if (300..<400).contains(head.status) {
      return KeyFinding(
        .unknown, "HTTP \(head.status): the provider redirects, which byok does not follow")
    }
    return AnswerJudge(provider: question.provider, isChat: isChat)
      .finding(status: head.status, body: whole.bytes, key: question.secret)
  }

  private func send(
    _ question: borrowing Question, path: String, body: [UInt8]
  ) -> Result<WholeBody, TransportFailure> {
    let left = question.end - clock.monotonic()
    guard left > 0 else {
      return .failure(TransportFailure(cause: .timeout, message: "the time is over"))
    }
    let wire = question.provider.wire
    let json = [("Content-Type", "application/json")]
    let request = HTTPRequest(
      method: body.isEmpty ? "GET" : "POST", url: question.base.address(of: path),
      base: question.base,
      headers: (body.isEmpty ? [] : json) + wire.headers(accepting: "application/json"),
      body: body, timeout: left, extraCertificates: extraCertificates)
    console.detail("\(request.method) \(request.url)")
    let whole = WholeBody(limit: ReplyReceiver.wholeLimit)
    do throws(TransportFailure) {
      try transport.send(request, keyLine: question.keyLine, to: whole)
    } catch {
      return .failure(error)
    }
    return .success(whole)
  }
}

extension Provider {
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
    let listed = Catalogue.models(of: id).filter { !$0.status.isRetired }
    let cheapest = listed.min { ($0.price?.output ?? .infinity) < ($1.price?.output ?? .infinity) }
    return defaultModel ?? models.first ?? cheapest?.id
  }
}
