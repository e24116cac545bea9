/// One request and its reply, as whoever answers it sees them.
///
/// One thread uses it.
package final class ServerExchange {
  /// Seconds for the next bytes of a body, and for all of it.
  package static let bodyIdleTime = 30.0
  package static let bodyTime = 600.0
  private static let pieceLimit = 64 << 10

  package let head: RequestHead
  package let target: RequestTarget
  private let connection: SocketConnection
  private let clock: Clock
  private var reader: RequestBodyReader?
  private var framing: RequestHead.Framing
  /// What was read of the connection and is not of this request's head.
  private(set) var rest: [UInt8]
  private var place = 0
  private var bodyDeadline: Double?
  private var mustInvite: Bool
  private var form = BodyForm.none

  /// How the reply is being sent.
  private enum BodyForm {
    case none, length, chunked, untilClose
    case whole
  }

  /// Whether the reply was ended as it must be, so that another request may follow.
  package private(set) var isComplete = false
  /// Whether another request may follow, as far as this one is concerned.
  private(set) var mayGoOn: Bool

  /// - Throws: Why the request is refused.
  init(
    _ head: RequestHead, rest: [UInt8], _ connection: SocketConnection, _ clock: Clock
  ) throws(RequestFlaw) {
    self.head = head
    target = try RequestTarget(head.target)
    framing = try head.framing()
    mustInvite = try head.expectsContinue()
    mayGoOn = !head.isLast
    (self.rest, self.connection, self.clock) = (rest, connection, clock)
  }

  /// The client's end of the connection, which says when it is gone.
  package var client: ConnectionHandle { connection.handle }

  /// Whether the client has gone.
  package var isAbandoned: Bool { connection.hasHungUp }

  /// What the client announces of the body's length; `nil` for a body in chunks.
  package var announcedLength: Int? {
    if case .length(let length) = framing { length } else { nil }
  }

  // MARK: The request's body

  /// All of the body.
  ///
  /// - Parameter limit: The most bytes.
  /// - Returns: The body.
  /// - Throws: Why there is none.
  package func body(atMost limit: Int) throws(RequestFlaw) -> [UInt8] {
    var body: [UInt8] = []
    if let length = announcedLength { body.reserveCapacity(min(length, limit)) }
    while let piece = try nextPiece(limit: limit) { body += piece }
    return body
  }

  /// Reads on in the body.
  ///
  /// - Parameter limit: The most bytes of the whole body; the same each time.
  /// - Returns: The next bytes; `nil` at the body's end.
  /// - Throws: Why there are none.
  package func nextPiece(limit: Int) throws(RequestFlaw) -> [UInt8]? {
    var body: [UInt8] = []
    if reader == nil { reader = try RequestBodyReader(framing, limit: limit) }
    guard var reader else { return nil }
    defer { self.reader = reader }
    while body.isEmpty {
      if place < rest.count { try reader.take(rest, from: &place, into: &body) }
      if reader.isComplete || !body.isEmpty { break }
      try invite()
      rest = try receive()
      place = 0
    }
    return body.isEmpty ? nil : body
  }

  /// Tells a client that waits for it to send the body.
  private func invite() throws(RequestFlaw) {
    guard mustInvite else { return }
    mustInvite = false
    guard (try? connection.send(ReplyHead.bytes(100, []).span)) != nil else { throw .gone }
  }

  private func receive() throws(RequestFlaw) -> [UInt8] {
    let now = clock.monotonic()
    let last = bodyDeadline ?? now + Self.bodyTime
    bodyDeadline = last
    let deadline = min(last, now + Self.bodyIdleTime)
    guard let bytes = try? connection.receive(atMost: Self.pieceLimit, until: deadline) else {
      throw clock.monotonic() >= deadline ? .tooSlow : .gone
    }
    guard !bytes.isEmpty else { throw .gone }
    return bytes
  }

  /// What follows the request on the connection.
  var leftover: [UInt8] { Array(rest[min(place, rest.count)...]) }

  /// Whether all of the body was read.
  private var isRead: Bool {
    if let reader { return reader.isComplete }
    return framing == .length(0)
  }

  // MARK: The reply

  /// Whether any of the reply was sent.
  package var hasReplied: Bool { if case .none = form { false } else { true } }

  /// Begins the reply.
  ///
  /// - Parameters:
  ///   - status: The status.
  ///   - fields: The header fields, without those that say where the body ends.
  ///   - length: The bytes of the body; `nil` where that is not known.
  ///   - first: The first bytes of the body.
  /// - Returns: Whether the client takes it.
  package func begin(
    _ status: Int, _ fields: [ResponseHead.Field], length: Int?, first: Span<UInt8>
  ) -> Bool {
    var fields = fields
    if ReplyHead.isBodiless(status) {
      form = .whole
    } else if head.isHead {
      if let length { fields.append(.init(name: "Content-Length", value: "\(length)")) }
      form = .whole
    } else if let length {
      fields.append(.init(name: "Content-Length", value: "\(length)"))
      form = .length
    } else if head.isOld {
      form = .untilClose
    } else {
      fields.append(.init(name: "Transfer-Encoding", value: "chunked"))
      form = .chunked
    }
    // What was not read of the request would be taken for the next one.
    if case .untilClose = form { mayGoOn = false }
    if !isRead { mayGoOn = false }
    if !mayGoOn || head.isOld {
      fields.append(.init(name: "Connection", value: mayGoOn ? "keep-alive" : "close"))
    }
    return send(ReplyHead.bytes(status, fields), first)
  }

  /// Sends more of the body.
  ///
  /// - Returns: Whether the client takes it.
  package func write(_ bytes: Span<UInt8>) -> Bool { send([], bytes) }

  private func send(_ head: [UInt8], _ bytes: Span<UInt8>) -> Bool {
    var output = head
    output.reserveCapacity(head.count + bytes.count + 16)
    switch form {
    case .none, .whole: break  // A body that nobody asked for is dropped.
    case .length, .untilClose: output.append(copying: bytes)
    case .chunked:
      guard !bytes.isEmpty else { break }
      output += "\(String(bytes.count, radix: 16))\r\n".utf8
      output.append(copying: bytes)
      output += "\r\n".utf8
    }
    guard !output.isEmpty else { return true }
    return (try? connection.send(output.span)) != nil
  }

  /// Ends the reply; without this, the client sees that it was cut off.
  package func end() {
    switch form {
    case .chunked: isComplete = (try? connection.send(Array("0\r\n\r\n".utf8).span)) != nil
    case .length, .whole, .untilClose: isComplete = true
    case .none: break
    }
  }

  /// Sends a whole reply, unless one was begun.
  ///
  /// - Parameters:
  ///   - status: The status.
  ///   - fields: The header fields, without those that say where the body ends.
  ///   - body: The body.
  ///   - isLast: Whether no other request may follow.
  package func answer(
    _ status: Int, _ fields: [ResponseHead.Field], _ body: [UInt8], isLast: Bool = false
  ) {
    guard !hasReplied else { return }
    if isLast { mayGoOn = false }
    if begin(status, fields, length: body.count, first: body.span) { end() }
  }
}

extension RequestFlaw {
  /// The client is gone: there is nobody to answer.
  package static let gone = Self(499, "the client has gone")
}

extension [UInt8] {
  fileprivate mutating func append(copying bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBufferPointer { buffer in unsafe append(contentsOf: buffer) }
  }
}
