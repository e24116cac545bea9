package import ByokCore

/// The line on a terminal that shows the progress of a batch; nothing elsewhere.
package struct BatchProgress: Sendable {
  private let console: Console
  private let clock: Clock
  private let isShown: Bool
  private let start: Double
  private var isDrawn = false
  private var last = 0.0

  package init(_ console: Console, _ clock: Clock) {
    (self.console, self.clock) = (console, clock)
    isShown = console.stderrIsTerminal && console.animates && !console.isQuiet
    start = clock.monotonic()
  }

  /// Erases the line.
  ///
  /// - Parameter seconds: The longest wait for a terminal that takes nothing; `nil` for ever.
  package mutating func clear(within seconds: Double? = nil) {
    guard isDrawn else { return }
    isDrawn = false
    console.draw("\r\u{1B}[K", within: seconds)
  }

  /// Erases the line where a result is about to be written to the same terminal.
  mutating func makeRoom() {
    if isDrawn, console.stdoutIsTerminal { clear() }
  }

  /// Draws the line, a few times a second at most; at once where it has made room.
  package mutating func show(_ tally: BatchCoordinator.Tally, fraction: Double?) {
    guard isShown else { return }
    let now = clock.monotonic()
    guard !isDrawn || now - last >= 0.2 else { return }
    last = now
    isDrawn = true
    console.draw("\r\u{1B}[K" + Self.line(tally, fraction: fraction, seconds: now - start))
  }

  /// Erases the line, and says what there is when a signal ends the batch.
  mutating func stop(_ tally: BatchCoordinator.Tally, within seconds: Double) {
    clear(within: seconds)
    guard !console.isQuiet, tally.done > 0 else { return }
    let words = tally.words(seconds: clock.monotonic() - start)
    console.draw("byok: stopped: \(words)\n", within: seconds)
  }

  /// Such as `412 done, 3 failed, 35.1/s, 2 min left, $0.12`.
  package static func line(_ tally: BatchCoordinator.Tally, fraction: Double?, seconds: Double)
    -> String
  {
    var parts = ["\(tally.done) done"]
    if tally.failed > 0 { parts.append("\(tally.failed) failed") }
    if seconds > 0 {
      let tenths = Int(Double(tally.done) / seconds * 10)
      parts.append("\(tenths / 10).\(tenths % 10)/s")
    }
    if let fraction, fraction > 0, fraction < 1 {
      parts.append("\(FailureHints.span(seconds * (1 - fraction) / fraction)) left")
    }
    if let cost = tally.usage.cost, cost > 0 { parts.append(Usage.dollars(cost)) }
    return parts.joined(separator: ", ")
  }
}

extension BatchCoordinator.Tally {
  /// What there is at the end, such as `500 answered, 2 failed, $0.13, 41 s`.
  package func words(seconds: Double) -> String {
    var parts = ["\(done - failed) answered"]
    if failed > 0 { parts.append("\(failed) failed") }
    if let cost = usage.cost, cost > 0 { parts.append(Usage.dollars(cost)) }
    // Of a short batch, nobody wonders how long it took.
    if seconds >= 10 { parts.append(FailureHints.span(seconds)) }
    return parts.joined(separator: ", ")
  }
}
