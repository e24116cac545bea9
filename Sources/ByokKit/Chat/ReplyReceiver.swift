/// Turns a response as it arrives into the events of a reply.
///
/// Whether a reply is streamed is told by what arrives, not by what was asked for: some servers
/// ignore the wish, and failures come as JSON, HTML or nothing.
final class ReplyReceiver: ResponseReceiver {
  /// The most bytes kept of an answer that tells of a failure.
  static let errorLimit = 64 << 10
  /// The most bytes of a reply in one piece, and of a stream.
  static let wholeLimit = 64 << 20
  static let streamLimit = 256 << 20

  private enum Form {
    case undecided, events, whole
  }

  private var decoder: any WireFormat
  private let deliver: ([StreamEvent]) throws(ByokError) -> Void
  private let framing: StreamFraming
  private var parser: EventStreamParser
  private var form = Form.undecided
  private var body: [UInt8] = []
  private var received = 0
  private var failure: ReplyFailure?

  /// The answer's head, once it has arrived.
  private(set) var head: ResponseHead?
  /// What kept the events from being delivered: the caller's own failure.
  private(set) var deliveryFailure: ByokError?

  /// - Parameters:
  ///   - decoder: A decoder at the start of a reply.
  ///   - deliver: Takes the events, in order.
  init(
    _ decoder: any WireFormat, deliver: @escaping ([StreamEvent]) throws(ByokError) -> Void
  ) {
    self.decoder = decoder
    self.deliver = deliver
    framing = type(of: decoder).framing
    parser = EventStreamParser(framing: framing)
  }

  private var isSuccess: Bool { head.map { (200..<300).contains($0.status) } ?? false }

  func receive(_ head: ResponseHead) -> Bool {
    self.head = head
    let encoding = head["content-encoding"]?.lowercased() ?? "identity"
    guard encoding == "identity" || encoding.isEmpty else {
      failure = .broken("it is compressed (\(Sanitizer.oneLine(encoding, limit: 20)))")
      return false
    }
    let type = head["content-type"]?.lowercased() ?? ""
    if type.hasPrefix("text/event-stream") { form = .events }
    if type.hasPrefix("application/x-ndjson") { form = .events }
    // One document or one on each line: a dialect of lines must see the first to know.
    if type.hasPrefix("application/json"), framing == .events { form = .whole }
    return true
  }

  func receive(_ bytes: [UInt8]) -> Bool {
    received += bytes.count
    guard isSuccess else {
      body += bytes.prefix(Self.errorLimit - body.count)
      return body.count < Self.errorLimit
    }
    var bytes = bytes
    if form == .undecided { decideForm(&bytes) }
    let limit = form == .events ? Self.streamLimit : Self.wholeLimit
    guard received <= limit else {
      failure = .broken("it is over \(limit >> 20) MiB")
      return false
    }
    if form == .events { return receiveEvents(bytes) }
    body += bytes
    return true
  }

  /// Tells a stream from a reply in one piece by how it begins.
  ///
  /// - Parameter bytes: The next bytes; with those before them, if they turn out to be a stream's.
  private func decideForm(_ bytes: inout [UInt8]) {
    if framing == .events {
      guard let first = bytes.first(where: { $0 > 0x20 }) else { return }
      form = "{[<".utf8.contains(first) ? .whole : .events
      return
    }
    guard bytes.contains(UInt8(ascii: "\n")) else { return }
    let start = body + bytes
    guard let first = start.firstIndex(where: { $0 > 0x20 }),
      let end = start[first...].firstIndex(of: UInt8(ascii: "\n"))
    else { return }
    guard JSONValue(Array(start[first..<end])) != nil else {
      form = .whole
      return
    }
    form = .events
    (bytes, body) = (start, [])
  }

  private func receiveEvents(_ bytes: [UInt8]) -> Bool {
    do throws(ReplyFailure) {
      for event in try parser.consume(bytes) {
        guard handOver(try decoder.receive(event)) else { return false }
      }
      return true
    } catch {
      failure = error
      return false
    }
  }

  private func handOver(_ events: [StreamEvent]) -> Bool {
    do throws(ByokError) {
      if !events.isEmpty { try deliver(events) }
      return true
    } catch {
      deliveryFailure = error
      return false
    }
  }

  /// Ends the reply after the last byte.
  ///
  /// - Throws: What the provider reports, or how the reply is broken.
  func finish() throws(ReplyFailure) {
    if let failure { throw failure }
    guard let head else { throw .broken("it has no head") }
    guard isSuccess else { throw .reported(ErrorReport(status: head.status, body: body)) }
    if form == .events {
      try finishStream()
    } else {
      try finishWhole()
    }
  }

  private func finishStream() throws(ReplyFailure) {
    if let event = try parser.finish() {
      guard handOver(try decoder.receive(event)) else { return }
    }
    if let json = JSONValue(parser.stray), let report = ErrorReport(status: 200, json: json) {
      throw .reported(report)
    }
    try finishDecoder()
  }

  private func finishWhole() throws(ReplyFailure) {
    guard let first = body.first(where: { $0 > 0x20 }) else { throw .broken("it is empty") }
    guard first != UInt8(ascii: "<") else {
      let page = ErrorReport(status: 200, body: body)
      throw .broken("it is a web page: \(Sanitizer.oneLine(page.message, limit: 80).quoted)")
    }
    guard handOver(try decoder.receive(whole: body)) else { return }
    try finishDecoder()
  }

  private func finishDecoder() throws(ReplyFailure) {
    guard handOver(try decoder.finish()) else { return }
    guard decoder.isComplete else { throw .endedEarly }
  }
}
