package import ByokCore

/// Turns a response as it arrives into the events of a reply.
///
/// What arrives decides whether a reply is streamed, not what was requested: some servers ignore
/// the request, and errors arrive as JSON, HTML or nothing.
package final class ReplyReceiver: AnswerReader {
  /// The most bytes kept of an error response.
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
    case undecided, events, documents, page
  }

  private var decoder: any Dialect
  private let accumulator: any ReplyTaker
  private let framing: StreamFraming
  private let limits: Limits
  private var parser = EventStreamParser()
  private var documents = DocumentStream(limit: wholeLimit)
  /// The first document, while it may be all of the reply.
  private var first: [UInt8]?
  /// Whether the decoder was given anything.
  private var isBegun = false
  /// What nothing was read of.
  private var unread = UnreadReply()
  private var form = Form.undecided
  /// Bytes that arrived before the form was known: a part of a byte-order mark.
  private var start: [UInt8] = []
  /// The body of an error response, or the beginning of a page.
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
    _ decoder: any Dialect, limits: Limits = Limits(), to accumulator: any ReplyTaker
  ) {
    self.decoder = decoder
    self.accumulator = accumulator
    self.limits = limits
    framing = type(of: decoder).framing
  }

  private var isSuccess: Bool { head.map { (200..<300).contains($0.status) } ?? false }

  package func receive(_ head: ResponseHead) -> Bool {
    self.head = head
    let encoding = head["content-encoding"]?.lowercased() ?? "identity"
    guard encoding == "identity" || encoding.isEmpty else {
      failure = .broken("it is compressed (\(Sanitizer.oneLine(encoding, limit: 20)))")
      return false
    }
    return true
  }

  package var hasOutput: Bool { accumulator.hasOutput }

  package func idle() { accumulator.idle() }

  package var wantsMore: Bool { accumulator.wantsMore }

  package func begin() { accumulator.begin() }

  package func end() { accumulator.end(times) }

  package func receive(_ times: TransferTimes) { self.times = times }

  package func receive(_ bytes: [UInt8]) -> Bool {
    received += bytes.count
    guard isSuccess else {
      body += bytes.prefix(Self.errorLimit - body.count)
      return body.count < Self.errorLimit
    }
    let bytes = form == .undecided ? begin(with: bytes) : bytes
    let limit = form == .undecided ? min(Self.wholeLimit, limits.stream) : limits.stream
    guard received <= limit else {
      failure = .broken("it is over \(Self.size(limit))")
      return false
    }
    if form == .undecided { return true }
    if form == .page {
      body += bytes.prefix(Self.errorLimit - body.count)
      return body.count < Self.errorLimit
    }
    return receive { (receiver, events) throws(ReplyFailure) in
      try receiver.take(bytes, into: &events)
    }
  }

  /// Determines the form of a reply from its first byte, because its content type is often wrong.
  ///
  /// - Parameter bytes: More of its beginning.
  /// - Returns: The reply so far, without white space and a byte-order mark before it.
  private func begin(with bytes: [UInt8]) -> [UInt8] {
    var start = self.start + bytes
    self.start = []
    while let first = start.first,
      first <= 0x20 || start.starts(with: EventStreamParser.byteOrderMark)
    {
      start.removeFirst(first <= 0x20 ? start.firstIndex { $0 > 0x20 } ?? start.count : 3)
    }
    switch start.first {
    case nil: return []
    case UInt8(ascii: "{"), UInt8(ascii: "["): form = .documents
    case UInt8(ascii: "<"): form = .page
    default:
      if start.count < 3, EventStreamParser.byteOrderMark.starts(with: start) {
        self.start = start
      } else {
        form = .events
      }
    }
    return start
  }

  /// Counts what a caller has to keep: a refusal and tool calls are reported at the end.
  private func weigh(_ event: StreamEvent) {
    switch event {
    case .refusal(let text): kept += text.utf8.count
    case .toolCall(let piece):
      kept += piece.arguments.utf8.count + (piece.name.isEmpty ? 0 : Self.callWeight)
    default: break
    }
  }

  private static func size(_ bytes: Int) -> String {
    bytes < 1 << 20 ? "\(bytes >> 10) KiB" : "\(bytes >> 20) MiB"
  }

  /// Hands on together what arrived together: each hand-over is a write.
  ///
  /// - Parameter read: Reads it; what it brought is handed on also where it fails.
  /// - Returns: Whether more is wanted.
  private func receive(
    _ read: (ReplyReceiver, inout [StreamEvent]) throws(ReplyFailure) -> Void
  ) -> Bool {
    var events: [StreamEvent] = []
    do throws(ReplyFailure) {
      try read(self, &events)
    } catch {
      failure = error
    }
    return handOver(events) && failure == nil
  }

  private func take(_ bytes: [UInt8], into events: inout [StreamEvent]) throws(ReplyFailure) {
    guard form == .documents else { return try takeEvents(bytes, into: &events) }
    let step = try documents.consume(bytes)
    for document in step.documents { try take(document: document, into: &events) }
    guard let rest = step.rest else { return }
    // What is behind a document, such as `data: [DONE]` or a heartbeat, are events, and so is that.
    if let first = first.take() { try take(ServerSentEvent(data: first), into: &events) }
    form = .events
    try takeEvents(Array(rest), into: &events)
  }

  private func takeEvents(
    _ bytes: [UInt8], into events: inout [StreamEvent]
  ) throws(ReplyFailure) {
    for event in try parser.consume(bytes) {
      guard event.isList else {
        try take(event, into: &events)
        continue
      }
      for part in event.parts { try take(part, into: &events) }
    }
  }

  private func take(
    _ event: ServerSentEvent, into events: inout [StreamEvent]
  ) throws(ReplyFailure) {
    isBegun = true
    let count = events.count
    try decoder.receive(event, into: &events)
    unread.take(event.data, isRead: events.count > count)
    for event in events[count...] { weigh(event) }
    guard kept <= limits.kept else {
      throw .broken("its tool calls or its refusal exceed \(Self.size(limits.kept))")
    }
  }

  /// Takes a document, which is all of the reply if no other follows.
  private func take(
    document: [UInt8], into events: inout [StreamEvent]
  ) throws(ReplyFailure) {
    if framing == .events, !isBegun, first == nil {
      first = document
      return
    }
    if let first = first.take() { try take(ServerSentEvent(data: first), into: &events) }
    try take(ServerSentEvent(data: document), into: &events)
  }

  /// Takes the first document as the whole reply, if it was the only one.
  private func takeFirst(into events: inout [StreamEvent]) throws(ReplyFailure) {
    guard let document = first.take() else { return }
    isBegun = true
    try take(whole: document, into: &events)
  }

  private func take(
    whole document: [UInt8], into events: inout [StreamEvent]
  ) throws(ReplyFailure) {
    let count = events.count
    defer { unread.take(document, isRead: events.count > count) }
    try decoder.receive(whole: document, into: &events)
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
    guard let head else { throw .broken("it has no header") }
    guard isSuccess else { throw .reported(ErrorReport(status: head.status, body: body)) }
    switch form {
    case .undecided: throw .broken("it is empty")
    case .page:
      let page = ErrorReport(status: 200, body: body)
      throw .broken("it is an HTML page: \(Sanitizer.oneLine(page.message, limit: 80).quoted)")
    case .events, .documents:
      let isTaken = receive { (receiver, events) throws(ReplyFailure) in
        try receiver.takeRest(into: &events)
        try receiver.decoder.finish(into: &events)
      }
      if let failure { throw unread.explained(failure) }
      guard isTaken else { return }
      guard decoder.isComplete else { throw unread.explained(.endedEarly) }
    }
  }

  /// Takes what the end of the reply left open, which may be a part of something.
  private func takeRest(into events: inout [StreamEvent]) throws(ReplyFailure) {
    try takeFirst(into: &events)
    if !documents.open.isEmpty, !isBegun {
      try take(whole: documents.open, into: &events)
    }
    while let event = try parser.finish() {
      do throws(ReplyFailure) {
        try take(event, into: &events)
      } catch .unreadable(let text) {
        guard decoder.isComplete || isBegun else { throw .unreadable(text) }
      }
    }
    try takeStray(into: &events)
  }

  /// Takes what was between the events without being one.
  private func takeStray(into events: inout [StreamEvent]) throws(ReplyFailure) {
    guard !parser.stray.isEmpty else { return }
    let start = parser.stray.firstIndex { "{[".utf8.contains($0) } ?? 0
    let bytes = Array(parser.stray[start...])
    if let json = JSONValue(bytes) {
      if !isBegun { return try take(whole: bytes, into: &events) }
      if let report = ErrorReport(status: 200, json: json) { throw .reported(report) }
    }
    guard !decoder.isComplete else { return }
    let words = String(decoding: parser.stray.prefix(4 << 10), as: UTF8.self)
    if !ServerSentEvent.isHeartbeat(words) { throw .unreadable(words) }
  }
}
