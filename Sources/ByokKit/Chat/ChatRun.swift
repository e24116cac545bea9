/// One `byok chat` from the request on: prints the reply, judges how it ended, notes it in the log.
struct ChatRun {
  let exchange: ChatExchange
  let request: ChatRequest
  let console: Console
  let clock: Clock
  /// Where the request is noted; `nil` for nowhere.
  let log: UsageLog?
  let isJSON: Bool
  let showsReasoning: Bool
  /// Whether tokens and cost are told on stderr.
  var showsUsage = false

  /// - Parameter key: The key to ask with.
  /// - Throws: How the reply failed, after what there is of it was printed.
  func run(with key: borrowing ChosenKey) throws(ByokError) {
    let start = clock.monotonic()
    var reply = ChatReply()
    var printer = ReplyPrinter(console, keepsText: isJSON, showsReasoning: showsReasoning)
    var outcome = ChatExchange.Outcome()
    var failure: ByokError?
    do throws(ByokError) {
      outcome = try exchange.run(request, key: key) { (events) throws(ByokError) in
        for event in events { reply.take(event, now: clock.monotonic()) }
        try printer.take(events)
      }
      try printer.finish()
      failure = verdict(reply)
    } catch {
      failure = error
      // What arrived stays; if the output is what failed, it has been said.
      try? printer.finish()
    }
    if reply.usage.cost == nil {
      reply.usage.cost = request.facts?.price?.cost(of: reply.usage)
    }
    let milliseconds = Int((clock.monotonic() - start) * 1000)
    note(reply, key: key.source, status: failure?.kind.rawValue ?? 0, milliseconds: milliseconds)
    remark(on: reply)
    if showsUsage, failure == nil || reply.usage != Usage() {
      console.writeAside("byok: \(reply.usage.line)\n")
    }
    let summary = ChatSummary(
      reply: reply, text: printer.text, provider: exchange.provider.id, request: request,
      key: key.source, requestID: outcome.requestID, milliseconds: milliseconds,
      millisecondsToText: reply.firstText.map { Int(($0 - start) * 1000) })
    if var failure {
      if failure.provider == nil { failure.provider = .init(id: exchange.provider.id) }
      if reply.hasContent { failure.partialResult = summary.document }
      throw failure
    }
    if isJSON {
      try console.write(summary.document)
    }
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

  private func remark(on reply: ChatReply) {
    let calls = reply.toolCalls.map {
      $0.name.isEmpty ? "?" : Sanitizer.oneLine($0.name, limit: 64)
    }
    if !calls.isEmpty {
      console.remark(
        "the reply calls tools that byok did not offer: \(calls.joined(separator: ", "))")
    }
    if reply.finishReason == .length, request.settings.maxTokens != nil {
      console.remark("the reply ended at --max-tokens")
    }
    if case .other(let word) = reply.finishReason {
      console.remark("the reply ended for the reason \(word.quoted)\(reply.why)")
    }
  }

  private func note(
    _ reply: ChatReply, key: KeySource, status: Int32, milliseconds: Int
  ) {
    guard let log else { return }
    let record = UsageLog.Record(
      time: Timestamp(seconds: Int(clock.now())).rfc3339, provider: exchange.provider.id,
      model: request.model, key: key.shortName, inputTokens: reply.usage.input,
      outputTokens: reply.usage.output, cost: reply.usage.cost, status: status,
      milliseconds: milliseconds)
    do {
      try log.append(record)
    } catch {
      // The answer is there; a log that cannot be written must not turn it into a failure.
      console.remark("\(error.message) (--no-log, or log: false in config.json, switches it off)")
    }
  }
}

extension ChatReply {
  /// What the provider says of how it ended, as the end of a sentence.
  fileprivate var why: String {
    finishMessage.isEmpty ? "" : ": \(Sanitizer.oneLine(finishMessage))"
  }

  /// Whether anything of a reply arrived.
  fileprivate var hasContent: Bool {
    firstText != nil || finishReason != nil || !refusal.isEmpty || !toolCalls.isEmpty
  }
}
