package import ByokCore

/// Requests that are not chats, and cost money all the same: they keep the limits, and are logged.
extension ProviderClient {
  /// The most bytes of a reply with vectors: 256 vectors of 4096 numbers, with room to spare.
  static let vectorLimit = 64 << 20

  /// Asks for the embeddings of texts.
  ///
  /// - Parameters:
  ///   - endpoint: What to ask.
  ///   - dimensions: How many numbers each vector must have; `nil` for any number.
  ///   - key: The key to ask with, and where.
  /// - Returns: One vector for each text, in their order, and what it cost.
  /// - Throws: A failure of the network or the provider, a reply that does not fit the texts; what
  ///   limits of cost refuse.
  package func embeddings(
    _ endpoint: EmbeddingEndpoint, dimensions: Int?, key: borrowing ChosenKey
  ) throws(ByokError) -> EmbeddingReply {
    let bytes = endpoint.request.texts.reduce(0) { $0 + $1.utf8.count }
    let (form, count) = (endpoint.api.form, endpoint.request.texts.count)
    var usage = Usage()
    let reply = try ask(endpoint, bytes: bytes, key: key, &usage) {
      (body) throws(ReplyFailure) -> (value: EmbeddingReply, usage: Usage) in
      let reply = try EmbeddingReply(body, form, count: count, dimensions: dimensions)
      return (reply, reply.usage)
    }
    return reply.withUsage(usage)
  }

  /// Asks for a ranking of documents.
  ///
  /// - Parameters:
  ///   - endpoint: What to ask.
  ///   - searchPrice: USD for a thousand searches, where the model is paid by those.
  ///   - key: The key to ask with, and where.
  /// - Returns: The documents that answer best, and what it cost.
  /// - Throws: As ``embeddings(_:dimensions:key:)``.
  package func ranking(
    _ endpoint: RerankEndpoint, searchPrice: Double?, key: borrowing ChosenKey
  ) throws(ByokError) -> (reply: RerankReply, usage: Usage) {
    let request = endpoint.request
    let bytes = request.documents.reduce(request.query.utf8.count) { $0 + $1.utf8.count }
    let form = endpoint.api.form
    var usage = Usage()
    let reply = try ask(
      endpoint, bytes: bytes, fee: searchPrice.map { $0 / 1000 }, key: key, &usage
    ) {
      (body) throws(ReplyFailure) -> (value: RerankReply, usage: Usage) in
      let reply = try RerankReply(body, form, count: request.documents.count)
      var usage = reply.usage
      if let searchPrice {
        usage.input = usage.input ?? 0
        usage.output = 0
        usage.billing.fees = Double(reply.searches ?? 1) * searchPrice / 1000
      }
      return (reply, usage)
    }
    return (reply, usage)
  }

  /// Sends a request that one document answers, within its limits, and notes it.
  ///
  /// - Parameters:
  ///   - endpoint: What to ask.
  ///   - bytes: How much text is sent.
  ///   - fee: What it costs besides tokens, in USD.
  ///   - key: The key to ask with, and where.
  ///   - usage: Gets what it took.
  ///   - read: Reads the answer.
  /// - Returns: What was read.
  /// - Throws: As ``embeddings(_:dimensions:key:)``.
  private func ask<Value>(
    _ endpoint: some Endpoint, bytes: Int, fee: Double? = nil, key: borrowing ChosenKey,
    _ usage: inout Usage,
    read: @escaping ([UInt8]) throws(ReplyFailure) -> (value: Value, usage: Usage)
  ) throws(ByokError) -> Value {
    let request = endpoint.chatRequest
    let facts = request?.facts
    let estimate = ChatEstimate(
      bytes: bytes, model: request?.model ?? "", facts, provider, fee: fee)
    let permit = try session.spending.admit(estimate, provider)
    let number = session.requests.begin(
      model: request?.model ?? "", input: estimate.input, facts, provider, key: key.source)
    let requests = session.requests
    do throws(ByokError) {
      let reader = try send(endpoint, key: key) {
        WholeReader(
          limit: Self.vectorLimit, atBegin: { requests.beginAttempt(of: number) },
          atEnd: { requests.endAttempt(of: number) }, read: read)
      }
      guard let answer = reader.value else { throw ByokError.batchEnded }
      usage = answer.usage.priced(as: facts, at: Int(session.clock.now()))
      session.spending.settle(permit, cost: usage.cost)
      session.requests.end(number, usage, status: 0, note: note)
      return answer.value
    } catch {
      session.spending.settle(permit, cost: 0)
      if error.code == .batchEnded {
        session.requests.forget(number)
      } else {
        session.requests.end(number, Usage(), status: error.kind.rawValue, note: note)
      }
      throw error
    }
  }

  private var note: (String) -> Void { session.note ?? session.console.note }
}
