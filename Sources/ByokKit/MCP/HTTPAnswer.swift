internal import ByokCore

/// What a server answers to a message over HTTP: a document, or a stream of events.
final class HTTPAnswer: ResponseReceiver {
  /// The most bytes of a document or of an event.
  private static let limit = LineReader.limit

  private let id: Int?
  private let limits: OpenRequests.Limits
  private let voice: ServerVoice
  private let isStopped: () -> Bool
  private let reply: ([UInt8]) -> Void
  private var lastSign = Clock.system.monotonic()
  private let start = Clock.system.monotonic()
  private var body: [UInt8] = []
  private var parser: EventStreamParser?

  private(set) var head: ResponseHead?
  /// The answer.
  private(set) var outcome: RPCOutcome?
  /// Why the exchange was ended by us.
  private(set) var problem: ServerProblem?
  /// The last event that has an id, after which a stream can be resumed.
  var lastEvent: String? { parser?.lastID }
  /// How long the server wants to be left alone before that, in seconds.
  var retry: Double? { parser?.retry.map { Double($0) / 1000 } }

  /// - Parameters:
  ///   - id: The number of the request; `nil` for a message without an answer.
  ///   - limits: How long it may take.
  ///   - voice: Takes notifications.
  ///   - isStopped: Whether it is to end at once.
  ///   - reply: Sends an answer to a request of the server's.
  init(
    to id: Int?, _ limits: OpenRequests.Limits, _ voice: ServerVoice,
    isStopped: @escaping () -> Bool, reply: @escaping ([UInt8]) -> Void
  ) {
    (self.id, self.limits, self.voice) = (id, limits, voice)
    (self.isStopped, self.reply) = (isStopped, reply)
  }

  /// Begins an exchange of several.
  func begin() {
    (head, body) = (nil, [])
    parser?.beginStream()
  }

  /// The failure that the body reports; `nil` for none.
  var error: RPCError? {
    for message in RPCMessage.read(body) ?? [] {
      switch message {
      case .response(_, .failure(let error)), .failure(let error): return error
      default: continue
      }
    }
    return nil
  }

  func receive(_ head: ResponseHead) -> Bool {
    self.head = head
    let type = head["content-type"]?.lowercased() ?? ""
    guard (200..<300).contains(head.status) else { return true }
    if type.hasPrefix("text/event-stream") {
      if parser == nil { parser = EventStreamParser(limit: Self.limit) }
    } else if id != nil, !type.hasPrefix("application/json"), head.status == 200 {
      return end(.otherType(type))
    }
    return true
  }

  func receive(_ bytes: [UInt8]) -> Bool {
    guard let status = head?.status else { return true }
    let isStream = (200..<300).contains(status) && parser != nil
    guard isStream else {
      body += bytes
      guard body.count <= Self.limit else { return end(Self.tooLarge) }
      return true
    }
    do throws(ReplyFailure) {
      for event in try parser?.consume(bytes) ?? [] {
        take(event.data)
        if outcome != nil || problem != nil { return false }
      }
    } catch {
      return end(Self.tooLarge)
    }
    return true
  }

  /// Takes the end of what has arrived, where that is a document.
  func finish() {
    guard let head, (200..<300).contains(head.status), outcome == nil, !body.isEmpty else { return }
    take(body)
  }

  private static let tooLarge = ServerProblem.broken(
    "sent a message of more than \(limit >> 20) MiB")

  private func end(_ problem: ServerProblem) -> Bool {
    self.problem = self.problem ?? problem
    return false
  }

  private func take(_ bytes: [UInt8]) {
    guard let messages = RPCMessage.read(bytes) else {
      if RPCMessage.isMeant(by: bytes) {
        problem = .broken("sent a message that is not JSON, or too deeply nested")
      }
      return
    }
    for message in messages { take(message) }
  }

  private func take(_ message: RPCMessage) {
    switch message {
    case .response(let number, let outcome):
      if number == id { self.outcome = outcome }
    case .failure(let error): outcome = .failure(error)
    case .notification(let method, let params):
      if method == "notifications/progress", params["progressToken"]?.integer == id {
        lastSign = Clock.system.monotonic()
      }
      voice.take(notification: method, params)
    case .request(let id, let method): reply(RPCRequest.answer(to: id, method))
    }
  }

  var wantsMore: Bool {
    if isStopped() { return end(.lost("was stopped")) }
    if limits.interrupt?.isOpen == true { return end(.interrupted) }
    let now = Clock.system.monotonic()
    return now < min(limits.end, lastSign + limits.idle) ? true : end(.tooSlow(now - start))
  }
}
