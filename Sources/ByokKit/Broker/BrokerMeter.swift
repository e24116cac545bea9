internal import ByokCore

/// Counts what a reply takes while it passes; it never changes or delays it.
///
/// A reply that cannot be read is passed on all the same, and its cost is estimated.
final class BrokerMeter: ReplyTaker {
  /// The most bytes kept of a document that has its usage at its end.
  private static let documentLimit = 16 << 20

  private let metering: BrokeredRequest.Metering
  private var receiver: ReplyReceiver?
  private var document: [UInt8] = []
  /// Bytes of the reply's body.
  private(set) var received = 0
  private var generated = 0
  private var reported = Usage()
  private(set) var hasOutput = false
  let wantsMore = true
  /// Whether the reply has said that it is complete; asked at its end.
  private var isFinished: Bool?

  init(_ metering: BrokeredRequest.Metering, _ dialect: any Dialect.Type) {
    self.metering = metering
    if case .reply = metering { receiver = ReplyReceiver(dialect.init(), to: self) }
  }

  func begin(_ head: ResponseHead) {
    if receiver?.receive(head) == false { receiver = nil }
  }

  func take(_ bytes: Span<UInt8>) {
    received += bytes.count
    if let receiver {
      if !receiver.receive(lent: bytes) { self.receiver = nil }
    } else if case .document = metering, received <= Self.documentLimit {
      for index in bytes.indices { document.append(bytes[index]) }
    }
  }

  func take(_ events: [StreamEvent]) {
    for event in events {
      switch event {
      case .text(let text), .reasoning(let text), .refusal(let text): generated += text.utf8.count
      case .toolCall(let piece): generated += piece.arguments.utf8.count
      case .usage(let usage): reported = usage.filled(from: reported)
      default: break
      }
      if event.isOutput { hasOutput = true }
    }
  }

  func begin() {}
  func idle() {}
  func end(_ times: TransferTimes?) {}

  /// Whether the reply has said that it is complete, or nothing is known of that.
  var isWhole: Bool {
    endReceiver()
    return isFinished ?? true
  }

  private func endReceiver() {
    guard let receiver else { return }
    do {
      try receiver.finish()
      isFinished = true
    } catch {
      isFinished = false
    }
    // It holds us, and we it.
    self.receiver = nil
  }

  /// What the reply has counted, at its end.
  ///
  /// - Returns: `nil` where it has not counted both prompt and reply.
  func finish() -> Usage? {
    endReceiver()
    if case .document = metering, received <= Self.documentLimit,
      let usage = JSONValue(document)?["usage"]
    {
      reported = Usage(openAI: usage)
      // What has no reply has no tokens of it.
      reported.output = reported.output ?? 0
    }
    return reported.input != nil && reported.output != nil ? reported : nil
  }

  /// The tokens of the reply, estimated from what has passed.
  var estimate: Int {
    let bytes = hasOutput ? generated : received
    return (bytes + ChatEstimate.bytesPerToken - 1) / ChatEstimate.bytesPerToken
  }
}
