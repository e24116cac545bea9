package import ByokCore

/// Turns a response as it arrives into the events of a reply.
///
/// Whether a reply is streamed is told by what arrives, not by what was asked for: some servers
/// ignore the wish, and failures come as JSON, HTML or nothing.
package final class ReplyReceiver: AnswerReader {
  /// The most bytes kept of an answer that tells of a failure.
  package static let errorLimit = 64 << 10
  /// The most bytes of a reply in one piece, and of what is kept of one until its end.
  package static let wholeLimit = 16 << 20
  package static let keptLimit = 8 << 20
  /// The most bytes of a stream.
  package static let streamLimit = 4 << 30
  /// What each call of a tool counts for.
  private static let callWeight = 4 << 10

  /// How much of a stream is taken.
  package struct Limits {
    /// Its bytes.
    package var stream = streamLimit
    /// The bytes of what is kept until the end.
    package var kept = keptLimit
  }

  private enum Form {
    case undecided, events, whole
  }

  private var decoder: any Dialect
  private let accumulator: ReplyAccumulator
  private let framing: StreamFraming
  private let limits: Limits
  private var parser: EventStreamParser
  private var form = Form.undecided
  private var body: [UInt8] = []
  private var received = 0
  private var kept = 0
  private var failure: ReplyFailure?

  /// How long the exchange took, once it has ended.
  private var times: TransferTimes?
  /// The answer's head, once it has arrived.
  package private(set) var head: ResponseHead?
  private(set) var ownFailure: ByokError?

  /// - Parameters:
  ///   - decoder: A decoder at the start of a reply.
  ///   - limits: How much of a stream is taken.
  ///   - accumulator: Takes the events, in order.
  package init(
    _ decoder: any Dialect, limits: Limits = Limits(), to accumulator: ReplyAccumulator
  ) {
    self.decoder = decoder
    self.accumulator = accumulator
    self.limits = limits
    framing = type(of: decoder).framing
    parser = EventStreamParser(framing: framing)
  }

  private var isSuccess: Bool { head.map { (200..<300).contains($0.status) } ?? false }

  package func receive(_ head: ResponseHead) -> Bool {
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

  package var hasOutput: Bool { accumulator.hasOutput }

  package func idle() { accumulator.idle() }

  package func begin() { accumulator.begin() }

  package func end() { accumulator.end(times) }

  package func receive(_ times: TransferTimes) { self.times = times }

  package func receive(_ bytes: [UInt8]) -> Bool {
    received += bytes.count
    guard isSuccess else {
      body += bytes.prefix(Self.errorLimit - body.count)
      return body.count < Self.errorLimit
    }
    var bytes = bytes
    if form == .undecided { decideForm(&bytes) }
    let limit = form == .events ? limits.stream : Self.wholeLimit
    guard received <= limit else {
      failure = .broken("it is over \(Self.size(limit))")
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
      if form == .events { (bytes, body) = (body + bytes, []) }
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

  /// Counts what a caller has to keep: a refusal and the calls of tools are told at the end.
  private func count(_ events: [StreamEvent]) throws(ReplyFailure) {
    for event in events {
      switch event {
      case .refusal(let text): kept += text.utf8.count
      case .toolCall(let piece):
        kept += piece.arguments.utf8.count + (piece.name.isEmpty ? 0 : Self.callWeight)
      default: continue
      }
    }
    guard kept <= limits.kept else {
      throw .broken("its calls of tools or its refusal are over \(Self.size(limits.kept))")
    }
  }

  private static func size(_ bytes: Int) -> String {
    bytes < 1 << 20 ? "\(bytes >> 10) KiB" : "\(bytes >> 20) MiB"
  }

  /// Hands on together what arrived together: each hand-over is a write.
  private func receiveEvents(_ bytes: [UInt8]) -> Bool {
    var events: [StreamEvent] = []
    do throws(ReplyFailure) {
      for event in try parser.consume(bytes) {
        let more = try decoder.receive(event)
        try count(more)
        events += more
      }
    } catch {
      failure = error
    }
    return handOver(events) && failure == nil
  }

  private func handOver(_ events: [StreamEvent]) -> Bool {
    do throws(ByokError) {
      if !events.isEmpty { try accumulator.take(events) }
      return true
    } catch {
      ownFailure = error
      return false
    }
  }

  /// Ends the reply after the last byte.
  ///
  /// - Throws: What the provider reports, or how the reply is broken.
  package func finish() throws(ReplyFailure) {
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
      guard handOver(try receiveOpen(event)) else { return }
    }
    if let json = JSONValue(parser.stray), let report = ErrorReport(status: 200, json: json) {
      throw .reported(report)
    }
    try finishDecoder()
  }

  /// Takes the event that the end of the stream left open, which may be a part of one.
  private func receiveOpen(_ event: ServerSentEvent) throws(ReplyFailure) -> [StreamEvent] {
    do throws(ReplyFailure) {
      return try decoder.receive(event)
    } catch .broken {
      return []
    }
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

extension ReplyReceiver {
  /// Refuses a reply of which too much would have to be kept to its end.
  ///
  /// - Parameters:
  ///   - count: The bytes so far.
  ///   - hint: What does not keep it.
  /// - Throws: `provider`.
  package static func checkKept(_ count: Int, hint: String) throws(ByokError) {
    guard count > keptLimit else { return }
    throw ByokError(
      .provider, "the reply is over \(keptLimit >> 20) MiB, more than is kept", hint: hint)
  }
}
