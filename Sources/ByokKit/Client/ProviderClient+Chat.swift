package import ByokCore

extension ProviderClient {
  /// Sends a chat and hands its events on: limits are kept, the reply is judged, the log is
  /// written.
  ///
  /// - Parameters:
  ///   - request: What to ask.
  ///   - key: The key to ask with, and where.
  ///   - sink: Takes the reply's events as they arrive.
  /// - Returns: What came of it, failures included.
  package func chat(
    _ request: ChatRequest, key: borrowing ChosenKey, to sink: any ReplySink
  ) -> ChatResult {
    let clock = session.clock
    var result = ChatResult(
      provider: provider, request: request, key: key.source, start: clock.monotonic())
    let permit: SpendingGuard.Permit
    do throws(ByokError) {
      try ContextFit(request, provider).check(note: session.note, session.console)
      permit = try session.spending.admit(request, provider)
    } catch {
      // Nothing was sent, and so nothing is noted.
      result.failure = error
      return result
    }
    let number = session.requests.begin(request, provider, key: key.source)
    let accumulator = ReplyAccumulator(self, number: number, sink)
    do throws(ByokError) {
      let reader = try ask(request, key: key, accumulator)
      result.requestID = RequestID.find(in: reader.head)
      result.announcement = reader.head?.announcement
      result.failure = accumulator.reply.failure(from: provider, request)
    } catch {
      result.failure = error
    }
    result.milliseconds = Int((clock.monotonic() - result.start) * 1000)
    complete(&result, accumulator.reply)
    session.spending.settle(permit, cost: settledCost(result))
    if result.failure?.code == .batchEnded {
      // Nothing was sent.
      session.requests.forget(number)
      return result
    }
    session.requests.end(
      number, result.reply.usage, status: result.status,
      note: session.note ?? session.console.note)
    return result
  }

  /// Adds the reply, its cost, and who failed.
  func complete(_ result: inout ChatResult, _ reply: ChatReply) {
    result.reply = reply
    if result.failure != nil, result.failure?.provider == nil {
      result.failure?.provider = .init(id: provider.id)
    }
    result.reply.usage = reply.usage.priced(
      as: result.request.facts, at: Int(session.clock.now()))
  }

  /// What a request counts for; `nil` where only its estimate is known.
  private func settledCost(_ result: ChatResult) -> Double? {
    if let cost = result.reply.usage.cost { return cost }
    // What failed before anything came is not billed.
    let hasNothing = !result.reply.hasContent && !result.reply.hasReasoning
    return result.failure != nil && hasNothing ? 0 : nil
  }

  /// Sends a chat with its key, or with fresh ones of the credentials that the key is from.
  private func ask(
    _ request: ChatRequest, key: borrowing ChosenKey, _ accumulator: ReplyAccumulator
  ) throws(ByokError) -> ReplyReceiver {
    guard let source = key.credential else {
      return try send(request, key: key, accumulator)
    }
    return try withCredentials(source) { (key) throws(ByokError) in
      var request = request
      if source.tool.hasProject { request.project = try project(for: key, source) }
      return try send(request, key: key, accumulator)
    }
  }

  private func send(
    _ request: ChatRequest, key: borrowing ChosenKey, _ accumulator: ReplyAccumulator
  ) throws(ByokError) -> ReplyReceiver {
    defer { accumulator.redact(key.secret) }
    return try send(ChatEndpoint(dialect, request), key: key) {
      var decoder = dialect.init()
      decoder.keepsTurn = request.keepsTurn
      return ReplyReceiver(decoder, to: accumulator)
    }
  }

  /// Sends a chat whose answer the caller judges, such as one that only tries a key.
  ///
  /// - Parameters:
  ///   - request: What to ask, not streamed.
  ///   - key: The key to ask with, and where.
  /// - Returns: The answer as it came, or why there is none.
  /// - Throws: `limited` or a failure when the request is not allowed to cost what it may.
  package func probe(
    _ request: ChatRequest, key: borrowing ChosenKey
  ) throws(ByokError) -> Result<WholeAnswer, TransportFailure> {
    let permit = try session.spending.admit(request, provider)
    let number = session.requests.begin(request, provider, key: key.source)
    session.requests.beginAttempt(of: number)
    let answer: Result<WholeAnswer, TransportFailure>
    do throws(ByokError) {
      answer = try whole(ChatEndpoint(dialect, request), key: key)
    } catch {
      // Nothing was sent.
      session.spending.settle(permit, cost: 0)
      session.requests.forget(number)
      throw error
    }
    var reply = ChatReply()
    var failure: ByokError.Kind? = .network
    if case .success(let answer) = answer {
      var decoder = dialect.init()
      var events: [StreamEvent] = []
      // What was counted counts, whatever else the answer is.
      try? decoder.receive(whole: answer.bytes, into: &events)
      for event in events { reply.take(event, now: 0) }
      failure = answer.isSuccess ? nil : answer.failureKind(of: provider)
    }
    reply.usage = reply.usage.priced(as: request.facts, at: Int(session.clock.now()))
    session.spending.settle(permit, cost: reply.usage.cost ?? (failure == nil ? nil : 0))
    session.requests.end(
      number, reply.usage, status: failure?.rawValue ?? 0, note: session.console.note)
    return answer
  }
}

extension ChatReply {
  /// How the reply failed though it is complete; `nil` if it did not.
  func failure(from provider: Provider, _ request: ChatRequest) -> ByokError? {
    if !refusal.isEmpty {
      return ByokError(.blocked, "the model declined: \(Sanitizer.oneLine(refusal))")
    }
    switch finishReason {
    case .contentFilter:
      return ByokError(.blocked, "\(provider.name)'s safety system stopped the reply\(why)")
    case .length where request.settings.maxTokens == nil:
      return ByokError(
        .truncated, "the reply hit \(provider.name)'s limit of tokens and is cut off",
        hint: "ask for less, or raise the limit with --max-tokens")
    case .unfinished:
      return ByokError(
        .truncated, "\(provider.name) ended the reply before its end, to be asked for the rest",
        hint: "byok does not request the rest: lower --max-tokens")
    default:
      return nil
    }
  }
}
