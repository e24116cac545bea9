internal import ByokCore

/// Says what came of the prompts of a batch.
struct BatchJudge {
  let record: BatchRecord
  let shape: any BatchShape.Type
  private let plan: ChatPlan
  private let terms: BatchTerms
  private let policies: [ReplyForm]
  private let facts: [String: Model]

  /// - Parameters:
  ///   - record: The batch.
  ///   - work: How the provider is asked.
  ///   - facts: What is known of the models.
  /// - Throws: A failure where the form of the replies is invalid.
  init(_ record: BatchRecord, _ work: BatchWork, facts: [String: Model]) throws(ByokError) {
    (self.record, plan, shape, self.facts) = (record, work.plan, work.shape, facts)
    terms = try BatchTerms.of(work.plan.client.provider)
    policies =
      try record.schema.map { (schema) throws(ByokError) in
        [try ReplyForm(ReplySchema(schema: schema))]
      } ?? []
  }

  /// Whether nothing more will come of a prompt.
  ///
  /// - Throws: `damaged` where the prompt is of another batch.
  func hasEnded(_ prompt: BatchPromptID) throws(ByokError) -> Bool {
    try part(of: prompt).isOver
  }

  private func part(of prompt: BatchPromptID) throws(ByokError) -> BatchPart {
    guard record.parts.indices.contains(prompt.part - 1) else { throw .foreignPrompt }
    return record.parts[prompt.part - 1]
  }

  /// What came of a prompt.
  ///
  /// - Parameters:
  ///   - prompt: The prompt.
  ///   - line: The provider's line for it; `nil` where there is none.
  /// - Returns: The result.
  /// - Throws: `damaged` where the prompt is of another batch.
  func item(
    _ prompt: BatchPromptID, _ line: [UInt8]?
  ) throws(ByokError) -> BatchResults.Item {
    let result = result(prompt, line, try part(of: prompt))
    return BatchResults.Item(
      line: result.line(index: prompt.index, id: prompt.id, batch: record.name.text),
      status: result.failure?.kind.rawValue ?? 0, usage: result.usage, part: prompt.part)
  }

  private func result(
    _ prompt: BatchPromptID, _ line: [UInt8]?, _ part: BatchPart
  ) -> BatchResult {
    guard let line, let (_, answer) = shape.answer(line) else {
      return BatchResult(failure: missing(part))
    }
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
