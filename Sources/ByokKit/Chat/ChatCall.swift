/// One request, from sending it to the end of its reply: gathered, judged, noted in the log.
///
/// It prints nothing: what is shown of a reply is for its caller to say.
struct ChatCall {
  var exchange: ChatExchange
  let request: ChatRequest
  /// Where the request is noted; `nil` for nowhere.
  let log: UsageLog?
  /// Tells what a person should know beside the reply; `nil` for the exchange's console.
  var tell: ((String) -> Void)?

  /// - Parameters:
  ///   - key: The key to ask with.
  ///   - deliver: Takes the reply's events as they arrive.
  /// - Returns: What came of it, failures included.
  func run(
    with key: borrowing ChosenKey, deliver: ([StreamEvent]) throws(ByokError) -> Void
  ) -> ChatResult {
    let clock = exchange.clock
    let start = clock.monotonic()
    var result = ChatResult(
      provider: exchange.provider, request: request, key: key.source, start: start)
    var reply = ChatReply()
    do throws(ByokError) {
      try exchange.budget?.check()
    } catch {
      // Nothing was sent, and so nothing is noted.
      result.failure = error
      return result
    }
    do throws(ByokError) {
      let outcome = try withoutActuallyEscaping(deliver) { (deliver) throws(ByokError) in
        try exchange.run(request, key: key) { (events) throws(ByokError) in
          for event in events { reply.take(event, now: clock.monotonic()) }
          try deliver(events)
        }
      }
      result.requestID = outcome.requestID
      result.failure = verdict(reply)
    } catch {
      result.failure = error
    }
    if result.failure != nil, result.failure?.provider == nil {
      result.failure?.provider = .init(id: exchange.provider.id)
    }
    if reply.usage.cost == nil {
      reply.usage.cost = request.facts?.price?.cost(of: reply.usage)
    }
    result.reply = reply
    result.milliseconds = Int((clock.monotonic() - start) * 1000)
    note(result)
    return result
  }

  /// How the reply failed though it is complete; `nil` if it did not.
  private func verdict(_ reply: ChatReply) -> ByokError? {
    let name = exchange.provider.name
    if !reply.refusal.isEmpty {
      return ByokError(.blocked, "the model declined: \(Sanitizer.oneLine(reply.refusal))")
    }
    switch reply.finishReason {
    case .contentFilter:
      return ByokError(.blocked, "\(name)'s safety system stopped the reply\(reply.why)")
    case .length where request.settings.maxTokens == nil:
      return ByokError(
        .truncated, "the reply hit \(name)'s limit of tokens and is cut off",
        hint: "ask for less, or raise the limit with --max-tokens")
    default:
      return nil
    }
  }

  private func note(_ result: ChatResult) {
    guard let log else { return }
    let usage = result.reply.usage
    let record = UsageLog.Record(
      time: Timestamp(seconds: Int(exchange.clock.now())).rfc3339, provider: result.provider.id,
      model: request.model, key: result.key.shortName, inputTokens: usage.input,
      outputTokens: usage.output, cost: usage.cost, status: result.status,
      milliseconds: result.milliseconds)
    log.note(record, tell: tell ?? exchange.console.remark)
  }
}

/// What came of one request.
struct ChatResult {
  let provider: Provider
  let request: ChatRequest
  let key: KeySource
  /// When it began, on the monotonic clock.
  var start: Double
  var reply = ChatReply()
  var failure: ByokError?
  var requestID: String?
  var milliseconds = 0
  /// The text of a reply that must not be taken for what was asked, as it breaks its form.
  var rejectedText: String?

  /// The exit status that it stands for.
  var status: Int32 { failure?.kind.rawValue ?? 0 }

  /// The whole, with the reply's text, as JSON shows it.
  func summary(text: String) -> ChatSummary {
    ChatSummary(
      reply: reply, text: text, provider: provider.id, request: request, key: key,
      requestID: requestID, milliseconds: milliseconds,
      millisecondsToText: reply.firstText.map { Int(($0 - start) * 1000) })
  }

  /// What a person should know of how the reply ended, as sentences.
  var remarks: [String] {
    var remarks: [String] = []
    let calls = reply.toolCalls.map {
      $0.name.isEmpty ? "?" : Sanitizer.oneLine($0.name, limit: 64)
    }
    if !calls.isEmpty {
      let names = calls.joined(separator: ", ")
      remarks.append(
        "the reply calls tools that byok did not offer: \(Sanitizer.oneLine(names))")
    }
    if reply.finishReason == .length, request.settings.maxTokens != nil {
      remarks.append("the reply ended at --max-tokens")
    }
    if case .other(let word) = reply.finishReason {
      remarks.append("the reply ended for the reason \(word.quoted)\(reply.why)")
    }
    return remarks
  }
}

extension ChatReply {
  /// What the provider says of how it ended, as the end of a sentence.
  fileprivate var why: String {
    finishMessage.isEmpty ? "" : ": \(Sanitizer.oneLine(finishMessage))"
  }

  /// Whether anything of a reply arrived.
  var hasContent: Bool { hasOutput || finishReason != nil }

  /// Whether anything of the answer itself arrived.
  var hasOutput: Bool { firstText != nil || !refusal.isEmpty || !toolCalls.isEmpty }
}
