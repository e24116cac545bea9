package import ByokCore

/// State shared by the workers of a batch: admission, the order of the results, and the tally.
///
/// Results are queued here and written outside the lock, by whichever worker finds the sink free.
/// A worker that is blocked by a full pipe therefore blocks nobody but itself, until so many
/// results are queued that no further prompt is admitted.
package final class BatchCoordinator: Sendable {
  /// Counts of the prompts so far.
  package struct Tally: Sendable {
    package var done = 0
    package var skipped = 0
    /// The number of failures of each kind.
    package var failures: [ByokError.Kind: Int] = [:]
    package var usage = Usage(input: 0, output: 0, cost: 0)
    /// The failure that ended the batch before its last prompt.
    package var end: ByokError?

    package var failed: Int { failures.values.reduce(0, +) }
  }

  /// A result that waits for its turn.
  private struct Finished {
    let line: [UInt8]
    /// How much of the input has been read.
    let fraction: Double?
  }

  /// The sink in the hands of one thread, and what to write to it.
  private struct Turn: ~Copyable {
    var sink: BatchSink
    let result: Finished?
    let note: String?
    let tally: Tally

    /// - Throws: A failure to write the result.
    mutating func write() throws(ByokError) {
      if let note { sink.note(note) }
      if let result { try sink.write(result.line, tally, fraction: result.fraction) }
    }
  }

  private struct State: ~Copyable {
    /// The place of the next result, where they are ordered.
    var next = 0
    /// Finished prompts that an earlier one holds back.
    var pending: [Int: Finished] = [:]
    /// Results to write, in order.
    var results: [Finished] = []
    /// Notes for a person to write, in order.
    var notes: [String] = []
    /// The number of prompts whose results were written, or that have none.
    var settled = 0
    var tally = Tally()
    /// Whether results cannot be written any more.
    var isCutOff = false
    /// The notes that are made only once.
    var noted: Set<String> = []
    /// The sink; `nil` while a thread writes to it, and at the end.
    var sink: BatchSink?

    mutating func queue(_ finished: Finished) {
      if finished.line.isEmpty { settled += 1 } else { results.append(finished) }
    }

    /// Takes the sink, where it is free and there is something to write.
    mutating func takeTurn() -> Turn? {
      guard !(results.isEmpty && notes.isEmpty), let sink = sink.take() else { return nil }
      let note = notes.isEmpty ? nil : notes.removeFirst()
      let result = note == nil ? results.removeFirst() : nil
      return Turn(sink: sink, result: result, note: note, tally: tally)
    }

    mutating func endTurn(
      _ sink: consuming BatchSink?, settled count: Int, _ failure: ByokError?
    ) {
      self.sink = consume sink
      settled += count
      guard let failure else { return }
      tally.end = failure
      isCutOff = true
      results = []
    }
  }

  /// Opens when the batch ends early.
  package let ended = Latch()
  private let state: Condition<State>
  private let window: Int
  private let isOrdered: Bool

  /// - Parameters:
  ///   - sink: The destination of the results.
  ///   - workers: The number of workers.
  ///   - isOrdered: Whether results are written in the order of their prompts.
  package init(_ sink: consuming BatchSink, workers: Int, isOrdered: Bool) {
    state = Condition(State(sink: consume sink))
    self.isOrdered = isOrdered
    window = max(256, 4 * workers)
  }

  package var tally: Tally { state.withLock { $0.tally } }

  /// Whether a thread is writing.
  var isWriting: Bool {
    state.withLock { state in
      switch state.sink {
      case .some: false
      case nil: true
      }
    }
  }

  /// Waits until few enough results are unwritten for another prompt.
  ///
  /// - Parameter place: The place of the prompt, counted from 0 without gaps.
  /// - Returns: `false` when the batch has ended.
  func admit(_ place: Int) -> Bool {
    state.wait { state in
      if state.tally.end != nil { return false }
      return place < state.settled + window ? true : nil
    }
  }

  /// Ends the batch; requests under way still finish, and their results are written.
  package func end(_ failure: ByokError) {
    state.update { $0.tally.end = $0.tally.end ?? failure }
    ended.open()
  }

  /// Queues the result of a prompt, and writes what is ready.
  ///
  /// - Parameters:
  ///   - place: The place of the prompt.
  ///   - line: The result; empty for none.
  ///   - fraction: How much of the input has been read.
  ///   - count: Adds it to the tally.
  package func finish(
    _ place: Int, _ line: [UInt8], fraction: Double?, count: (inout Tally) -> Void
  ) {
    state.update { state in
      // A result after a lost one would be out of order, or follow half a line.
      guard !state.isCutOff else { return }
      count(&state.tally)
      let finished = Finished(line: line, fraction: fraction)
      guard isOrdered else { return state.queue(finished) }
      state.pending[place] = finished
      while let next = state.pending.removeValue(forKey: state.next) {
        state.queue(next)
        state.next += 1
      }
    }
    write()
  }

  /// Settles a prompt that is not asked in this run.
  ///
  /// - Parameters:
  ///   - place: The place of the prompt.
  ///   - usage: The usage of requests that were sent for it anyway.
  func leaveOut(_ place: Int, usage: Usage = Usage()) {
    finish(place, [], fraction: nil) { $0.usage = usage.added(to: $0.usage) }
  }

  /// Prints a note above the progress.
  package func note(_ text: String) {
    state.withLock { $0.notes.append(text) }
    write()
  }

  /// Prints a note that many prompts may cause, the first time.
  func noteOnce(_ text: String) {
    state.withLock { state in
      if state.noted.insert(text).inserted { state.notes.append(text) }
    }
    write()
  }
}

// MARK: Writing

extension BatchCoordinator {
  /// Writes what is queued, unless another thread does: that one then goes on.
  private func write() {
    while var turn = state.withLock({ $0.takeTurn() }) {
      var failure: ByokError?
      do throws(ByokError) {
        try turn.write()
      } catch {
        failure = error
      }
      let settled = turn.result == nil ? 0 : 1
      var sink = Optional(turn.sink)
      state.update { $0.endTurn(sink.take(), settled: settled, failure) }
      if failure != nil { ended.open() }
    }
  }

  /// Waits a moment for a line that is being written, and writes no more results.
  ///
  /// Where the output is blocked, the time runs out and the line stays half written.
  ///
  /// - Parameter seconds: The longest wait.
  package func stop(within seconds: Double) {
    guard var sink = state.wait(atMost: seconds, for: { $0.sink.take() }) else { return }
    sink.stop(tally, within: seconds)
  }

  /// Erases the progress, and makes sure that the results stay.
  ///
  /// - Throws: A failure of the disk.
  package func close() throws(ByokError) {
    guard var sink = state.withLock({ $0.sink.take() }) else { return }
    try sink.close()
  }
}
