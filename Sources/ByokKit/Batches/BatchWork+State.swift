package import ByokCore

extension BatchWork {
  /// How long a new batch may be unknown at the provider, in seconds.
  private static let birth = 600

  /// Asks the provider how the parts are.
  ///
  /// - Parameter record: The batch; changed where anything is new.
  /// - Returns: How many parts have not ended.
  /// - Throws: A failure where a part is unknown there, or the provider cannot be asked.
  @discardableResult
  package func refresh(_ record: inout BatchRecord) throws(ByokError) -> Int {
    let before = record
    for place in record.parts.indices {
      if record.parts[place].state == .creating { try settle(&record, place) }
      guard record.parts[place].state == .created, let id = record.parts[place].batchID else {
        continue
      }
      if let job = try server.job(id) {
        record.parts[place].take(job, now: now)
      } else if now - (record.parts[place].createdAt ?? 0) > Self.birth {
        if record != before { try store.write(record) }
        throw ByokError(
          .failure, "\(plan.client.provider.name) knows no batch '\(Sanitizer.oneLine(id))'",
          hint: "it was deleted, or belongs to another account or project")
      }
    }
    if record != before { try store.write(record) }
    return record.parts.count { !$0.isOver }
  }

  /// Whether a part waits for room at the provider, and can be submitted without the prompts: its file
  /// is there.
  private func awaitsRoom(_ part: BatchPart) -> Bool {
    server.createsFromFiles && part.fileID != nil && (part.state == .uploaded || part.lacksRoom)
  }

  /// Whether nothing more will come of a batch, and nothing is left to submit.
  package func isOver(_ record: BatchRecord) -> Bool {
    record.parts.allSatisfy { $0.isOver && !(awaitsRoom($0) && mayFindRoom($0)) }
  }

  /// Whether the end of another part may make room for a part: it had none while others were running.
  private func mayFindRoom(_ part: BatchPart) -> Bool { !(part.lacksRoom && part.wasAlone) }

  /// Refuses a batch of which parts can be submitted only by the command that has the prompts.
  ///
  /// - Throws: A usage error that names the part.
  package func checkSubmitted(_ record: BatchRecord) throws(ByokError) {
    let open = record.parts.first { part in
      [.planned, .uploaded].contains(part.state) && !awaitsRoom(part)
    }
    guard let open else { return }
    throw ByokError(
      .usage, "part \(open.number) of '\(record.name.text)' has not been submitted",
      hint: "the command that submitted the others continues")
  }

  /// Asks the provider how the parts are, then submits one that waits for room for each that has ended,
  /// or one if none is running.
  ///
  /// - Parameters:
  ///   - record: The batch; changed as far as it came.
  ///   - isRepeated: Whether this is done again and again: a part that had no room although none other
  ///     was running is then submitted only when another has ended.
  /// - Returns: How many parts were submitted.
  /// - Throws: A failure where the provider cannot be asked, or does not take a part; that it has no
  ///   room is none.
  @discardableResult
  package func advance(
    _ record: inout BatchRecord, isRepeated: Bool
  ) throws(ByokError) -> Int {
    let running = record.parts.map { $0.state == .created }
    try refresh(&record)
    let ended = zip(running, record.parts).count { $0 && $1.isDone }
    let isRunning = record.parts.contains { $0.state == .created }
    let room = max(ended, isRunning ? 0 : 1)
    var submitted = 0
    for place in record.parts.indices where submitted < room && awaitsRoom(record.parts[place]) {
      guard ended > 0 || !isRepeated || mayFindRoom(record.parts[place]) else { continue }
      if record.parts[place].lacksRoom { record.parts[place].reset() }
      do throws(ByokError) {
        try create(&record, place, nil)
      } catch  where error.kind == .limited {
        session.console.note("\(error.message); part \(record.parts[place].number) waits")
        break
      }
      submitted += 1
    }
    return submitted
  }

  /// Cancels all parts that have not ended; those that wait are not submitted any more.
  ///
  /// - Throws: A failure where the provider does not.
  package func cancel(_ record: inout BatchRecord) throws(ByokError) {
    try refresh(&record)
    for place in record.parts.indices where record.parts[place].isWaiting {
      record.parts[place].cancel()
    }
    try store.write(record)
    for part in record.parts where part.state == .created {
      if let id = part.batchID { try server.cancel(id) }
    }
    try refresh(&record)
  }

  /// Deletes files and batches at the provider.
  ///
  /// - Throws: A failure where the provider does not.
  package func deleteAtProvider(_ record: BatchRecord) throws(ByokError) {
    for part in record.parts {
      let job = try part.batchID.map { (id) throws(ByokError) in try server.job(id) } ?? nil
      try server.delete(part, job)
    }
  }

  /// Takes a batch of the provider's for a part of which it is not known whether it was created, or
  /// for the only part of a plan.
  ///
  /// - Parameters:
  ///   - id: The provider's id.
  ///   - record: The batch.
  /// - Throws: A failure where the provider knows no such batch; a usage error where no part is open.
  package func adopt(_ id: String, _ record: inout BatchRecord) throws(ByokError) {
    guard let place = record.parts.firstIndex(where: { $0.batchID == nil }) else {
      throw ByokError(.usage, "all parts of '\(record.name.text)' have been submitted")
    }
    guard let job = try server.job(id) else {
      throw ByokError(
        .failure, "\(plan.client.provider.name) knows no batch \(id.quoted)",
        hint: "it belongs to another account or project, or was deleted")
    }
    if let total = job.total, total > 0, total != record.parts[place].requests {
      throw ByokError(
        .usage,
        "the batch \(id.quoted) has \(total.counted("request")), and part"
          + " \(record.parts[place].number) of '\(record.name.text)' has"
          + " \(record.parts[place].requests)")
    }
    record.parts[place].createdAt = job.created ?? now
    record.parts[place].take(job, now: now)
    try store.write(record)
  }
}
