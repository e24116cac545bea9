/// Answers requests, on several threads at once.
package protocol RequestHandler: Sendable {
  /// Answers a request; whatever it leaves open, the connection ends with.
  func answer(_ exchange: ServerExchange)

  /// Answers a request that is refused before it is looked at.
  ///
  /// - Parameters:
  ///   - flaw: Why.
  ///   - head: The request's head; `nil` where it could not be read.
  /// - Returns: Header fields and body.
  func refusal(
    _ flaw: RequestFlaw, of head: RequestHead?
  ) -> (fields: [ResponseHead.Field], body: [UInt8])
}

/// What a server keeps to.
package struct ServerLimits: Sendable {
  /// The most connections at a time.
  package var connections = 2048
  /// Seconds for a request's head, once it has begun.
  package var headTime = 10.0
  /// Seconds that a connection may wait for the next request.
  package var idleTime = 60.0
  /// Whose programs may ask; `nil` for everybody's.
  package var user: UInt32?

  package init() {}
}

/// Answers the requests of programs on this machine, a thread for each connection.
///
/// Where there are too many, the one that has waited longest without a request gives way: programs that
/// open connections and say nothing keep nobody else out.
package final class Server: Sendable {
  /// A connection, and since when it waits for a request; `nil` while it has one.
  private struct Member {
    let connection: SocketConnection
    var idleSince: Double?
  }

  private struct State {
    var members: [Int: Member] = [:]
    var next = 0
    var isEnding = false
  }

  private let handler: any RequestHandler
  private let gate: RequestGate
  private let limits: ServerLimits
  private let clock: Clock
  private let state = Condition(State())
  /// Bytes of a thread's stack; what is not used takes no memory.
  private static let stackSize = 512 << 10
  /// The most bytes that are read at once.
  private static let pieceLimit = 16 << 10

  package init(
    _ handler: any RequestHandler, _ gate: RequestGate, _ limits: ServerLimits, _ clock: Clock
  ) {
    (self.handler, self.gate, self.limits, self.clock) = (handler, gate, limits, clock)
  }

  /// Takes a connection.
  package func take(_ connection: SocketConnection) {
    let now = clock.monotonic()
    let (number, isFull) = state.withLock { state -> (Int?, Bool) in
      guard !state.isEnding else { return (nil, false) }
      if state.members.count >= limits.connections, !Self.makeRoom(&state) { return (nil, true) }
      state.next += 1
      state.members[state.next] = Member(connection: connection, idleSince: now)
      return (state.next, false)
    }
    guard let number else {
      if isFull { refuse(connection, RequestFlaw(503, "there are too many connections")) }
      return connection.drop()
    }
    let isStarted = WorkerPool.startDetached(stackSize: Self.stackSize) {
      self.serve(connection, number)
      self.state.update { _ = $0.members.removeValue(forKey: number) }
    }
    guard !isStarted else { return }
    state.update { _ = $0.members.removeValue(forKey: number) }
    connection.drop()
  }

  /// Ends the connection that has waited longest for a request.
  private static func makeRoom(_ state: inout State) -> Bool {
    let waiting = state.members.filter { $0.value.idleSince != nil }
    guard
      let oldest = waiting.min(by: { $0.value.idleSince ?? 0 < $1.value.idleSince ?? 0 })
    else { return false }
    oldest.value.connection.shut()
    state.members.removeValue(forKey: oldest.key)
    return true
  }

  /// The number of requests that are being answered.
  package var requestCount: Int {
    state.withLock { $0.members.values.count { $0.idleSince == nil } }
  }

  /// Takes no more connections and requests, and waits for those under way.
  ///
  /// - Parameters:
  ///   - seconds: How long they may take; then they are cut off.
  ///   - isHurried: Whether they are to be cut off now; asked several times a second.
  package func end(within seconds: Double, isHurried: () -> Bool = { false }) {
    state.update { state in
      state.isEnding = true
      for member in state.members.values where member.idleSince != nil { member.connection.shut() }
    }
    let deadline = clock.monotonic() + seconds
    while clock.monotonic() < deadline, !isHurried() {
      if state.wait(atMost: 0.1, for: { $0.members.isEmpty ? true : nil }) == true { return }
    }
    state.withLock { state in for member in state.members.values { member.connection.shut() } }
    // Each notes what it has cost.
    state.wait(atMost: 5) { $0.members.isEmpty ? true : nil }
  }

  // MARK: One connection

  private func serve(_ connection: SocketConnection, _ number: Int) {
    if let user = limits.user, let peer = connection.peerUser, peer != user, peer != 0 {
      return connection.drop()
    }
    var rest: [UInt8] = []
    var last: RequestHead?
    do throws(RequestFlaw) {
      while let (head, more) = try nextHead(connection, rest) {
        last = head
        guard begin(number) else { return connection.drop() }
        try gate.check(head)
        let exchange = try ServerExchange(head, rest: more, connection, clock)
        handler.answer(exchange)
        guard exchange.isComplete else { return connection.drop() }
        guard exchange.mayGoOn, finish(number) else { return connection.close() }
        (rest, last) = (exchange.leftover, nil)
      }
      connection.drop()
    } catch {
      if error != .gone { refuse(connection, error, of: last) }
      connection.close()
    }
  }

  /// Notes that a request has come; `false` where none is answered any more.
  private func begin(_ number: Int) -> Bool {
    state.withLock { state in
      state.members[number]?.idleSince = nil
      return !state.isEnding && state.members[number] != nil
    }
  }

  /// Notes that a request was answered; `false` where no other is to follow.
  private func finish(_ number: Int) -> Bool {
    let now = clock.monotonic()
    return state.withLock { state in
      state.members[number]?.idleSince = now
      return !state.isEnding
    }
  }

  /// The next request's head, and what was read behind it; `nil` where no more requests come.
  private func nextHead(
    _ connection: SocketConnection, _ rest: [UInt8]
  ) throws(RequestFlaw) -> (RequestHead, [UInt8])? {
    var reader = RequestHeadReader()
    var bytes = rest
    var deadline = clock.monotonic() + limits.idleTime
    while true {
      var place = 0
      let wasBegun = reader.isBegun
      if let head = try reader.take(bytes, from: &place) { return (head, Array(bytes[place...])) }
      if reader.isBegun, !wasBegun { deadline = clock.monotonic() + limits.headTime }
      guard let more = try? connection.receive(atMost: Self.pieceLimit, until: deadline) else {
        if reader.isBegun, clock.monotonic() >= deadline { throw .tooSlow }
        return nil
      }
      if more.isEmpty { return nil }
      bytes = more
    }
  }

  private func refuse(
    _ connection: SocketConnection, _ flaw: RequestFlaw, of head: RequestHead? = nil
  ) {
    var (fields, body) = handler.refusal(flaw, of: head)
    fields.append(.init(name: "Content-Length", value: "\(body.count)"))
    fields.append(.init(name: "Connection", value: "close"))
    let start = ReplyHead.bytes(flaw.status, fields)
    _ = try? connection.send((head?.isHead == true ? start : start + body).span)
  }
}
