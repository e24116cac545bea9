extension ChatExchange {
  /// What came of a question that is no chat.
  enum Answer {
    case document(JSONValue)
    case problem(ExchangeProblem, ResponseHead?)
  }

  /// Asks for something that is no chat.
  ///
  /// - Parameters:
  ///   - path: Where, below the provider's address.
  ///   - body: What is sent; `nil` for nothing.
  ///   - key: With which key.
  /// - Returns: The answer.
  /// - Throws: A failure when memory is out.
  func answer(
    at path: String, body: JSONValue? = nil, key: borrowing ChosenKey
  ) throws(ByokError) -> Answer {
    let type: [(name: String, value: String)] =
      body == nil ? [] : [("Content-Type", "application/json")]
    let request = HTTPRequest(
      method: body == nil ? "GET" : "POST", url: key.base.address(of: path), base: key.base,
      headers: type + wire.headers(accepting: "application/json") + provider.headers,
      body: try body?.json() ?? [], timeout: min(timeout, 60),
      extraCertificates: extraCertificates)
    console.detail("\(request.method) \(request.url)")
    let receiver = WholeBody(limit: ReplyReceiver.wholeLimit)
    let keyLine = try key.headerLine(for: provider, wire)
    do throws(TransportFailure) {
      try transport.send(request, keyLine: keyLine, to: receiver)
    } catch {
      return .problem(.transport(error), receiver.head)
    }
    do throws(ReplyFailure) {
      return .document(try receiver.document())
    } catch {
      let head = receiver.head
      return .problem(
        ExchangeProblem(error, head: head, provider: provider, base: key.base), head)
    }
  }

  /// The failure that a problem is where no chat was asked for.
  func failure(
    _ problem: ExchangeProblem, _ head: ResponseHead? = nil, key: borrowing ChosenKey
  ) -> ByokError {
    problem.error(
      provider: provider, request: nil, key: key, head: head,
      wait: problem.retryAfter(head: head, now: clock.now()))
  }
}
