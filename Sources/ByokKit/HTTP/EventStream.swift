/// One dispatched event of a `text/event-stream` body.
struct ServerSentEvent: Equatable, Sendable {
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
struct EventStreamParser: Sendable {
  /// The most bytes of a line.
  static let lineLimit = 1 << 20
  /// The most bytes of an event's data.
  static let eventLimit = 4 << 20
  /// The most bytes kept of what belongs to no event.
  static let strayLimit = 64 << 10

  private let framing: StreamFraming
  private var line: [UInt8] = []
  private var name = ""
  private var data: [UInt8] = []
  private var hasData = false
  private var isFirstLine = true
  private var endedWithReturn = false

  /// JSON that stands bare between the events: some servers tell of a failure so.
  private(set) var stray: [UInt8] = []

  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")
  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// - Parameter framing: Events of the standard, or lines that are events each.
  init(framing: StreamFraming = .events) {
    self.framing = framing
  }

  /// Takes the next chunk and returns the events it completed, in order.
  ///
  /// - Parameter chunk: Any number of bytes, split anywhere.
  /// - Returns: Zero or more events.
  /// - Throws: When a line or an event is longer than the limits.
  mutating func consume(_ chunk: [UInt8]) throws(ReplyFailure) -> [ServerSentEvent] {
    var events: [ServerSentEvent] = []
    var rest = chunk[...]
    if endedWithReturn, rest.first == Self.lineFeed { rest.removeFirst() }
    if !chunk.isEmpty { endedWithReturn = false }
    while let end = rest.firstIndex(where: { $0 == Self.lineFeed || $0 == Self.carriageReturn }) {
      try extendLine(rest[..<end])
      if let event = try endLine() { events.append(event) }
      let isReturn = rest[end] == Self.carriageReturn
      rest = rest[(end + 1)...]
      if isReturn, rest.first == Self.lineFeed { rest.removeFirst() }
      endedWithReturn = isReturn && rest.isEmpty && chunk.last == Self.carriageReturn
    }
    try extendLine(rest)
    return events
  }

  /// The event that the end of the stream leaves open: some servers forget the last blank line.
  ///
  /// - Throws: When it is longer than the limits.
  mutating func finish() throws(ReplyFailure) -> ServerSentEvent? {
    if !line.isEmpty, let event = try endLine() { return event }
    return dispatch()
  }

  private mutating func extendLine(_ bytes: ArraySlice<UInt8>) throws(ReplyFailure) {
    guard line.count + bytes.count <= Self.lineLimit else {
      throw .broken("a line of the stream is over \(Self.lineLimit >> 20) MiB")
    }
    line.append(contentsOf: bytes)
  }

  private mutating func endLine() throws(ReplyFailure) -> ServerSentEvent? {
    defer { line.removeAll(keepingCapacity: true) }
    if isFirstLine {
      isFirstLine = false
      if line.starts(with: Self.byteOrderMark) { line.removeFirst(3) }
    }
    guard framing == .events else {
      return line.allSatisfy { $0 <= 0x20 } ? nil : ServerSentEvent(data: line)
    }
    guard !line.isEmpty else { return dispatch() }
    let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
    var value = line[colon...].dropFirst()
    if value.first == UInt8(ascii: " ") { value.removeFirst() }
    try setField(line[..<colon], value)
    return nil
  }

  private mutating func setField(
    _ field: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>
  ) throws(ReplyFailure) {
    if field.elementsEqual("data".utf8) {
      guard data.count + value.count < Self.eventLimit else {
        throw .broken("an event of the stream is over \(Self.eventLimit >> 20) MiB")
      }
      if hasData { data.append(Self.lineFeed) }
      hasData = true
      data.append(contentsOf: value)
    } else if field.elementsEqual("event".utf8) {
      name = String(decoding: value, as: UTF8.self)
    } else if !field.isEmpty {
      keepStray()
    }
  }

  private mutating func keepStray() {
    let first = line.first { $0 > 0x20 }
    guard !stray.isEmpty || first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else { return }
    stray += line.prefix(Self.strayLimit - stray.count)
  }

  private mutating func dispatch() -> ServerSentEvent? {
    defer {
      name = ""
      // The event has the bytes now: with its capacity kept, they would be copied.
      data = []
      hasData = false
    }
    return hasData ? ServerSentEvent(name: name, data: data) : nil
  }
}
