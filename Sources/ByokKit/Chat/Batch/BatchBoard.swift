/// What the workers of a batch share: whose turn it is, what has been written, what came of it.
final class BatchBoard: Sendable {
  /// What came of the prompts so far.
  struct Tally: Sendable {
    var done = 0
    var skipped = 0
    /// How many failed in which way.
    var failures: [ByokError.Kind: Int] = [:]
    var usage = Usage(input: 0, output: 0, cost: 0)
    /// What ended the batch before its last prompt.
    var end: ByokError?

    var failed: Int { failures.values.reduce(0, +) }
  }

  private struct State {
    var next = 0
    var pending: [Int: [UInt8]] = [:]
    var tally = Tally()
    var reserved = 0.0
    /// Whether results can be written no more.
    var isCutOff = false
    /// What has been told once.
    var told: Set<String> = []
  }

  private let state = Monitor(State())
  private let sink: BatchSink
  private let window: Int
  private let isOrdered: Bool
  private let progress: BatchProgress

  /// - Parameters:
  ///   - sink: Where results go.
  ///   - workers: How many work.
  ///   - isOrdered: Whether results are written in the order of their prompts.
  ///   - progress: What a person sees meanwhile.
  init(_ sink: BatchSink, workers: Int, isOrdered: Bool, progress: BatchProgress) {
    (self.sink, self.isOrdered, self.progress) = (sink, isOrdered, progress)
    window = max(256, 4 * workers)
  }

  var tally: Tally { state.withLock { $0.tally } }

  var isEnded: Bool { state.withLock { $0.tally.end != nil } }

  /// Waits until so few results are held back that another may be.
  ///
  /// - Parameter place: Which prompt is to be asked next, counted from 0 without gaps.
  /// - Returns: `false` when the batch has ended.
  func admit(_ place: Int) -> Bool {
    state.wait { state in
      if state.tally.end != nil { return false }
      return !isOrdered || place < state.next + window ? true : nil
    }
  }

  /// Sets money aside for a request, unless that would be too much.
  ///
  /// - Parameters:
  ///   - cost: What it may cost.
  ///   - limit: What all may cost together.
  /// - Returns: Whether it may be sent.
  func reserve(_ cost: Double, of limit: Double) -> Bool {
    state.withLock { state in
      guard (state.tally.usage.cost ?? 0) + state.reserved + cost <= limit else { return false }
      state.reserved += cost
      return true
    }
  }

  /// Gives back what was set aside.
  func release(_ cost: Double) {
    state.withLock { $0.reserved -= cost }
  }

  /// Ends the batch: what is under way is still written.
  func end(_ failure: ByokError) {
    state.update { $0.tally.end = $0.tally.end ?? failure }
  }

  /// Takes the result of a prompt and writes what is next.
  ///
  /// - Parameters:
  ///   - place: Which prompt it was.
  ///   - line: The result; empty for none.
  ///   - fraction: How much of the input has been read.
  ///   - note: Counts it.
  func finish(
    _ place: Int, _ line: [UInt8], fraction: Double?, note: (inout Tally) -> Void
  ) {
    state.update { state in
      // A result behind one that was lost would be out of order, or behind half a line.
      guard !state.isCutOff else { return }
      note(&state.tally)
      var ready = line
      if isOrdered {
        state.pending[place] = line
        ready = []
        while let next = state.pending.removeValue(forKey: state.next) {
          ready += next
          state.next += 1
        }
      }
      guard !ready.isEmpty else { return }
      do throws(ByokError) {
        progress.makeRoom()
        try sink.write(ready)
        progress.show(state.tally, fraction: fraction)
      } catch {
        state.tally.end = error
        state.isCutOff = true
      }
    }
  }

  /// Does something while nothing is being written.
  func pause(_ body: () -> Void) {
    state.withLock { _ in body() }
  }

  /// Tells a person something beside the progress.
  func tell(_ text: String) {
    state.withLock { _ in progress.tell(text) }
  }

  /// Tells what is the same for many prompts when it first comes up.
  func tellOnce(_ text: String) {
    state.withLock { state in
      if state.told.insert(text).inserted { progress.tell(text) }
    }
  }
}

extension BatchBoard {
  /// Takes the progress away; within ``pause(_:)``.
  func clearProgress() { progress.clear() }

  /// Counts a prompt as gone that is not asked in this run.
  func leaveOut(_ place: Int) {
    finish(place, [], fraction: nil) { _ in }
  }
}
