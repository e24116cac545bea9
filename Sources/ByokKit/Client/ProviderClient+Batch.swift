internal import ByokCore

extension ProviderClient {
  /// Judges an answer that came in a batch as one that came by itself.
  ///
  /// - Parameters:
  ///   - answer: The HTTP status and the body.
  ///   - request: What was asked.
  ///   - key: The key that it was asked with.
  ///   - sink: Takes the reply's events.
  /// - Returns: What came of it, failures included.
  func judge(
    _ answer: (status: Int, body: [UInt8]), of request: ChatRequest, key: borrowing ChosenKey,
    to sink: any ReplySink
  ) -> ChatResult {
    var result = ChatResult(provider: provider, request: request, key: key.source, start: 0)
    let accumulator = ReplyAccumulator(self, number: nil, sink)
    let reader = ReplyReceiver(dialect.init(), to: accumulator)
    _ = reader.receive(ResponseHead(status: answer.status))
    _ = reader.receive(answer.body)
    do throws(ReplyFailure) {
      try reader.finish()
      accumulator.redact(key.secret)
      result.failure = accumulator.reply.failure(from: provider, request)
    } catch {
      let problem = ProviderProblem(
        error, head: reader.head, provider: provider, base: key.base)
      result.failure = failure(problem, head: reader.head, request: request, key: key)
    }
    var reply = accumulator.reply
    reply.usage.billing.add(term: BatchPricing.term)
    complete(&result, reply)
    return result
  }
}

/// How batches are priced.
enum BatchPricing {
  /// The word for batches among the terms of a price.
  static let term = "batch"

  /// What is known of a model, with a price for batches.
  ///
  /// - Parameters:
  ///   - model: What is known.
  ///   - factor: How many times the usual price a batch costs where the model does not say.
  /// - Returns: The model; `nil` where nothing is known.
  static func priced(_ model: Model?, assuming factor: Double) -> Model? {
    guard var model, model.price?.terms[term] == nil else { return model }
    model.price?.terms[term] = factor
    return model
  }
}
