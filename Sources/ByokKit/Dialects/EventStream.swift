internal import ByokCore

/// One dispatched event of a `text/event-stream` body.
package struct ServerSentEvent: Equatable, Sendable {
  /// The `event:` field; empty when the server sent none.
  var name: String = ""
  /// The `data:` lines joined by line feeds, as UTF-8.
  var data: [UInt8]
}

/// Turns the bytes of an event stream into events, however the network chops them.
///
/// It works on bytes, since in Swift CRLF is one character and a chunk may end inside of one. It
/// does no input or output, so any transport (and any test) can feed it.
///
/// Source: WHATWG HTML, section 9.2.6 "Interpreting an event stream".
package struct EventStreamParser: Sendable {
  /// The most bytes of a line.
  package static let lineLimit = 1 << 20
  /// The most bytes of an event's data.
  package static let eventLimit = 4 << 20
  /// The most bytes kept of what belongs to no event.
  static let strayLimit = 64 << 10

  /// The beginning of a line whose end has not come.
  private var line: [UInt8] = []
  private var name = ""
  /// The last name that was not empty: events of a stream have few.
  private var lastName = ""
  private var data: [UInt8] = []
  private var hasData = false
  private var hasEvents = false
  private var isFirstLine = true
  private var endedWithReturn = false

  /// The most bytes of an event's data, and the most of a line.
  private let eventLimit: Int
  private let lineLimit: Int
  /// The last `id:` field, after which a stream can be resumed; `nil` for none.
  private(set) var lastID: String?
  /// The last `retry:` field, in milliseconds; `nil` for none.
  private(set) var retry: Int?

  /// The lines that are of no event and no field: some servers report a failure so.
  private(set) var stray: [UInt8] = []

  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")
  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  init() { (eventLimit, lineLimit) = (Self.eventLimit, Self.lineLimit) }

  /// - Parameter limit: The most bytes of an event and of a line.
  init(limit: Int) { (eventLimit, lineLimit) = (limit, limit) }

  /// Begins another stream, which goes on with the events of the one before.
  mutating func beginStream() {
    (line, name, data, hasData) = ([], "", [], false)
    (isFirstLine, endedWithReturn) = (true, false)
  }

  /// Takes the next chunk and returns the events it completed, in order.
  ///
  /// - Parameter chunk: Any number of bytes, split anywhere.
  /// - Returns: Zero or more events.
  /// - Throws: When a line or an event is longer than the limits.
  mutating func consume(_ chunk: [UInt8]) throws(ReplyFailure) -> [ServerSentEvent] {
    var events: [ServerSentEvent] = []
    var start = 0
    if endedWithReturn, chunk.first == Self.lineFeed { start = 1 }
    if !chunk.isEmpty { endedWithReturn = false }
    while let end = chunk.span.lineEnd(from: start) {
      if let event = try endLine(chunk, start..<end) { events.append(event) }
      start = end + 1
      guard chunk[end] == Self.carriageReturn else { continue }
      endedWithReturn = start == chunk.count
      if start < chunk.count, chunk[start] == Self.lineFeed { start += 1 }
    }
    if start < chunk.count { try extendLine(chunk, start..<chunk.count) }
    return events
  }

  /// The next event that the end of the stream leaves open: some servers forget the last blank
  /// line.
  ///
  /// - Returns: `nil` after the last one.
  /// - Throws: When it is longer than the limits.
  mutating func finish() throws(ReplyFailure) -> ServerSentEvent? {
    if !line.isEmpty, let event = try endLine([], 0..<0) { return event }
    return dispatch()
  }

  private mutating func extendLine(
    _ bytes: [UInt8], _ range: Range<Int>
  ) throws(ReplyFailure) {
    guard line.count + range.count <= lineLimit else {
      throw .broken("a line of the stream is over \(lineLimit >> 20) MiB")
    }
    line += bytes[range]
  }

  /// Ends a line, of which the last part, or all of it, is in `bytes`: most lines are not copied.
  private mutating func endLine(
    _ bytes: [UInt8], _ range: Range<Int>
  ) throws(ReplyFailure) -> ServerSentEvent? {
    if line.isEmpty, range.count <= lineLimit { return try read(bytes, range) }
    try extendLine(bytes, range)
    var whole: [UInt8] = []
    swap(&whole, &line)
    defer {
      whole.removeAll(keepingCapacity: true)
      swap(&whole, &line)
    }
    return try read(whole, whole.indices)
  }

  /// Takes a whole line.
  private mutating func read(
    _ bytes: [UInt8], _ range: Range<Int>
  ) throws(ReplyFailure) -> ServerSentEvent? {
    var line = bytes[range]
    if isFirstLine {
      isFirstLine = false
      if line.starts(with: Self.byteOrderMark) { line.removeFirst(3) }
    }
    guard !line.isEmpty else { return dispatch() }
    var colon = line.startIndex
    while colon < line.endIndex, bytes[colon] != UInt8(ascii: ":") { colon += 1 }
    var value = line[colon...].dropFirst()
    if value.first == UInt8(ascii: " ") { value.removeFirst() }
    let field = line.startIndex..<colon
    if bytes.span.holds("data", in: field) {
      return try add(value)
    } else if bytes.span.holds("event", in: field) {
      setName(value)
    } else if bytes.span.holds("id", in: field) {
      // An id with a NUL is none.
      if !value.contains(0) { lastID = String(decoding: value, as: UTF8.self) }
    } else if bytes.span.holds("retry", in: field) {
      retry = Int(String(decoding: value, as: UTF8.self)).flatMap { $0 >= 0 ? $0 : nil } ?? retry
    } else if !field.isEmpty {
      return keep(stray: line)
    }
    return nil
  }

  /// Adds to the data of the event.
  ///
  /// - Returns: The event before, where a server leaves out the blank lines between its events: no
  ///   document goes on with another on a line of its own.
  private mutating func add(
    _ value: ArraySlice<UInt8>
  ) throws(ReplyFailure) -> ServerSentEvent? {
    var event: ServerSentEvent?
    if hasData, data.last == UInt8(ascii: "}"),
      value.first == UInt8(ascii: "{") || value.starts(with: "[DONE]".utf8)
    {
      name = ""
      event = dispatch()
    }
    guard data.count + value.count < eventLimit else {
      throw .broken("an event of the stream is over \(eventLimit >> 20) MiB")
    }
    if hasData { data.append(Self.lineFeed) }
    hasData = true
    data += value
    return event
  }

  private mutating func setName(_ value: ArraySlice<UInt8>) {
    if !lastName.utf8.elementsEqual(value) { lastName = String(decoding: value, as: UTF8.self) }
    name = lastName
  }

  /// Keeps a line that is of no event and no field.
  ///
  /// - Returns: An event where the line is a document, as between the heartbeats of a stream of
  ///   lines.
  private mutating func keep(stray line: ArraySlice<UInt8>) -> ServerSentEvent? {
    if stray.isEmpty, !hasData {
      if line.first == UInt8(ascii: "{"), line.last == UInt8(ascii: "}") {
        hasEvents = true
        return ServerSentEvent(data: Array(line))
      }
      let words = String(decoding: line.prefix(65), as: UTF8.self)
      if words == "null" || ServerSentEvent.isHeartbeat(words) { return nil }
    }
    append(stray: line)
    return nil
  }

  private mutating func append(stray line: ArraySlice<UInt8>) {
    // Before the first event, the lines may be a whole reply behind a comment.
    let limit = hasEvents ? Self.strayLimit : eventLimit
    guard stray.count < limit else { return }
    if !stray.isEmpty { stray.append(Self.lineFeed) }
    stray += line.prefix(limit - stray.count)
  }

  private mutating func dispatch() -> ServerSentEvent? {
    defer {
      name = ""
      // The event has the bytes now: with its capacity kept, they would be copied.
      data = []
      hasData = false
    }
    guard hasData else { return nil }
    hasEvents = true
    return ServerSentEvent(name: name, data: data)
  }
}
