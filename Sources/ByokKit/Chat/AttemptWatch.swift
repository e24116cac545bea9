/// Watches one attempt to get a reply: whether anything of it came, when, and who waits meanwhile.
final class AttemptWatch {
  private let clock: Clock
  private let console: Console
  private let start: Double
  private let spinner: Spinner?
  private var firstOutput: Double?

  /// - Parameter exchange: Whose attempt it is.
  init(_ exchange: ChatExchange) {
    (clock, console) = (exchange.clock, exchange.console)
    start = clock.monotonic()
    spinner =
      exchange.showsWaiting
      ? Spinner(console, clock, waitingFor: exchange.provider.name) : nil
  }

  /// Whether anything of the answer has come, after which the request must not be sent again.
  var hasOutput: Bool { firstOutput != nil }

  /// Takes what has come, before anybody shows it.
  func take(_ events: [StreamEvent]) {
    guard firstOutput == nil, events.contains(where: \.isOutput) else { return }
    firstOutput = clock.monotonic()
    spinner?.clear()
  }

  /// Goes on waiting.
  func tick() {
    if firstOutput == nil { spinner?.tick() }
  }

  /// Ends the attempt, before anything is said of it.
  ///
  /// - Parameter times: How long its parts took; `nil` where there was no network.
  func end(_ times: TransferTimes?) {
    spinner?.clear()
    guard var times else { return }
    // What came before libcurl began counts too.
    times.total = clock.monotonic() - start
    console.detail(times.text(firstToken: firstOutput.map { $0 - start }))
  }
}
