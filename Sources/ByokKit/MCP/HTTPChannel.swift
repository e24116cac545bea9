internal import ByokCore
internal import Synchronization

/// A server at an address, with a request of HTTP for each message ("Streamable HTTP").
///
/// Source: <https://modelcontextprotocol.io/specification/2025-11-25/basic/transports>;
/// <https://modelcontextprotocol.io/specification/2026-07-28/basic/transports>.
final class HTTPChannel: ServerChannel {
  private struct State {
    var version: ProtocolVersion?
    /// What the server calls the session; `nil` for none.
    var session: String?
    /// Where the server has sent byok, of the same origin.
    var url: String
    /// Connections that are not in use.
    var connections: [any Transport] = []
    var next = 1
    var isStopped = false
  }

  private let base: BaseURL
  private let headers: ServerHeaders
  private let transport: any Transport
  private let voice: ServerVoice
  private let state: Condition<State>

  /// The most redirects that are followed for one request.
  private static let redirectLimit = 5

  /// - Parameters:
  ///   - address: Where the server is.
  ///   - transport: The network.
  ///   - voice: Takes what the server says to people.
  /// - Throws: `unsendable` when the address or a header cannot be used.
  init(
    _ address: ServerEntry.ServerAddress, _ transport: any Transport, _ voice: ServerVoice
  ) throws(ServerProblem) {
    (base, headers) = try address.opened()
    (self.transport, self.voice) = (transport, voice)
    state = Condition(State(url: address.url))
  }

  var prefersHandshake: Bool { false }

  // MARK: Requests

  func result(
    of request: RPCRequest, _ limits: OpenRequests.Limits
  ) throws(ServerProblem) -> JSONValue {
    let id = state.withLock { state in
      defer { state.next += 1 }
      return state.next
    }
    let answer = HTTPAnswer(to: id, limits, voice) {
      self.isStopped
    } reply: {
      self.reply($0)
    }
    do throws(ServerProblem) {
      try post(try request.line(id), fields(for: request), answer, limits)
      try resume(answer, limits)
    } catch {
      if error.leavesRequest, request.isCancellable { cancel(id) }
      throw error
    }
    if request.method == "initialize", let session = answer.head?["mcp-session-id"] {
      state.withLock { $0.session = session }
    }
    guard let outcome = answer.outcome else {
      throw .lost("ended its answer before it was complete")
    }
    return try outcome.mapError(ServerProblem.refused).get()
  }

  func notify(_ request: RPCRequest) {
    let limits = OpenRequests.Limits.within(10)
    let answer = HTTPAnswer(to: nil, limits, voice) {
      self.isStopped
    } reply: { _ in
    }
    guard let message = try? request.line(nil) else { return }
    try? post(message, fields(for: request), answer, limits)
  }

  func use(_ version: ProtocolVersion?) { state.withLock { $0.version = version } }

  private var isModern: Bool { state.withLock { $0.version?.isModern ?? false } }
  private var isStopped: Bool { state.withLock(\.isStopped) }

  /// The end of the connection is what cancels a request of the newer generation.
  private func cancel(_ id: Int) {
    guard !isModern else { return }
    notify(.cancellation(of: id))
  }

  /// Answers a request of the server's, which older ones send while they answer one of ours.
  private func reply(_ message: [UInt8]) {
    guard !isModern else { return }
    let limits = OpenRequests.Limits.within(10)
    let answer = HTTPAnswer(to: nil, limits, voice) {
      self.isStopped
    } reply: { _ in
    }
    try? post(message, fields(for: nil), answer, limits)
  }

  /// The header fields of a message.
  private func fields(for request: RPCRequest?) -> [(name: String, value: String)] {
    let (version, session) = state.withLock { ($0.version, $0.session) }
    var fields = [
      ("Accept", "application/json, text/event-stream"),
      ("User-Agent", "byok/\(ProgramVersion.current)"),
    ]
    if let version { fields.append(("MCP-Protocol-Version", version.rawValue)) }
    if let session { fields.append(("Mcp-Session-Id", session)) }
    if let request, version?.isModern == true {
      fields.append(("Mcp-Method", request.method))
      if request.method == "tools/call", let name = request.params["name"]?.string {
        fields.append(("Mcp-Name", ServerHeaders.encoded(name)))
      }
      fields += request.headers
    }
    return fields + headers.plain
  }

  // MARK: HTTP

  /// Sends a message, and takes what comes back.
  private func post(
    _ message: [UInt8], _ fields: [(name: String, value: String)], _ answer: HTTPAnswer,
    _ limits: OpenRequests.Limits
  ) throws(ServerProblem) {
    let fields = [("Content-Type", "application/json")] + fields
    for _ in 0...Self.redirectLimit {
      try send("POST", message, fields, answer, limits)
      guard let head = answer.head else { throw .lost("did not answer") }
      if try follow(head) { continue }
      try check(head, answer)
      return answer.finish()
    }
    throw .unreachable("is redirected more than \(Self.redirectLimit) times")
  }

  /// Goes on with a stream that the server has ended, or that broke, where it can be resumed.
  ///
  /// Source: <https://modelcontextprotocol.io/specification/2025-11-25/basic/transports>,
  /// "Resumability and Redelivery".
  private func resume(
    _ answer: HTTPAnswer, _ limits: OpenRequests.Limits
  ) throws(ServerProblem) {
    var patience = 3
    while answer.outcome == nil, !isModern, let event = answer.lastEvent, patience > 0 {
      let wait = min(answer.retry ?? 1, max(0, limits.end - Clock.system.monotonic()))
      state.wait(atMost: wait) { $0.isStopped ? () : nil }
      let fields = fields(for: nil).filter { $0.name != "Accept" }
      let before = answer.lastEvent
      do throws(ServerProblem) {
        try send(
          "GET", [], fields + [("Accept", "text/event-stream"), ("Last-Event-ID", event)], answer,
          limits)
      } catch {
        guard case .lost = error else { throw error }
      }
      guard answer.head?.status == 200 else { return }
      // A stream without new events is not resumed forever.
      if answer.lastEvent == before { patience -= 1 }
    }
  }

  private func send(
    _ method: String, _ body: [UInt8], _ fields: [(name: String, value: String)],
    _ answer: HTTPAnswer, _ limits: OpenRequests.Limits
  ) throws(ServerProblem) {
    let now = Clock.system.monotonic()
    guard now < limits.end else { throw .tooSlow(limits.idle) }
    let url = state.withLock(\.url)
    let request = HTTPRequest(
      method: method, url: url, base: base, headers: fields, body: body,
      timeout: limits.end - now, obeysTrustVariables: !headers.hasSealedKey)
    let connection = state.withLock { $0.connections.popLast() } ?? transport.keptOpen()
    answer.begin()
    do throws(TransportFailure) {
      try connection.send(request, keyLine: headers.secretLines, to: answer)
    } catch {
      // An answer that was there is one, whatever follows.
      if answer.outcome != nil { return }
      throw problem(error, answer, now)
    }
    if let problem = answer.problem { throw problem }
    state.withLock { $0.connections.append(connection) }
  }

  private func problem(
    _ failure: TransportFailure, _ answer: HTTPAnswer, _ start: Double
  ) -> ServerProblem {
    if let problem = answer.problem { return problem }
    switch failure.cause {
    case .timeout: return .tooSlow(Clock.system.monotonic() - start)
    case .tooLarge: return .broken("sent too much: \(failure.message)")
    case .unusable, .missingLibrary: return .unsendable(ByokError(.failure, failure.message))
    case .network, .untrusted, .cutOff:
      return failure.wasSent
        ? .lost("broke the connection: \(failure.message)")
        : .unreachable("cannot be reached: \(failure.message)")
    }
  }

  /// Notes where a redirect leads.
  ///
  /// - Returns: Whether it is one.
  private func follow(_ head: ResponseHead) throws(ServerProblem) -> Bool {
    guard [301, 302, 303, 307, 308].contains(head.status) else { return false }
    let target = head["location"] ?? ""
    let place = target.hasPrefix("/") && !target.hasPrefix("//") ? base.origin + target : target
    let shown = Sanitizer.oneLine(String(place.prefix { !"?#".contains($0) }), limit: 200)
    let path = String(place.prefix { !"?#".contains($0) })
    guard head.status != 303, let next = try? BaseURL(path, from: ""), next.origin == base.origin
    else {
      throw .unreachable("redirects to \(shown.quoted), where byok does not follow")
    }
    state.withLock { $0.url = place }
    return true
  }

  /// Says what a status means that is not of success.
  private func check(_ head: ResponseHead, _ answer: HTTPAnswer) throws(ServerProblem) {
    guard !(200..<300).contains(head.status) else { return }
    let error = answer.error
    let session = state.withLock(\.session)
    switch head.status {
    case 401, 403:
      throw .unauthorized(head.status, scheme: head["www-authenticate"])
    case 404 where session != nil && error?.code != RPCError.methodNotFound,
      400 where session != nil && error?.namesSession == true:
      state.withLock { $0.session = nil }
      throw .sessionLost
    case 400..<500 where head.status != 429 && head.status != 408:
      // An error of the protocol's form comes from an MCP server.
      if let error { throw .refused(error) }
      throw .otherEra(head.status)
    default:
      let words = error?.message ?? "HTTP \(head.status)"
      throw .refused(RPCError(code: head.status, message: words))
    }
  }

  // MARK: End

  var lastWords: [String] { [] }

  func stop(isHurried: Bool) {
    let session = state.update { state in
      defer { (state.isStopped, state.session) = (true, nil) }
      return state.isStopped ? nil : state.session
    }
    guard !isHurried, let session else { return }
    // Servers need not take it.
    let limits = OpenRequests.Limits.within(2)
    let answer = HTTPAnswer(to: nil, limits, voice) {
      false
    } reply: { _ in
    }
    try? send("DELETE", [], fields(for: nil) + [("Mcp-Session-Id", session)], answer, limits)
  }
}
