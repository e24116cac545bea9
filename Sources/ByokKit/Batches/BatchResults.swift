package import ByokCore

/// The results of a batch, once they are all on this machine: found by their ids, and judged.
package struct BatchResults {
  /// Where an answer is.
  private struct Place {
    var offset: Int
    var length: Int
  }

  private let judge: BatchJudge
  private let spool: SpoolFile
  private var places: [String: Place] = [:]
  /// Lines that are of none of the batch's requests, more than one of a request, or no result.
  private var counts = Counts()

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
    judge = try BatchJudge(record, work, facts: facts)
    spool = try work.store.makeSpool()
    let spool = spool
    try work.fetch(record) { (bytes) throws(ByokError) in
      do throws(Errno) { try spool.append(bytes) } catch { throw .unwritableSpool(error) }
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
      guard let (id, answer) = judge.shape.answer(line) else {
        counts.unreadable += 1
        continue
      }
      let place = Place(offset: offset, length: line.count)
      guard places[id] != nil else {
        places[id] = place
        continue
      }
      counts.duplicates += 1
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
    /// Lines that are no results, and results of which there was one before.
    package var unreadable = 0
    package var duplicates = 0
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
    var counts = counts
    var found = 0
    try store.prompts(of: judge.record.name) { (prompt) throws(ByokError) in
      let place = places[prompt.sent]
      if place != nil { found += 1 }
      let isPending = place == nil ? try !judge.hasEnded(prompt) : false
      if done.contains(prompt.index, id: prompt.id) {
        counts.skipped += 1
      } else if isPending {
        counts.pending += 1
      } else {
        try take(try judge.item(prompt, try line(place)))
      }
    }
    counts.foreign = places.count - found
    return counts
  }

  private func line(_ place: Place?) throws(ByokError) -> [UInt8]? {
    guard let place else { return nil }
    do throws(Errno) { return try spool.read(at: place.offset, count: place.length) } catch {
      throw .unreadableSpool(error)
    }
  }
}

extension BatchWork {
  /// Fetches the results of all parts that have ended.
  ///
  /// - Parameters:
  ///   - record: The batch.
  ///   - write: Takes the lines as they come, piece by piece.
  /// - Throws: A failure of the network or the provider; what `write` throws.
  func fetch(
    _ record: BatchRecord, write: @escaping (Span<UInt8>) throws(ByokError) -> Void
  ) throws(ByokError) {
    for part in record.parts {
      guard let id = part.batchID, part.state != .failed else { continue }
      guard let job = try server.job(id) else {
        throw ByokError(
          .failure, "\(plan.client.provider.name) knows no batch '\(Sanitizer.oneLine(id))'")
      }
      try server.results(of: job, write: write)
    }
  }
}
