package import ByokCore

/// Plans a batch: reads the prompts, makes their requests, and divides them into parts.
package struct BatchPlanner {
  /// What the command line says besides the prompts.
  package struct Options: Sendable {
    package var isObjects = true
    /// Prompts that need not be asked.
    package var done = BatchDone()
    /// The most requests of a part; `nil` for the provider's own limit.
    package var split: Int?
    /// The label of the key.
    package var label: String?

    package init() {}
  }

  private let plans: PlanCache
  private let base: BatchBase
  private let options: Options
  private let session: ClientSession
  private let store: BatchStore

  /// - Parameters:
  ///   - plans: Makes the plans of chats.
  ///   - base: What all prompts have in common.
  ///   - options: What else the command line says.
  ///   - session: What all clients share.
  ///   - store: Where there is room for temporary files.
  package init(
    _ plans: PlanCache, _ base: BatchBase, _ options: Options, _ session: ClientSession,
    _ store: BatchStore
  ) {
    (self.plans, self.base, self.options) = (plans, base, options)
    (self.session, self.store) = (session, store)
  }

  /// Parts that grow.
  private struct Growing {
    let spool: SpoolFile
    var start: Int
    var part: BatchPart
  }

  /// What was planned so far.
  private struct State {
    var plan: ChatPlan?
    var open: [String: Growing] = [:]
    var parts: [BatchPlan.Piece] = []
    var count = 0
    var digest = ""
    var estimate = BatchEstimate()
    var pending: [String: [UInt8]] = [:]
    var hashed: [UInt8] = []
    var promptLines: [UInt8] = []
  }

  /// Reads all prompts.
  ///
  /// - Parameter lines: The prompts.
  /// - Returns: The plan; `nil` where there is nothing to ask.
  /// - Throws: A usage error for a prompt that is invalid, or for what a batch cannot do; a failure
  ///   when the prompts cannot be read.
  package func plan(_ lines: consuming LineReader) throws(ByokError) -> BatchPlan? {
    let prompts = try store.makeSpool()
    let input = BatchInput(lines, isObjects: options.isObjects)
    var state = State()
    while let item = try input.next() {
      var prompt = BatchPrompt()
      do throws(ByokError) {
        try item.read(into: &prompt)
        if options.done.contains(item.index, id: prompt.id) { continue }
        try add(prompt, item.index, &state)
      } catch {
        throw error.inLine(item.line)
      }
      if state.promptLines.count > Self.piece { try flush(&state, prompts) }
    }
    try flush(&state, prompts)
    for model in state.open.keys.sorted() { try close(model, &state) }
    guard let plan = state.plan, let terms = plan.client.provider.batch else { return nil }
    state.parts.sort { $0.part.number < $1.part.number }
    let label = plan.key.source.isKept ? plan.key.source.shortName : nil
    return BatchPlan(
      provider: plan.client.provider, terms: terms, dialect: plan.client.dialect, plan: plan,
      base: plan.key.base.text, label: label,
      schema: base.schema?.schema, digest: state.digest, parts: state.parts, prompts: prompts,
      estimate: state.estimate)
  }

  /// How many bytes are written at once.
  private static let piece = 256 << 10

  private func add(
    _ prompt: BatchPrompt, _ index: Int, _ state: inout State
  ) throws(ByokError) {
    let plan = try plan(prompt.model ?? base.model, state.plan)
    let terms = try BatchTerms.of(plan.client.provider)
    let isFirst = state.plan == nil
    state.plan = state.plan ?? plan
    var settings = prompt.settings
    settings.fill(from: base.settings)
    let request = try plan.request(try base.content(prompt), settings)
    // A budget that is spent stops all.
    if isFirst { _ = try session.spending.admit(request, plan.client.provider) }
    try ContextFit(request, plan.client.provider).check(note: nil, session.console)
    let body = try plan.client.dialect.body(for: request)
    let endpoint = terms.endpointPrefix + plan.client.dialect.path(for: request)
    let about = Array("\(index) \(prompt.id?.compactText ?? "") ".utf8)
    let tag = String(Sealing.digest(of: about + body).prefix(8))
    let line = BatchShapes.of(terms.shape).line(
      id: BatchPromptID.sent(index, tag: tag), body, endpoint: endpoint)
    state.estimate.add(request, plan.client.provider, terms)
    state.hashed += about + body
    let part = try append(line, request.model, endpoint, terms, &state)
    state.promptLines += try BatchPromptID(
      index: index, id: prompt.id, part: part, tag: tag, maxTokens: request.settings.maxTokens
    ).line()
  }

  /// The plan to ask a model, which must be of the batch's provider.
  private func plan(_ model: String?, _ first: ChatPlan?) throws(ByokError) -> ChatPlan {
    let candidates = try plans.candidates(model)
    guard candidates.count == 1 else {
      throw ByokError(.usage, "a batch asks one model and one key, not a list")
    }
    let provider = candidates[0].choice.provider
    // Before the key is looked for.
    _ = try BatchTerms.of(provider)
    let plan = try plans.plan(candidates[0])
    guard let first, first.client.provider.id != provider.id else { return plan }
    throw ByokError(
      .usage,
      "a batch is asked of one provider, not of \(first.client.provider.id) and \(provider.id)",
      hint: "submit a batch for each")
  }

  private func append(
    _ line: [UInt8], _ model: String, _ endpoint: String, _ terms: BatchTerms,
    _ state: inout State
  ) throws(ByokError) -> Int {
    let separator = BatchShapes.of(terms.shape).separator
    let most = min(options.split ?? terms.maxRequests, terms.maxRequests)
    guard line.count + Self.overhead <= terms.maxBytes else {
      throw ByokError(
        .tooLong, "the request has \(line.count) bytes, over the limit of a batch")
    }
    if let open = state.open[model],
      open.part.requests >= most
        || open.part.bytes + line.count + separator.count + Self.overhead > terms.maxBytes
    {
      try close(model, &state)
    }
    if state.open[model] == nil {
      state.count += 1
      let earlier = state.parts.last { $0.part.model == model }
      let spool: SpoolFile
      if let earlier { spool = earlier.spool } else { spool = try store.makeSpool() }
      state.open[model] = Growing(
        spool: spool, start: spool.count,
        part: BatchPart(
          number: state.count, model: model, endpoint: endpoint, requests: 0, bytes: 0))
    }
    guard var open = state.open[model] else { return 0 }
    let piece = open.part.requests == 0 ? line : separator + line
    open.part.requests += 1
    open.part.bytes += piece.count
    state.open[model] = open
    state.pending[model, default: []] += piece
    if state.pending[model, default: []].count > Self.piece { try write(model, &state) }
    return open.part.number
  }

  /// Bytes of a document around the requests.
  private static let overhead = 4096

  private func write(_ model: String, _ state: inout State) throws(ByokError) {
    guard let open = state.open[model], let bytes = state.pending.removeValue(forKey: model) else {
      return
    }
    try open.spool.write(bytes)
  }

  private func close(_ model: String, _ state: inout State) throws(ByokError) {
    try write(model, &state)
    guard let open = state.open.removeValue(forKey: model) else { return }
    state.parts.append(
      BatchPlan.Piece(
        part: open.part, spool: open.spool, range: open.start..<open.start + open.part.bytes))
  }

  /// Writes ids that were planned, and takes the requests into the digest.
  private func flush(_ state: inout State, _ prompts: SpoolFile) throws(ByokError) {
    try prompts.write(state.promptLines)
    state.promptLines.removeAll(keepingCapacity: true)
    state.digest = Sealing.digest(of: Array(state.digest.utf8) + state.hashed)
    state.hashed.removeAll(keepingCapacity: true)
  }
}

extension BatchTerms {
  /// The terms of a provider.
  ///
  /// - Throws: `modelUnavailable` where it has no batches that byok knows.
  package static func of(_ provider: Provider) throws(ByokError) -> BatchTerms {
    if let terms = provider.batch { return terms }
    let others = Provider.builtIn.filter { $0.batch != nil }.map(\.id)
    throw ByokError(
      .modelUnavailable, "\(provider.name) has no batches that byok can use",
      hints: ["these have: \(others.joined(separator: ", "))", "byok chat --jsonl asks directly"])
  }
}
