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

  /// Cancels all parts that have not ended.
  ///
  /// - Throws: A failure where the provider does not.
  package func cancel(_ record: inout BatchRecord) throws(ByokError) {
    try refresh(&record)
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
