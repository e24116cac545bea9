import Synchronization

package import ByokCore

/// A transport that plays a script: one answer for each request, in order.
package final class FakeTransport: Transport {
  /// How one request is answered.
  package struct Answer: Sendable {
    package var head: ResponseHead?
    /// The body, piece by piece.
    package var pieces: [[UInt8]] = []
    package var failure: TransportFailure?

    package static func status(
      _ status: Int, _ body: String = "", _ headers: [String: String] = [:]
    ) -> Self {
      let fields = headers.map { ResponseHead.Field(name: $0.key, value: $0.value) }
      return Self(
        head: ResponseHead(status: status, headers: fields), pieces: [Array(body.utf8)])
    }

    /// A stream of events, each a piece, with these data.
    package static func events(_ data: String..., failure: TransportFailure? = nil) -> Self {
      let type = ResponseHead.Field(name: "content-type", value: "text/event-stream")
      return Self(
        head: ResponseHead(status: 200, headers: [type]),
        pieces: data.map { Array("data: \($0)\n\n".utf8) }, failure: failure)
    }

    /// A whole streamed reply that says `text`.
    package static func says(_ text: String) -> Self {
      .events(
        #"{"choices":[{"delta":{"content":"\#(text)"}}]}"#,
        #"{"choices":[{"delta":{},"finish_reason":"stop"}]}"#, "[DONE]")
    }

    package static func fails(_ cause: TransportFailure.Cause, wasSent: Bool = false) -> Self {
      Self(failure: TransportFailure(cause: cause, message: "it failed", wasSent: wasSent))
    }
  }

  /// What was asked.
  package struct Asked: Sendable {
    package let request: HTTPRequest
    package let keyLine: String
    package var body: String { String(decoding: request.body, as: UTF8.self) }
  }

  private let answer: @Sendable (Asked) -> Answer?
  private let log = Mutex<[Asked]>([])
  private let prepared = Mutex(0)

  /// - Parameter answer: Answers a request; called on the thread that sends it.
  package init(answer: @escaping @Sendable (Asked) -> Answer?) {
    self.answer = answer
  }

  package convenience init(_ answers: [Answer]) {
    let rest = Mutex(answers)
    self.init { _ in rest.withLock { $0.isEmpty ? nil : $0.removeFirst() } }
  }

  /// The requests so far.
  package var asked: [Asked] { log.withLock { $0 } }
  /// How often the first request was prepared for.
  package var preparations: Int { prepared.withLock(\.self) }

  package func trusting(_ authorities: ExtraAuthorities) -> any Transport { self }
  package func prepare() { prepared.withLock { $0 += 1 } }

  package func send(
    _ request: HTTPRequest, keyLine: borrowing Secret, to receiver: any ResponseReceiver
  ) throws(TransportFailure) {
    let line = keyLine.withBytes { String(decoding: Array(copying: $0), as: UTF8.self) }
    let asked = Asked(request: request, keyLine: line)
    log.withLock { $0.append(asked) }
    guard let next = answer(asked) else {
      throw TransportFailure(cause: .unusable, message: "the script is at its end")
    }
    if let head = next.head, !receiver.receive(head) { return }
    for piece in next.pieces where !receiver.receive(lent: piece.span) { return }
    if let failure = next.failure { throw failure }
  }

  package func send(
    _ request: HTTPRequest, secretBody body: borrowing Secret, to receiver: any ResponseReceiver
  ) throws(TransportFailure) {
    var request = request
    request.body = body.withBytes { Array(copying: $0) }
    guard let none = try? Secret(randomBytes: 0) else { return }
    try send(request, keyLine: none, to: receiver)
  }
}

/// A clock that stands still and notes what is waited.
package final class FakeClock: Sendable {
  private let log = Mutex<[Double]>([])

  package init() {}

  /// The waits so far, in seconds.
  package var waits: [Double] { log.withLock { $0 } }

  /// The clock, at 2026-11-23 00:00:00 UTC.
  package var clock: Clock {
    Clock(
      now: { 1_795_392_000 }, monotonic: { 0 },
      sleep: { [self] seconds in log.withLock { $0.append(seconds) } })
  }
}
