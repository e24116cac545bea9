import ByokTestSupport
import Glibc
import Testing

@testable import ByokCore

/// A transfer ends when the program that it is for hangs up.
@Suite struct CurlWatchTests {
  /// The two ends of a connection; the program's is closed by ``hangUp()``.
  private final class Client {
    let handle: ConnectionHandle
    private var other: Int32

    init() throws {
      var ends: [Int32] = [-1, -1]
      guard unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0 else {
        throw SupportFailure("no socket pair")
      }
      (handle, other) = (ConnectionHandle(descriptor: ends[0]), ends[1])
    }

    func hangUp() {
      guard other >= 0 else { return }
      close(other)
      other = -1
    }

    deinit {
      hangUp()
      close(handle.descriptor)
    }
  }

  /// Hangs up once it has text.
  private final class Listener: ResponseReceiver {
    private let client: Client
    private(set) var text = ""
    private(set) var isAbandoned = false

    init(_ client: Client) { self.client = client }

    func receive(_ head: ResponseHead) -> Bool { head.status == 200 }

    func receive(_ bytes: [UInt8]) -> Bool {
      text += String(decoding: bytes, as: UTF8.self)
      client.hangUp()
      return true
    }

    func abandon() { isAbandoned = true }
  }

  private let transport = CurlTransport(
    network: NetworkEnvironment(environment: Environment([:]))
  ).keptOpen()

  private func send(
    to server: LoopbackServer, for client: Client, _ receiver: some ResponseReceiver
  ) throws {
    let base = try BaseURL(server.baseURL, from: "the test")
    var request = HTTPRequest(
      method: "GET", url: base.address(of: "/"), base: base, headers: [], body: [], timeout: 60)
    request.watched = client.handle
    let nothing: [UInt8] = []
    try transport.send(request, keyLine: try Secret(copying: nothing.span), to: receiver)
  }

  @Test func `a reply ends with its program, and the next one is whole`() throws {
    let stalled = LoopbackServer.Reply(
      framing: .chunked, [.bytes(Array("begun".utf8)), .stall])
    let server = try LoopbackServer(.json("{}"), stalled, .json("{}"), .json("{}"))
    for _ in 0..<2 {
      let (client, whole) = (try Client(), WholeBody(limit: 100))
      try send(to: server, for: client, whole)
      #expect(whole.head?.status == 200)
      guard server.requests.count == 1 else { continue }
      let gone = try Client()
      let listener = Listener(gone)
      try send(to: server, for: gone, listener)
      #expect(listener.text == "begun")
      #expect(listener.isAbandoned)
    }
    #expect(server.requests.count == 3)
  }

  @Test func `a program that is gone already gets nothing`() throws {
    let server = try LoopbackServer(.init(framing: .chunked, [.stall]))
    let client = try Client()
    client.hangUp()
    let listener = Listener(client)
    try send(to: server, for: client, listener)
    #expect(listener.isAbandoned)
    #expect(listener.text.isEmpty)
  }

  @Test func `a whole reply stays one though its program is gone`() throws {
    let server = try LoopbackServer(.json("{}"))
    let client = try Client()
    let listener = Listener(client)
    try send(to: server, for: client, listener)
    #expect(listener.text == "{}")
    #expect(!listener.isAbandoned)
  }
}
