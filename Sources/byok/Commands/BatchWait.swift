internal import ByokCore
internal import ByokKit

/// `byok batch wait`: wait until batches have ended.
struct BatchWait: Command {
  var common = CommonOptions()
  var names: [BatchName] = []
  var timeout: Seconds?
  var interval: Seconds?
  var results: String?
  var keys: LabelList?

  static let name = "batch wait"

  static let definition = CommandDefinition<Self>(
    summary: "Wait until batches have ended",
    detail: [
      "The provider is asked at once, after 10 seconds, then less often, at last once a minute. Failures of the"
        + " network are waited out. Ctrl-C and --timeout (exit status 8) leave the batch running.",
      "Parts for which the provider had no room are submitted when others have ended, as by"
        + " 'byok batch status --advance'.",
      "--results FILE appends the results of one batch to FILE when it has ended, as"
        + " 'byok batch results --resume FILE' does; the exit status is then that of the results.",
    ],
    operands: [.repeating("NAME", \.names, words: .names(.batch))],
    options: [
      .value("timeout", "D", \.timeout, "Wait no longer than D, such as 2h"),
      .value("every", "D", \.interval, "Ask once in D"),
      .value("results", "FILE", \.results, "Then append the results to FILE"),
      .value("key", "LABEL", \.keys, "Label of the sealed key to use"), .certificates,
    ],
    unlocks: true,
    examples: [
      Example(
        line: "byok batch wait monday --results answers.jsonl", purpose: "wait, then fetch results")
    ])

  func run(in session: inout Session) throws(ByokError) {
    if results != nil, names.count > 1 {
      throw ByokError(.usage, "--results is for one batch", hint: "byok batch results NAME")
    }
    let store = BatchStore(session)
    for name in names { _ = try store.existing(name) }
    let end = timeout.map { session.clock.monotonic() + $0.count }
    for name in names { try wait(name, store, session, until: end) }
    guard let results else { return }
    var fetch = BatchResultsCommand()
    (fetch.common, fetch.batch, fetch.resumed, fetch.keys) = (common, names[0], results, keys)
    try fetch.run(in: &session)
  }

  private func wait(
    _ name: BatchName, _ store: BatchStore, _ session: Session, until end: Double?
  ) throws(ByokError) {
    let console = session.console
    let access = try BatchAccess(try store.existing(name), session, key: keys)
    var (pause, said, isTroubled) = (interval?.count ?? 10, "", false)
    var isFirst = true
    while true {
      do throws(ByokError) {
        let record = try refreshed(name, store, access)
        let words = Self.words(record)
        if words != said { console.note(words) }
        (said, isTroubled) = (words, false)
        if access.work.isOver(record) { return record.reportFailures(console) }
      } catch {
        guard [.network, .provider, .limited].contains(error.kind) else { throw error }
        if !isTroubled { console.note("\(error.message); waiting") }
        isTroubled = true
      }
      if let end, session.clock.monotonic() + pause >= end {
        throw ByokError(
          .network, "'\(name.text)' has not ended within --timeout; it goes on at the provider",
          hint: "byok batch wait \(name.text) waits on; byok batch cancel \(name.text) ends it")
      }
      if isFirst, console.stderrIsTerminal {
        console.note("Ctrl-C leaves '\(name.text)' running; byok batch cancel \(name.text) ends it")
      }
      isFirst = false
      session.clock.sleep(pause)
      if interval == nil { pause = min(60, pause * 1.3) }
    }
  }

  private func refreshed(
    _ name: BatchName, _ store: BatchStore, _ access: BatchAccess
  ) throws(ByokError) -> BatchRecord {
    let lock = try store.lock(name)
    defer { _ = lock }
    var record = try store.existing(name)
    try access.work.checkSubmitted(record)
    try access.work.advance(&record, isRepeated: true)
    return record
  }

  private static func words(_ record: BatchRecord) -> String {
    let done = record.parts.compactMap(\.completed).reduce(0, +)
    let failed = record.parts.compactMap(\.failures).reduce(0, +)
    let failures = failed > 0 ? ", \(failed) failed" : ""
    return "\(record.name.text): \(record.state), \(done) of \(record.requests) done\(failures)"
  }
}

extension BatchRecord {
  /// Prints why parts failed as a whole, and what can be done about it.
  func reportFailures(_ console: Console) {
    for part in parts {
      guard let words = part.failure else { continue }
      let advice =
        part.isWaiting ? "; byok batch status \(name.text) --advance submits it again" : ""
      console.note("part \(part.number) of '\(name.text)' failed: \(words)\(advice)")
    }
  }
}
