import Synchronization

@testable import ByokKit

/// A transport that plays a script: one answer for each request, in order.
final class FakeTransport: Transport {
  /// How one request is answered.
  struct Answer: Sendable {
    var head: ResponseHead?
    /// The body, piece by piece.
    var pieces: [[UInt8]] = []
    var failure: TransportFailure?

    static func status(
      _ status: Int, _ body: String = "", _ headers: [String: String] = [:]
    ) -> Self {
      let fields = headers.map { ResponseHead.Field(name: $0.key, value: $0.value) }
      return Self(
        head: ResponseHead(status: status, headers: fields), pieces: [Array(body.utf8)])
    }

    /// A stream of events, each a piece, with these data.
    static func events(_ data: String..., failure: TransportFailure? = nil) -> Self {
      let type = ResponseHead.Field(name: "content-type", value: "text/event-stream")
      return Self(
        head: ResponseHead(status: 200, headers: [type]),
        pieces: data.map { Array("data: \($0)\n\n".utf8) }, failure: failure)
    }

    /// A whole streamed reply that says `text`.
    static func says(_ text: String) -> Self {
      .events(
        #"{"choices":[{"delta":{"content":"\#(text)"}}]}"#,
        #"{"choices":[{"delta":{},"finish_reason":"stop"}]}"#, "[DONE]")
    }

    static func fails(_ cause: TransportFailure.Cause, wasSent: Bool = false) -> Self {
      Self(failure: TransportFailure(cause: cause, message: "it failed", wasSent: wasSent))
    }
  }

  /// What was asked.
  struct Asked: Sendable {
    let request: HTTPRequest
    let keyLine: String
    var body: String { String(decoding: request.body, as: UTF8.self) }
  }

  private let answers: Mutex<[Answer]>
  private let log = Mutex<[Asked]>([])

  init(_ answers: [Answer]) {
    self.answers = Mutex(answers)
  }

  /// The requests so far.
  var asked: [Asked] { log.withLock { $0 } }

  func send(
    _ request: HTTPRequest, keyLine: borrowing Secret, to receiver: any ResponseReceiver
  ) throws(TransportFailure) {
    let line = keyLine.withBytes { String(decoding: Array(copying: $0), as: UTF8.self) }
    log.withLock { $0.append(Asked(request: request, keyLine: line)) }
    let next = answers.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    guard let next else {
      throw TransportFailure(cause: .unusable, message: "the script is at its end")
    }
    if let head = next.head, !receiver.receive(head) { return }
    for piece in next.pieces where !receiver.receive(lent: piece.span) { return }
    if let failure = next.failure { throw failure }
  }

  func send(
    _ request: HTTPRequest, secretBody body: borrowing Secret, to receiver: any ResponseReceiver
  ) throws(TransportFailure) {
    var request = request
    request.body = body.withBytes { Array(copying: $0) }
    guard let none = try? Secret(randomBytes: 0) else { return }
    try send(request, keyLine: none, to: receiver)
  }
}

/// A clock that stands still and notes what is waited.
final class FakeClock: Sendable {
  private let log = Mutex<[Double]>([])

  /// The waits so far, in seconds.
  var waits: [Double] { log.withLock { $0 } }

  /// The clock, at 2026-11-23 00:00:00 UTC.
  var clock: Clock {
    Clock(
      now: { 1_795_392_000 }, monotonic: { 0 },
      sleep: { [self] seconds in log.withLock { $0.append(seconds) } })
  }
}
