/// A request whose reply must have a form: what does not follow it is asked for once more.
///
/// Nothing of the text is delivered before it is known to follow the form.
struct CheckedCall {
  let call: ChatCall
  /// The form; `nil` for free text, which is delivered as it comes.
  let form: ReplyForm?

  /// - Parameters:
  ///   - key: The key to ask with.
  ///   - deliver: Takes the replies' events as they arrive, and the text once it is known to be right.
  /// - Returns: What came of it, failures included.
  func run(
    with key: borrowing ChosenKey, deliver: ([StreamEvent]) throws(ByokError) -> Void
  ) -> ChatResult {
    guard let form else { return call.run(with: key, deliver: deliver) }
    var (result, text) = attempt(call, with: key, deliver)
    guard result.failure == nil else {
      result.rejectedText = text
      return result
    }
    var finding = form.examine(text)
    if case .breaks(let flaws) = finding {
      let console = call.exchange.console
      console.remark("the reply does not follow the schema (\(flaws[0])); asking once more")
      let (second, mended) = attempt(again(text, flaws), with: key, deliver)
      result = second.after(result)
      text = mended
      if result.failure == nil { finding = form.examine(text) }
    }
    return finish(result, text, finding, deliver)
  }

  private func finish(
    _ result: ChatResult, _ text: String, _ finding: ReplyForm.Finding,
    _ deliver: ([StreamEvent]) throws(ByokError) -> Void
  ) -> ChatResult {
    var result = result
    switch finding {
    case .fits(let document) where result.failure == nil:
      do {
        try deliver([.text(document)])
      } catch {
        result.failure = error
      }
    case .breaks(let flaws):
      result.failure = result.failure ?? ReplyForm.failure(flaws, provider: result.provider.id)
      result.rejectedText = text
    case .fits:
      result.rejectedText = text
    }
    return result
  }

  /// Asks, and keeps the text back.
  private func attempt(
    _ call: ChatCall, with key: borrowing ChosenKey,
    _ deliver: ([StreamEvent]) throws(ByokError) -> Void
  ) -> (ChatResult, String) {
    var text = ""
    let result = call.run(with: key) { (events) throws(ByokError) in
      var others: [StreamEvent] = []
      for event in events {
        if case .text(let piece) = event { text += piece } else { others.append(event) }
      }
      try ReplyReceiver.checkKept(text.utf8.count, hint: "without --schema, it is not kept")
      if !others.isEmpty { try deliver(others) }
    }
    return (result, text)
  }

  /// The same request, with the reply and what is wrong with it.
  private func again(_ text: String, _ flaws: [String]) -> ChatCall {
    var request = call.request
    // An empty message is refused by some.
    let said = text.isEmpty ? "{}" : text
    request.messages.append(ChatMessage(role: .assistant, parts: [.text(said)]))
    request.messages.append(
      ChatMessage(role: .user, parts: [.text(ReplyForm.complaint(flaws))]))
    return ChatCall(exchange: call.exchange, request: request, log: call.log, tell: call.tell)
  }
}

extension ChatResult {
  /// This result as the end of what began with an earlier one: tokens, cost and time are of both.
  fileprivate func after(_ first: ChatResult) -> ChatResult {
    var whole = self
    whole.start = first.start
    whole.milliseconds += first.milliseconds
    whole.reply.usage = reply.usage.added(to: first.reply.usage)
    return whole
  }
}

extension Usage {
  /// Both together; unknown only where neither is known.
  func added(to other: Usage) -> Usage {
    func sum<Number: AdditiveArithmetic>(_ one: Number?, _ two: Number?) -> Number? {
      guard let one else { return two }
      return two.map { one + $0 } ?? one
    }
    return Usage(
      input: sum(input, other.input), output: sum(output, other.output),
      cachedInput: sum(cachedInput, other.cachedInput),
      reasoning: sum(reasoning, other.reasoning), cost: sum(cost, other.cost))
  }
}
