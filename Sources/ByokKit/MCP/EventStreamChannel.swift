internal import ByokCore

/// A server of 2024-11-05 at an address: one stream for all that it says, and a second address for
/// messages to it ("HTTP+SSE").
///
/// Source: <https://modelcontextprotocol.io/specification/2024-11-05/basic/transports>, "HTTP with
/// SSE".
final class EventStreamChannel: ServerChannel {
  private let base: BaseURL
  private let url: String
  private let headers: ServerHeaders
  private let transport: any Transport
  private let voice: ServerVoice
  private let requests = OpenRequests()
  private let state = Condition(State())

  private struct State {
    /// Where messages go; `nil` before the server has said so.
    var endpoint: String?
    /// Why there will be none.
    var problem: ServerProblem?
    var isStopped = false
  }

  /// How long the server may take to say where messages go, in seconds.
  private static let patience = 30.0

  /// - Parameters:
  ///   - address: Where the server is.
  ///   - transport: The network.
  ///   - voice: Takes what the server says to people.
  /// - Throws: Why it cannot be reached.
  init(
    _ address: ServerEntry.ServerAddress, _ transport: any Transport, _ voice: ServerVoice
  ) throws(ServerProblem) {
    (base, headers) = try address.opened()
    (url, self.transport, self.voice) = (address.url, transport, voice)
    guard WorkerPool.startDetached({ self.listen() }) else {
      throw .unreachable("cannot be reached: no thread to listen with")
    }
    let problem: ServerProblem? =
      state.wait(atMost: Self.patience) { state in
        state.endpoint == nil ? state.problem.map(Optional.some) : .some(nil)
      } ?? .broken("does not say where messages go")
    if let problem {
      stop(isHurried: true)
      throw problem
    }
  }

  var prefersHandshake: Bool { true }

  // MARK: What the server sends

  private func listen() {
    let listener = StreamListener(
      take: { self.take($0) },
      isStopped: { self.state.withLock(\.isStopped) })
    let request = HTTPRequest(
      method: "GET", url: url, base: base, headers: fields([("Accept", "text/event-stream")]),
      timeout: 86_400, obeysTrustVariables: !headers.hasSealedKey)
    var problem = ServerProblem.lost("ended its stream")
    do throws(TransportFailure) {
      try transport.send(request, keyLine: headers.secretLines, to: listener)
    } catch {
      problem =
        error.wasSent
        ? .lost("broke the connection: \(error.message)")
        : .unreachable("cannot be reached: \(error.message)")
    }
    if let status = listener.head?.status, status != 200 {
      problem =
        [401, 403].contains(status)
        ? .unauthorized(status, scheme: nil) : .otherEra(status)
    }
    let end = listener.problem ?? problem
    state.update { $0.problem = $0.problem ?? end }
    requests.end(end)
  }

  private func take(_ event: ServerSentEvent) -> ServerProblem? {
    guard event.name != "endpoint" else {
      return takeEndpoint(String(decoding: event.data, as: UTF8.self))
    }
    guard let messages = RPCMessage.read(event.data) else { return nil }
    for message in messages {
      if let answer = requests.take(message, voice) { try? post(answer, 10) }
    }
    return nil
  }

  /// Learns where messages go: to the same origin, or the server's keys would go elsewhere.
  private func takeEndpoint(_ text: String) -> ServerProblem? {
    let place =
      if text.contains("://") {
        text
      } else if text.hasPrefix("/") {
        base.origin + text
      } else {
        base.origin
          + base.path.prefix(through: base.path.lastIndex(of: "/") ?? base.path.startIndex)
          + text
      }
    let path = String(place.prefix { !"?#".contains($0) })
    guard !text.hasPrefix("//"), let next = try? BaseURL(path, from: ""), next.origin == base.origin
    else {
      let shown = Sanitizer.oneLine(path, limit: 200).quoted
      return .broken("wants messages at \(shown), where byok does not send them")
    }
    state.update { $0.endpoint = place }
    return nil
  }

  // MARK: What byok sends

  func result(
    of request: RPCRequest, _ limits: OpenRequests.Limits
  ) throws(ServerProblem) -> JSONValue {
    let id = try requests.begin()
    do throws(ServerProblem) {
      let seconds = min(limits.idle, limits.end - Clock.system.monotonic())
      try post(try request.line(id), max(0.001, seconds))
      return try requests.wait(for: id, limits)
    } catch {
      if error.leavesRequest, request.isCancellable { notify(.cancellation(of: id)) }
      throw error
    }
  }

  func notify(_ request: RPCRequest) {
    if let message = try? request.line(nil) { try? post(message, 10) }
  }

  private func post(_ message: [UInt8], _ seconds: Double) throws(ServerProblem) {
    let request = HTTPRequest(
      method: "POST", url: state.withLock(\.endpoint) ?? url, base: base,
      headers: fields([("Content-Type", "application/json"), ("Accept", "application/json")]),
      body: message, timeout: seconds, obeysTrustVariables: !headers.hasSealedKey)
    let body = WholeBody(limit: 65_536)
    do throws(TransportFailure) {
      try transport.send(request, keyLine: headers.secretLines, to: body)
    } catch {
      guard error.cause != .timeout else { throw .tooSlow(seconds) }
      throw .lost("broke the connection: \(error.message)")
    }
    let status = body.head?.status ?? 0
    guard !(200..<300).contains(status) else { return }
    guard ![401, 403].contains(status) else { throw .unauthorized(status, scheme: nil) }
    throw .refused(RPCError(code: status, message: "HTTP \(status)"))
  }

  private func fields(
    _ own: [(name: String, value: String)]
  ) -> [(name: String, value: String)] {
    own + [("User-Agent", "byok/\(ProgramVersion.current)")] + headers.plain
  }

  func use(_ version: ProtocolVersion?) {}

  var lastWords: [String] { [] }

  func stop(isHurried: Bool) {
    requests.end(.lost("was stopped"))
    state.update { $0.isStopped = true }
  }
}

/// Takes a stream of events for as long as it lasts.
private final class StreamListener: ResponseReceiver {
  private(set) var head: ResponseHead?
  private(set) var problem: ServerProblem?
  private var parser = EventStreamParser(limit: LineReader.limit)
  private let take: (ServerSentEvent) -> ServerProblem?
  private let isStopped: () -> Bool

  init(take: @escaping (ServerSentEvent) -> ServerProblem?, isStopped: @escaping () -> Bool) {
    (self.take, self.isStopped) = (take, isStopped)
  }

  func receive(_ head: ResponseHead) -> Bool {
    self.head = head
    return head.status == 200
  }

  func receive(_ bytes: [UInt8]) -> Bool {
    do throws(ReplyFailure) {
      for event in try parser.consume(bytes) {
        problem = problem ?? take(event)
      }
    } catch {
      problem = .broken("sent a message of more than \(LineReader.limit >> 20) MiB")
    }
    return problem == nil
  }

  var wantsMore: Bool { !isStopped() }
}
