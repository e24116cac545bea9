package import ByokCore

/// Gathers a reply from its events, and hands them on to whoever shows them.
package final class ReplyAccumulator: ReplySink, ReplyTaker {
  private(set) var reply = ChatReply()
  private let session: ClientSession
  private let sink: any ReplySink
  private let name: String
  private let showsWaiting: Bool
  /// The request's number in the log.
  private let number: Int?
  private var attempt: Attempt

  /// One attempt to get the reply.
  private struct Attempt {
    let start: Double
    let spinner: Spinner?
    var firstOutput: Double?
  }

  /// - Parameters:
  ///   - client: Who asks.
  ///   - number: The request's number in the log.
  ///   - sink: Who shows the events.
  init(_ client: ProviderClient, number: Int?, _ sink: any ReplySink) {
    session = client.session
    (name, showsWaiting) = (client.provider.name, client.patience.showsWaiting)
    (self.number, self.sink) = (number, sink)
    attempt = Attempt(start: 0, spinner: nil)
  }

  /// Begins an attempt.
  package func begin() {
    session.requests.beginAttempt(of: number)
    attempt = Attempt(
      start: session.clock.monotonic(),
      spinner: showsWaiting ? Spinner(session.console, session.clock, waitingFor: name) : nil)
  }

  /// Whether anything of the answer has come, after which the request must not be sent again.
  package var hasOutput: Bool { attempt.firstOutput != nil }

  package func take(_ events: [StreamEvent]) throws(ByokError) {
    guard wantsMore else { throw .interrupted }
    for event in events { reply.take(event, now: session.clock.monotonic()) }
    session.requests.take(events, of: number)
    if attempt.firstOutput == nil, events.contains(where: \.isOutput) {
      attempt.firstOutput = session.clock.monotonic()
      attempt.spinner?.clear()
    }
    try sink.take(events)
  }

  /// Removes what the reply repeats of the key that it was asked with.
  func redact(_ key: borrowing Secret) { reply.redact(key) }

  /// Whether the user has not ended the request.
  package var wantsMore: Bool { session.interrupt?.isOpen != true }

  /// Goes on waiting.
  package func idle() {
    if attempt.firstOutput == nil { attempt.spinner?.tick() }
  }

  /// Ends the attempt, before anything is said about it.
  ///
  /// - Parameter times: How long its parts took; `nil` where there was no network.
  package func end(_ times: TransferTimes?) {
    attempt.spinner?.clear()
    session.requests.endAttempt(of: number)
    guard var times else { return }
    // What came before libcurl began counts too.
    times.total = session.clock.monotonic() - attempt.start
    let firstToken = attempt.firstOutput.map { $0 - attempt.start }
    session.console.detail(times.text(firstToken: firstToken))
  }
}
