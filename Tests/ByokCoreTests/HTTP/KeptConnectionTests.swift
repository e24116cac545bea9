import ByokTestSupport
import Testing

@testable import ByokCore

/// A connection that stays open carries nothing of one request into the next.
@Suite struct KeptConnectionTests {
  private let server: LoopbackServer
  private let transport: any Transport

  init() throws {
    server = try LoopbackServer(.json("{}"))
    transport = CurlTransport(network: NetworkEnvironment(environment: Environment([:]))).keptOpen()
  }

  /// What was sent, in words.
  private struct Sent: Equatable {
    let method: String
    let path: String
    let key: String?
    let note: String?
    let body: String
  }

  private func send(
    _ path: String, key: String? = nil, note: String? = nil, body: String = ""
  ) throws -> Sent {
    let base = try BaseURL(server.baseURL, from: "the test")
    let request = HTTPRequest(
      method: body.isEmpty ? "GET" : "POST", url: base.address(of: path), base: base,
      headers: note.map { [("X-Note", $0)] } ?? [], body: Array(body.utf8), timeout: 10)
    let line = key.map { Array("X-Key: \($0)\0".utf8) } ?? []
    let answer = WholeBody(limit: 100)
    try transport.send(request, keyLine: try Secret(copying: line.span), to: answer)
    #expect(answer.head?.status == 200)
    let sent = try #require(server.requests.last)
    return Sent(
      method: sent.method, path: sent.target, key: sent["X-Key"], note: sent["X-Note"],
      body: sent.text)
  }

  @Test func `each request is sent as it is, whatever came before it`() throws {
    let wanted = [
      Sent(method: "POST", path: "/a", key: "k1", note: nil, body: "1"),
      Sent(method: "POST", path: "/a", key: "k1", note: nil, body: "longer"),
      Sent(method: "POST", path: "/a", key: "k2", note: nil, body: "3"),
      Sent(method: "POST", path: "/a", key: nil, note: nil, body: "4"),
      Sent(method: "POST", path: "/b", key: "k1", note: nil, body: "5"),
      Sent(method: "POST", path: "/b", key: "k1", note: "n", body: "6"),
      Sent(method: "GET", path: "/b", key: "k1", note: "n", body: ""),
      Sent(method: "GET", path: "/b", key: nil, note: nil, body: ""),
      Sent(method: "POST", path: "/b", key: nil, note: nil, body: "9"),
      Sent(method: "POST", path: "/a", key: "k1", note: nil, body: "1"),
    ]
    for sent in wanted {
      #expect(try send(sent.path, key: sent.key, note: sent.note, body: sent.body) == sent)
    }
  }

  @Test func `another server in between gets nothing of it`() throws {
    let sent = Sent(method: "POST", path: "/a", key: "k", note: nil, body: "1")
    #expect(try send("/a", key: "k", body: "1") == sent)
    let other = try LoopbackServer(.json("{}"))
    try transport.send(try request(other, "/c"), keyLine: try noKey(), to: WholeBody(limit: 100))
    #expect(other.requests.map { $0["X-Key"] } == [nil])
    #expect(try send("/a", key: "k", body: "1") == sent)
  }

  @Test func `a request that is for the public alone is refused, and the next one is not`() throws {
    var hidden = try request(server, "/a")
    hidden.isPublicOnly = true
    #expect(throws: TransportFailure.self) {
      try transport.send(hidden, keyLine: try noKey(), to: WholeBody(limit: 100))
    }
    hidden.isPublicOnly = false
    try transport.send(hidden, keyLine: try noKey(), to: WholeBody(limit: 100))
    #expect(server.requests.count == 1)
  }

  private func request(_ server: LoopbackServer, _ path: String) throws -> HTTPRequest {
    let base = try BaseURL(server.baseURL, from: "the test")
    return HTTPRequest(
      method: "GET", url: base.address(of: path), base: base, headers: [], body: [], timeout: 10)
  }

  private func noKey() throws -> Secret {
    let nothing: [UInt8] = []
    return try Secret(copying: nothing.span)
  }
}
