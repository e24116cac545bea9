package import ByokCore

/// What is needed to ask about a batch that was submitted: its provider with the same key.
package struct BatchAccess {
  package let work: BatchWork
  /// What is known of the models.
  package let facts: [String: Model]
  private let log: UsageLog?

  /// - Parameters:
  ///   - record: The batch.
  ///   - session: The outside world.
  ///   - key: The label that the command line names; `nil` for the one that it was submitted with.
  /// - Throws: `noKey` for another key or address; a usage error for a provider that is gone.
  package init(
    _ record: BatchRecord, _ session: Session, key: LabelList? = nil
  ) throws(ByokError) {
    var route = RequestOptions()
    route.keys = key ?? record.label.flatMap(LabelList.init(argument:))
    route.api = Dialects.all.first { $0.name == record.dialect }?.api
      .flatMap(DialectWord.init(argument:))
    let planner = try ChatPlanner(session, route, ChatLimits())
    var facts: [String: Model] = [:]
    var first: ChatCandidate?
    for model in Set(record.parts.map(\.model)).sorted() {
      let candidates = try planner.candidates("\(record.provider)/\(model)")
      first = first ?? candidates.first
      facts[model] = candidates.first?.choice.facts
    }
    guard let first else { throw ByokError(.damaged, "the batch has no parts") }
    work = try BatchWork(try planner.plan(first), session)
    try work.check(record)
    self.facts = facts
    let isLogged = planner.configuration.logs && !work.plan.client.provider.isOffline
    log = isLogged ? try UsageLog.own(session.locations) : nil
  }

  /// Notes what a batch took in the usage log, once.
  ///
  /// A part is marked first: a process that is killed in between leaves the log too short, and never
  /// counts a request twice.
  ///
  /// - Parameters:
  ///   - items: What came of its prompts.
  ///   - record: The batch.
  /// - Throws: A failure when the log or the state cannot be written.
  package func note(
    _ items: [BatchResults.Logged], _ record: inout BatchRecord
  ) throws(ByokError) {
    let places = record.parts.indices.filter {
      record.parts[$0].isOver && !record.parts[$0].isLogged
    }
    guard let log, !places.isEmpty else { return }
    for place in places { record.parts[place].isLogged = true }
    try work.store.write(record)
    let numbers = Set(places.map { record.parts[$0].number })
    let time = Timestamp(seconds: work.now).rfc3339
    let records = items.filter { numbers.contains($0.part) }.map { item in
      var line = UsageLog.Record(
        time: time, provider: record.provider, model: record.parts[item.part - 1].model,
        key: work.plan.key.source.shortName, status: item.status, milliseconds: 0)
      (line.inputTokens, line.outputTokens) = (item.usage.input, item.usage.output)
      (line.cachedTokens, line.reasoningTokens) = (item.usage.cachedInput, item.usage.reasoning)
      line.cacheWriteTokens = item.usage.billing.cacheWrites?.all
      line.cost = item.usage.cost
      return line
    }
    if !records.isEmpty { try log.append(records) }
  }
}

extension BatchResults {
  /// What of a result goes into the usage log.
  package struct Logged: Sendable {
    fileprivate let part: Int
    fileprivate let status: Int32
    fileprivate let usage: Usage
  }
}

extension BatchResults.Item {
  /// What of it goes into the usage log.
  package var logged: BatchResults.Logged { .init(part: part, status: status, usage: usage) }
}
