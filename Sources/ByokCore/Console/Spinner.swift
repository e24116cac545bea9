internal import Glibc

/// A line on a terminal that says what is waited for, and for how long, until there is more to say.
///
/// It is drawn after the first second and leaves no trace, however the process ends.
package final class Spinner {
  private let console: Console
  private let clock: Clock
  private let text: String
  private let start: Double
  private var drawn: Int?

  private static let erasure: StaticString = "\r\u{1B}[K"
  private static let frames = ["|", "/", "-", "\\"]
  /// The signals that end the process; each finds the line erased.
  private static let endings = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]

  /// - Parameters:
  ///   - console: Where it is drawn, if a person looks there.
  ///   - clock: Tells how long it has been.
  ///   - name: Who is waited for.
  package init?(_ console: Console, _ clock: Clock, waitingFor name: String) {
    guard console.animates, !console.isQuiet, !console.isVerbose, console.stderrIsTerminal
    else { return nil }
    self.console = console
    self.clock = clock
    text = "waiting for \(Sanitizer.oneLine(name, limit: 30))"
    start = clock.monotonic()
  }

  /// - Parameters:
  ///   - console: Where it is drawn, if a person looks there.
  ///   - clock: Tells how long it has been.
  package convenience init?(showingProgressOn console: Console, _ clock: Clock) {
    self.init(console, clock, waitingFor: "")
  }

  /// Draws a line that says how far something is, a few times a second at most.
  ///
  /// - Parameter line: Made when it is drawn, of the seconds since the start.
  package func show(_ line: (Double) -> String) {
    let now = clock.monotonic() - start
    let step = Int(now * Self.rate)
    guard step > Self.patience, step != drawn, console.isInForeground else { return }
    if drawn == nil { Self.watchSignals() }
    drawn = step
    console.draw("\(Self.erasure)\(Sanitizer.oneLine(line(now), limit: 76))")
  }

  /// How often a second progress is drawn, and after how many times that first.
  private static let rate = 5.0
  private static let patience = 2

  /// Draws the line anew if it has changed.
  package func tick() {
    let seconds = Int(clock.monotonic() - start)
    guard seconds >= 1, seconds != drawn, console.isInForeground else { return }
    if drawn == nil { Self.watchSignals() }
    drawn = seconds
    let frame = Self.frames[seconds % Self.frames.count]
    console.draw("\(Self.erasure)\(frame) \(text), \(seconds) s")
  }

  /// Takes the line away.
  package func clear() {
    guard drawn != nil else { return }
    drawn = nil
    console.draw("\(Self.erasure)")
    for number in Self.endings where Self.handler(of: number) { signal(number, SIG_DFL) }
  }

  private static func watchSignals() {
    for number in endings where isDefault(number) {
      signal(number) { number in
        // Only what may be called in a handler.
        unsafe write(STDERR_FILENO, Spinner.erasure.utf8Start, Spinner.erasure.utf8CodeUnitCount)
        signal(number, SIG_DFL)
        raise(number)
      }
    }
  }

  private static func isDefault(_ number: CInt) -> Bool {
    var action = sigaction()
    guard unsafe sigaction(number, nil, &action) == 0 else { return false }
    return unsafe action.__sigaction_handler.sa_handler == nil
  }

  /// Whether a signal has a handler, which is then this one: none is set elsewhere.
  private static func handler(of number: CInt) -> Bool {
    var action = sigaction()
    guard unsafe sigaction(number, nil, &action) == 0 else { return false }
    let ignoring = unsafe unsafeBitCast(SIG_IGN, to: Int.self)
    let current = unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
    return current != 0 && current != ignoring
  }
}
