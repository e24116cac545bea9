internal import ByokCore

/// Passes a reply on as it comes, and counts it.
final class BrokerReply: ResponseReceiver {
  /// The most bytes kept of a reply that is not passed on.
  private static let heldLimit = 64 << 10

  private let exchange: ServerExchange
  let meter: BrokerMeter
  private var filter: UsageEventFilter?
  /// Whether a refusal of the request is kept, because it may be of what was put in.
  private let holdsRefusals: Bool
  private(set) var head: ResponseHead?
  /// What came of a reply that is not passed on.
  private(set) var held: [UInt8] = []
  /// The reply's length, while its head waits for its first bytes.
  private var waiting: Int?
  /// Whether the client takes no more.
  private(set) var isAbandoned = false

  /// - Parameters:
  ///   - exchange: Whom it is for.
  ///   - meter: Counts it.
  ///   - hidesUsage: Whether the usage was asked for and is not passed on.
  init(_ exchange: ServerExchange, _ meter: BrokerMeter, hidesUsage: Bool) {
    (self.exchange, self.meter, holdsRefusals) = (exchange, meter, hidesUsage)
    filter = hidesUsage ? UsageEventFilter() : nil
  }

  var isSuccess: Bool { head.map { (200..<300).contains($0.status) } ?? false }

  /// Whether it is no reply for the client: a redirect, a refusal of the key or of what was put in.
  var isHeld: Bool {
    guard let status = head?.status else { return true }
    return status == 401 || status == 403 || (300..<400).contains(status)
      || holdsRefusals && (status == 400 || status == 422)
  }

  func receive(_ head: ResponseHead) -> Bool {
    self.head = head
    guard !isHeld else { return true }
    meter.begin(head)
    if !isSuccess { filter = nil }
    if filter == nil, let length = head["content-length"].flatMap(Int.init), length > 0 {
      // It comes with the first bytes, in one piece.
      waiting = length
      return true
    }
    let isEmpty = head["content-length"] == "0"
    let none: [UInt8] = []
    isAbandoned = !exchange.begin(
      head.status, BrokerHeaders.returned(head), length: isEmpty ? 0 : nil, first: none.span)
    return !isAbandoned
  }

  func receive(_ bytes: [UInt8]) -> Bool { receive(lent: bytes.span) }

  func receive(lent bytes: Span<UInt8>) -> Bool {
    guard let head, !isHeld else {
      for index in 0..<min(bytes.count, Self.heldLimit - held.count) { held.append(bytes[index]) }
      return held.count < Self.heldLimit
    }
    if let length = waiting.take() {
      let fields = BrokerHeaders.returned(head)
      isAbandoned = !exchange.begin(head.status, fields, length: length, first: bytes)
    } else if filter != nil {
      let passed = filter?.take(bytes) ?? []
      isAbandoned = !passed.isEmpty && !exchange.write(passed.span)
    } else {
      isAbandoned = !exchange.write(bytes)
    }
    if isSuccess { meter.take(bytes) }
    return !isAbandoned
  }

  // A part of a reply must not be ended as if it were whole: a client may still read.
  func abandon() { isAbandoned = true }

  /// Passes on what was held back, and ends the reply.
  func end() {
    if let rest = filter?.finish(), !rest.isEmpty { _ = exchange.write(rest.span) }
    exchange.end()
  }

  /// Passes on a reply that was kept.
  func passOn() {
    guard let head else { return }
    exchange.answer(head.status, BrokerHeaders.returned(head), held)
  }

  /// Whether the reply says itself where it ends.
  var isDelimited: Bool { head?["content-length"] != nil || head?["transfer-encoding"] != nil }
}
