package import ByokCore

extension ProviderClient {
  /// Asks a question that one JSON document answers.
  ///
  /// - Parameters:
  ///   - endpoint: The question.
  ///   - key: The key to ask with, and where.
  /// - Returns: The answer, or what kept it from coming.
  /// - Throws: A failure when memory is out.
  package func document(
    _ endpoint: DocumentEndpoint, key: borrowing ChosenKey
  ) throws(ByokError) -> DocumentAnswer {
    switch try whole(endpoint, key: key) {
    case .failure(let failure): return .problem(.transport(failure), nil)
    case .success(let answer):
      do throws(ReplyFailure) {
        return .document(try answer.document())
      } catch {
        let problem = ProviderProblem(
          error, head: answer.head, provider: provider, base: key.base)
        return .problem(problem, answer.head)
      }
    }
  }

  /// What came of a question that one document answers.
  package enum DocumentAnswer {
    case document(JSONValue)
    case problem(ProviderProblem, ResponseHead?)
  }

  /// The failure that a problem is where no chat was asked for.
  func failure(
    _ problem: ProviderProblem, _ head: ResponseHead?, key: borrowing ChosenKey
  ) -> ByokError {
    failure(
      problem, head: head, wait: problem.retryAfter(head: head, now: session.clock.now()), key: key)
  }

  /// Sends a request once and takes the answer as it is, whatever it says.
  ///
  /// - Parameters:
  ///   - endpoint: The question.
  ///   - key: The key to ask with, and where.
  /// - Returns: The answer, or why there is none.
  /// - Throws: A failure when the request cannot be written.
  package func whole(
    _ endpoint: some Endpoint, key: borrowing ChosenKey
  ) throws(ByokError) -> Result<WholeAnswer, TransportFailure> {
    let body = WholeBody(limit: ReplyReceiver.wholeLimit)
    if let failure = try exchange(endpoint, key: key, body) { return .failure(failure) }
    return .success(WholeAnswer(head: body.head, bytes: body.bytes, isTooLarge: body.isTooLarge))
  }

  /// Sends a request once and writes the answer to a file, in memory that does not grow with it.
  ///
  /// - Parameters:
  ///   - endpoint: The question.
  ///   - key: The key to ask with, and where.
  ///   - write: Appends to the file.
  /// - Returns: How many bytes were written.
  /// - Throws: A failure of the network, the provider or the file.
  package func file(
    _ endpoint: some Endpoint, key: borrowing ChosenKey,
    write: @escaping (Span<UInt8>) throws(ByokError) -> Void
  ) throws(ByokError) -> Int {
    let reply = FileReply(write)
    let failure = try exchange(endpoint, key: key, reply)
    if let failure = reply.failure { throw failure }
    if let failure { throw self.failure(.transport(failure), reply.head, key: key) }
    guard let head = reply.head, (200..<300).contains(head.status) else {
      let report = ErrorReport(status: reply.head?.status ?? 0, body: reply.failureBody)
      let problem = ProviderProblem(
        .reported(report), head: reply.head, provider: provider, base: key.base)
      throw self.failure(problem, reply.head, key: key)
    }
    return reply.count
  }
}

/// An answer that came as a whole.
package struct WholeAnswer: Sendable {
  package let head: ResponseHead?
  package let bytes: [UInt8]
  /// Whether there was more than is taken.
  package let isTooLarge: Bool

  /// Whether the HTTP status is one of success.
  package var isSuccess: Bool { head.map { (200..<300).contains($0.status) } ?? false }

  /// The kind of failure that the provider reports.
  func failureKind(of provider: Provider) -> ByokError.Kind {
    var report = ErrorReport(status: head?.status ?? 0, body: bytes)
    report.provider = provider.id
    return report.category.kind
  }

  /// The document that it is.
  ///
  /// - Throws: What the provider reports, or that it is not JSON.
  func document() throws(ReplyFailure) -> JSONValue {
    guard !isTooLarge else {
      throw .broken("it is over \(ReplyReceiver.wholeLimit >> 20) MiB")
    }
    guard isSuccess else { throw .reported(ErrorReport(status: head?.status ?? 0, body: bytes)) }
    guard let document = JSONValue(bytes) else { throw .broken("it is not JSON") }
    return document
  }
}
