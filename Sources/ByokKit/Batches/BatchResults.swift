package import ByokCore

/// The results of a batch, once they are all on this machine: found by their ids, and judged.
package struct BatchResults {
  /// Where an answer is.
  private struct Place {
    var offset: Int
    var length: Int
  }

  private let record: BatchRecord
  private let plan: ChatPlan
  private let terms: BatchTerms
  private let shape: any BatchShape.Type
  private let spool: SpoolFile
  private var places: [String: Place] = [:]
  /// Lines that are of none of the batch's requests, more than one of a request, or no result.
  package private(set) var duplicates = 0
  package private(set) var unreadable = 0
  private let policies: [ReplyForm]
  private let facts: [String: Model]

  /// Fetches the results of all parts that have ended.
  ///
  /// - Parameters:
  ///   - record: The batch.
  ///   - work: Asks the provider.
  ///   - facts: What is known of the models.
  /// - Throws: A failure of the network, the provider or the disk.
  package init(
    _ record: BatchRecord, _ work: BatchWork, facts: [String: Model]
  ) throws(ByokError) {
    (self.record, plan, shape, self.facts) = (record, work.plan, work.shape, facts)
    terms = try BatchTerms.of(work.plan.client.provider)
    policies =
      try record.schema.map { (schema) throws(ByokError) in
        [try ReplyForm(ReplySchema(schema: schema))]
      } ?? []
    spool = try work.store.makeSpool()
    let spool = spool
    for part in record.parts {
      guard let id = part.batchID, part.state != .failed else { continue }
      guard let job = try work.server.job(id) else {
        throw ByokError(
          .failure, "\(work.plan.client.provider.name) knows no batch '\(Sanitizer.oneLine(id))'")
      }
      try work.server.results(of: job) { (bytes) throws(ByokError) in
        do throws(Errno) { try spool.append(bytes) } catch { throw .unwritableSpool(error) }
      }
    }
    try index()
  }

  /// Finds the answers by their ids.
  private mutating func index() throws(ByokError) {
    let lines = SpoolLines(spool, 0..<spool.count)
    var offset = 0
    while let line = try lines.next() {
      defer { offset += line.count + 1 }
      if line.allSatisfy({ $0 <= 0x20 }) { continue }
      guard let (id, answer) = shape.answer(line) else {
        unreadable += 1
        continue
      }
      let place = Place(offset: offset, length: line.count)
      guard places[id] != nil else {
        places[id] = place
        continue
      }
      duplicates += 1
      // A reply is worth more than the failure that another line has.
      if case .reply(200, _) = answer { places[id] = place }
    }
  }

  /// What came of one prompt.
  package struct Item {
    /// The line of the results.
    package let line: [UInt8]
    package let status: Int32
    package let usage: Usage
    let part: Int
  }

  /// What was not handed over.
  package struct Counts: Equatable, Sendable {
    /// Results for no prompt of this batch.
    package var foreign = 0
    /// Prompts that were answered before.
    package var skipped = 0
    /// Prompts whose part has not ended.
    package var pending = 0
  }

  /// Hands over the result of each prompt, in the order of the input.
  ///
  /// - Parameters:
  ///   - store: Where the ids of the prompts are.
  ///   - done: Prompts that have been answered, which are left out.
  ///   - take: Takes a result.
  /// - Returns: How many were not handed over.
  /// - Throws: What `take` throws; a failure when results cannot be read.
  package func items(
    _ store: BatchStore, except done: BatchDone,
    _ take: (Item) throws(ByokError) -> Void
  ) throws(ByokError) -> Counts {
    var counts = Counts()
    var found = 0
    try store.prompts(of: record.name) { (prompt) throws(ByokError) in
      let place = places[prompt.sent]
      if place != nil { found += 1 }
      if done.contains(prompt.index, id: prompt.id) {
        counts.skipped += 1
        return
      }
      guard record.parts.indices.contains(prompt.part - 1) else { throw .foreignPrompt }
      guard place != nil || record.parts[prompt.part - 1].isOver else {
        counts.pending += 1
        return
      }
      try take(try item(prompt, place))
    }
    counts.foreign = places.count - found
    return counts
  }

  private func item(_ prompt: BatchPromptID, _ place: Place?) throws(ByokError) -> Item {
    let part = record.parts[prompt.part - 1]
    let result = try result(prompt, place, part)
    return Item(
      line: result.line(index: prompt.index, id: prompt.id, batch: record.name.text),
      status: result.failure?.kind.rawValue ?? 0, usage: result.usage, part: prompt.part)
  }

  private func result(
    _ prompt: BatchPromptID, _ place: Place?, _ part: BatchPart
  ) throws(ByokError) -> BatchResult {
    guard let place else { return BatchResult(failure: missing(part)) }
    let line: [UInt8]
    do throws(Errno) { line = try spool.read(at: place.offset, count: place.length) } catch {
      throw .unreadableSpool(error)
    }
    guard let (_, answer) = shape.answer(line) else { return BatchResult(failure: missing(part)) }
    switch answer {
    case .expired: return BatchResult(failure: failure(.limited, Self.expired))
    case .cancelled: return BatchResult(failure: failure(.failure, Self.cancelled))
    case .reply(let status, let body):
      return judged(prompt, part, status, Array(line[body]))
    case .failure(let status, let body):
      let document = Array("{\"error\":".utf8) + line[body] + [UInt8(ascii: "}")]
      return judged(prompt, part, status, document)
    }
  }

  private func judged(
    _ prompt: BatchPromptID, _ part: BatchPart, _ status: Int, _ body: [UInt8]
  ) -> BatchResult {
    var request = ChatRequest(model: part.model, messages: [])
    request.settings.maxTokens = prompt.maxTokens
    request.facts = BatchPricing.priced(facts[part.model], assuming: terms.priceFactor)
    let text = TextSink()
    var result = plan.client.judge(
      (status, body), of: request, key: plan.key, to: text)
    var words = text.text
    if result.failure == nil, let form = policies.first {
      switch form.examine(words) {
      case .fits(let document): words = document
      case .breaks(let flaws):
        result.failure = ReplyForm.failure(flaws, provider: record.provider)
        result.rejectedText = words
      case .isTooExpensive:
        result.failure = ReplyForm.tooExpensive(provider: record.provider)
        result.rejectedText = words
      }
    }
    return BatchResult(result, text: words)
  }

  private static let expired = "the batch ended before this was asked"
  private static let cancelled = "the batch was cancelled before this was asked"

  /// The failure of a prompt that has no line.
  private func missing(_ part: BatchPart) -> ByokError {
    if let words = part.failure {
      return failure(part.failureKind ?? .failure, "the batch failed: \(words)")
    }
    if part.isExpired { return failure(.limited, Self.expired) }
    if part.isCancelled { return failure(.failure, Self.cancelled) }
    if part.batchID == nil { return failure(.failure, "the batch was not submitted") }
    return failure(.provider, "\(plan.client.provider.name) returned no result for this prompt")
  }

  private func failure(_ kind: ByokError.Kind, _ words: String) -> ByokError {
    var error = ByokError(kind, words)
    error.provider = .init(id: record.provider)
    return error
  }
}

extension ByokError {
  fileprivate static let foreignPrompt = Self(
    .damaged, "the ids of the prompts do not belong to the batch")
}
