package import ByokCore

/// Carries a batch from one state to the next, each of which is on the disk before the next begins.
///
/// A batch is created once, whatever ends the process and whenever: before the request that creates
/// it is sent, the state says so, and after that it is created again only where the provider's list
/// shows that it was not.
package struct BatchWork {
  package let store: BatchStore
  let session: Session
  let server: any BatchServer
  let shape: any BatchShape.Type
  let plan: ChatPlan

  /// - Parameters:
  ///   - plan: How the provider is asked.
  ///   - session: The outside world.
  /// - Throws: `modelUnavailable` where the provider has no batches.
  package init(_ plan: ChatPlan, _ session: Session) throws(ByokError) {
    let terms = try BatchTerms.of(plan.client.provider)
    (self.plan, self.session) = (plan, session)
    store = BatchStore(session)
    shape = BatchShapes.of(terms.shape)
    server =
      terms.shape == .offline
      ? EchoBatchServer(plan, store, session.clock) : ProviderBatchServer(plan, shape)
  }

  var now: Int { Int(session.clock.now()) }

  /// A digest of the key, which only this machine can compare.
  package func keyDigest() throws(ByokError) -> String {
    guard plan.key.source != .notNeeded else { return "" }
    let machine = try MachineKey.readOrMake(session.locations, clock: session.clock)
    return machine.digest(of: Sealing.fingerprint(of: plan.key.secret))
  }

  /// Refuses another key or another address than the batch was submitted with.
  ///
  /// - Throws: `noKey`.
  package func check(_ record: BatchRecord) throws(ByokError) {
    guard plan.key.base.text == record.base else {
      throw ByokError(
        .noKey,
        "the batch '\(record.name.text)' was submitted to \(record.base), not to"
          + " \(plan.key.base.text)", hint: "set \(plan.client.provider.baseURLVariable) as it was")
    }
    guard try keyDigest() == record.key else {
      throw ByokError(
        .noKey,
        "the batch '\(record.name.text)' was submitted with another key than"
          + " \(plan.key.source.text)",
        hint: record.label.map { "--key \($0) names it" }
          ?? "a batch belongs to an account: use the key that it was submitted with")
    }
  }

  /// Takes up the batch of a plan, or begins it.
  ///
  /// - Parameters:
  ///   - plan: What it asks.
  ///   - name: Its name.
  ///   - window: Within which it is answered.
  /// - Returns: Its state, which is on the disk.
  /// - Throws: A usage error where the name is of another batch; a failure.
  package func begin(
    _ plan: BatchPlan, _ name: BatchName, window: String
  ) throws(ByokError) -> BatchRecord {
    if let record = try store.read(name) {
      guard record.digest == plan.digest, record.provider == plan.provider.id,
        record.parts.count == plan.parts.count
      else {
        throw ByokError(
          .usage, "the batch '\(name.text)' asks something else", hint: "--name names this one")
      }
      try check(record)
      return record
    }
    let record = BatchRecord(
      name: name, plan: plan, window: window, key: try keyDigest(), now: session.clock.now())
    try store.writePrompts(of: name, plan.prompts)
    try store.write(record)
    return record
  }

  /// Submits all parts that are not yet.
  ///
  /// - Parameters:
  ///   - record: The batch; changed as far as it came.
  ///   - plan: What it asks.
  ///   - only: The place of the only part to submit; `nil` for all.
  ///   - isCertain: Whether the user knows that a part that may have been created was not.
  /// - Throws: Why a part was not submitted; the state says how far it came. Where the provider has no
  ///   room for more, the files of the others have been uploaded nevertheless, for ``advance(_:isRepeated:)``.
  package func submit(
    _ record: inout BatchRecord, _ plan: BatchPlan, only: Int? = nil, isCertain: Bool = false
  ) throws(ByokError) {
    var refusal: ByokError?
    for place in record.parts.indices where only == nil || only == place {
      // The provider had no room for it, and did nothing.
      if record.parts[place].lacksRoom { record.parts[place].reset() }
      if record.parts[place].state == .creating {
        if isCertain {
          record.parts[place].state = record.parts[place].fileID == nil ? .planned : .uploaded
          try store.write(record)
        } else {
          try settle(&record, place)
        }
      }
      if record.parts[place].state == .planned {
        let file = try server.upload(plan.parts[place])
        record.parts[place].fileID = file
        record.parts[place].state = .uploaded
        try store.write(record)
      }
      guard record.parts[place].state == .uploaded, refusal == nil else { continue }
      do throws(ByokError) {
        try create(&record, place, plan.parts[place])
      } catch {
        guard error.kind == .limited, server.createsFromFiles, only == nil else { throw error }
        refusal = error
      }
    }
    if let refusal { throw refusal }
  }

  /// Submits one part after the other, the next when one has ended, and again those for which the
  /// provider had no room.
  ///
  /// - Parameters:
  ///   - record: The batch; changed as far as it came.
  ///   - plan: What it asks.
  ///   - interval: How often the provider is asked, in seconds; `nil` for a growing time.
  /// - Throws: Why a part was not submitted; the state says how far it came.
  package func submitInTurn(
    _ record: inout BatchRecord, _ plan: BatchPlan, every interval: Double?
  ) throws(ByokError) {
    for place in record.parts.indices {
      var pause = interval ?? 10
      while !record.parts[place].isDone {
        do throws(ByokError) {
          try submit(&record, plan, only: place)
          if record.parts[place].state == .created { try refresh(&record) }
        } catch {
          guard [.limited, .network].contains(error.kind) else { throw error }
          session.console.note("\(error.message); waiting")
        }
        guard !record.parts[place].isDone else { break }
        session.clock.sleep(pause)
        if interval == nil { pause = min(60, pause * 1.3) }
      }
    }
  }

  /// Creates the batch of a part.
  ///
  /// - Parameters:
  ///   - record: The batch; changed as far as it came.
  ///   - place: The place of the part.
  ///   - piece: Its requests; may be `nil` where its file is enough.
  /// - Throws: Why it was not created, or that it is not known whether it was.
  func create(
    _ record: inout BatchRecord, _ place: Int, _ piece: BatchPlan.Piece?
  ) throws(ByokError) {
    record.parts[place].createdAt = now
    record.parts[place].wasAlone = !record.parts.contains { $0.state == .created }
    record.parts[place].state = .creating
    try store.write(record)
    let answer = try server.create(
      record.parts[place], piece, intent: record.intent, window: record.window)
    switch answer {
    case .created(let job):
      record.parts[place].take(job, now: now)
      try store.write(record)
    case .refused(let error):
      record.parts[place].state = .uploaded
      try store.write(record)
      throw error
    case .unknown(let error):
      session.console.note("\(error.message); looking whether the batch was created")
      try settle(&record, place)
      guard record.parts[place].state == .created else {
        var error = error
        error.hints = ["the same command goes on, and creates nothing twice"]
        throw error
      }
    }
  }

  /// How long a batch may take to appear in the provider's list, in seconds.
  static let settlingTime = 60

  /// Finds out whether a part was created of which that is not known.
  ///
  /// - Throws: Where that cannot be found out.
  package func settle(_ record: inout BatchRecord, _ place: Int) throws(ByokError) {
    let part = record.parts[place]
    let begun = part.createdAt ?? record.createdAt
    let jobs = try server.jobs(since: begun - 300).filter { !part.refused.contains($0.id) }
    let marks = ["\(record.intent)-\(part.number)", "byok-\(record.intent)-\(part.number)"]
    let own = jobs.filter { job in
      job.marks.contains { marks.contains($0) || $0 == part.fileID && part.fileID != nil }
    }
    if let job = own.first {
      record.parts[place].take(job, now: now)
      session.console.note("found the batch at the provider: \(Sanitizer.oneLine(job.id))")
      return try store.write(record)
    }
    let candidates = shape.hasMark ? [] : try unclaimed(jobs, like: part, since: begun)
    guard candidates.isEmpty else { return try ask(&record, place, candidates) }
    guard now - begun >= Self.settlingTime else {
      throw ByokError(
        .failure,
        "it is uncertain whether part \(part.number) of '\(record.name.text)' was created",
        hint: "run the same command again after \(Self.settlingTime) s")
    }
    record.parts[place].state = part.fileID == nil ? .planned : .uploaded
    try store.write(record)
  }

  /// Batches that may be the part, and that no other batch of this machine claims.
  private func unclaimed(
    _ jobs: [BatchJob], like part: BatchPart, since begun: Int
  ) throws(ByokError) -> [BatchJob] {
    var claimed: Set<String> = []
    for name in try store.names() {
      for part in try store.read(name)?.parts ?? [] {
        if let id = part.batchID { claimed.insert(id) }
      }
    }
    return jobs.filter { job in
      !claimed.contains(job.id) && job.created.map { $0 >= begun - 60 } ?? true
        && job.created.map { $0 <= begun + 600 } ?? true
        && job.total.map { $0 == part.requests } ?? true
    }
  }

  private func ask(
    _ record: inout BatchRecord, _ place: Int, _ candidates: [BatchJob]
  ) throws(ByokError) {
    let ids = candidates.map { Sanitizer.oneLine($0.id, limit: 80) }
    let provider = record.provider
    let adoption = "byok batch adopt \(provider) \(ids[0]) --name \(record.name.text)"
    if candidates.count == 1, session.console.mayAsk, session.console.stderrIsTerminal,
      try session.console.confirms(
        "\(ids[0]) at \(plan.client.provider.name) may be part \(record.parts[place].number) of"
          + " '\(record.name.text)'. Is it?", otherwise: adoption)
    {
      record.parts[place].take(candidates[0], now: now)
      return try store.write(record)
    }
    throw ByokError(
      .failure,
      "it is uncertain whether part \(record.parts[place].number) of '\(record.name.text)' was"
        + " created: \(ids.joined(separator: ", ")) may be it",
      hints: [adoption, "if it is not: byok batch submit … --create-anyway"])
  }
}

extension BatchPart {
  /// Takes what the provider says of it.
  ///
  /// - Parameters:
  ///   - job: What it says.
  ///   - now: The time, in seconds since 1970.
  mutating func take(_ job: BatchJob, now: Int) {
    if batchID == nil { batchID = job.id }
    status = job.status.isEmpty ? nil : Sanitizer.oneLine(job.status, limit: 40)
    (completed, failures) = (job.completed ?? completed, job.failed ?? failures)
    expiresAt = job.expires ?? expiresAt
    (isExpired, isCancelled) = (job.isExpired, job.isCancelled)
    state = .created
    if let words = job.failure {
      lacksRoom = job.codes.contains { $0.lowercased().contains("token_limit") }
      state = .failed
      failure = Sanitizer.oneLine(words, limit: 300)
      let isLimit = job.codes.contains { $0.lowercased().contains("limit") }
      failureKind = isLimit ? .limited : .failure
    } else if job.isEnded {
      // Results may come some time after the end.
      let isLate = job.outputs.isEmpty && !job.isExpired && !job.isCancelled
      let finished = job.finished ?? now
      state = isLate && now - finished < Self.lateness ? .created : .ended
    }
  }

  /// How long results may come after the end, in seconds.
  private static let lateness = 600
}
