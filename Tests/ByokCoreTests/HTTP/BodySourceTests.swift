import ByokTestSupport
import Glibc
import Synchronization
import Testing

@testable import ByokCore

/// Bodies that are read while they are sent.
@Suite struct BodySourceTests {
  private static let piece = (0..<(64 << 10)).map { UInt8(truncatingIfNeeded: $0 &* 7) }
  private let transport = CurlTransport(network: NetworkEnvironment(environment: Environment([:])))

  /// A body of so many pieces.
  private static func generated(_ pieces: Int, count: Int? = nil) -> GeneratedBody {
    GeneratedBody(count: count) {
      let left = Mutex(pieces)
      return {
        left.withLock { left in
          guard left > 0 else { return nil }
          left -= 1
          return piece
        }
      }
    }
  }

  private func send(
    _ upload: any BodySource, to server: LoopbackServer, by transport: (any Transport)? = nil
  ) throws -> TransportFailure? {
    let base = try BaseURL(server.baseURL, from: "the test")
    let coding = upload.count == nil ? [("Transfer-Encoding", "chunked")] : []
    let request = HTTPRequest(
      method: "POST", url: base.address(of: "/a"), base: base, headers: coding, upload: upload,
      timeout: 60)
    let nothing: [UInt8] = []
    let noKey = try Secret(copying: nothing.span)
    do throws(TransportFailure) {
      try (transport ?? self.transport).send(request, keyLine: noKey, to: WholeBody(limit: 100))
      return nil
    } catch {
      return error
    }
  }

  /// Whether bytes are so many pieces, one after the other.
  private static func isWhole(_ body: [UInt8], pieces: Int) -> Bool {
    body.count == pieces * piece.count
      && (0..<pieces).allSatisfy { body[($0 * piece.count)...].starts(with: piece) }
  }

  @Test(arguments: [true, false])
  func `a body of 64 MiB arrives whole, with its length or in chunks`(isCounted: Bool) throws {
    let server = try LoopbackServer(.json("{}"))
    let count = 1024 * Self.piece.count
    #expect(count == 64 << 20)
    let body = Self.generated(1024, count: isCounted ? count : nil)
    #expect(try send(body, to: server) == nil)
    let request = try #require(server.requests.first)
    #expect(request["Content-Length"] == (isCounted ? "\(count)" : nil))
    #expect(request["Transfer-Encoding"] == (isCounted ? nil : "chunked"))
    #expect(request["Expect"] == nil)
    #expect(Self.isWhole(request.body, pieces: 1024))
  }

  @Test func `a body is asked for in pieces that fit in memory`() throws {
    let body = RecordedBody(count: 1 << 20)
    let server = try LoopbackServer(.json("{}"))
    #expect(try send(body, to: server) == nil)
    #expect(body.limits.count > 10)
    #expect(body.limits.allSatisfy { $0 <= 128 << 10 })
  }

  @Test func `an empty body is sent, too`() throws {
    let server = try LoopbackServer(.json("{}"))
    #expect(try send(Self.generated(0, count: 0), to: server) == nil)
    #expect(try send(Self.generated(0), to: server) == nil)
    #expect(server.requests.map(\.method) == ["POST", "POST"])
    #expect(server.requests.map(\.body.count) == [0, 0])
  }

  @Test func `a file is sent as it was long when it was opened`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("one two three", to: "body")
    let body = try FileBody(path: path)
    try folder.write("one two three four", to: "body")
    let server = try LoopbackServer(.json("{}"))
    for _ in 0..<2 { #expect(try send(body, to: server) == nil) }
    #expect(server.requests.map(\.text) == ["one two three", "one two three"])
    #expect(server.requests.map { $0["Content-Length"] } == ["13", "13"])
  }

  @Test func `a file that has become shorter ends the request as a failure`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("one two three", to: "body")
    let body = try FileBody(path: path)
    #expect(unsafe truncate(path, 3) == 0)
    let server = try LoopbackServer(.json("{}"))
    #expect(
      try send(body, to: server)
        == TransportFailure(
          cause: .unusable, message: "cannot read the body: the body ends too early"))
    #expect(server.requests.isEmpty)
  }

  @Test func `what cannot be read again is no file to send`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("pipe")
    #expect(unsafe mkfifo(path, 0o600) == 0)
    for path in [path, folder.path, "/dev/null"] {
      #expect(throws: Errno(code: ESPIPE)) { try FileBody(path: path) }
    }
    #expect(throws: Errno.notFound) { try FileBody(path: folder.path("none")) }
  }

  @Test func `a read that fails ends the request as a failure`() throws {
    let server = try LoopbackServer(.json("{}"))
    for count in [1 << 20, nil] {
      let body = RecordedBody(count: count, failsAfter: 100_000)
      #expect(
        try send(body, to: server)
          == TransportFailure(
            cause: .unusable, message: "cannot read the body: Input/output error"))
    }
    #expect(server.requests.isEmpty)
  }

  @Test func `no more is sent than was announced`() throws {
    let server = try LoopbackServer(.json("{}"))
    let transport = transport.keptOpen()
    for _ in 0..<2 {
      #expect(try send(Self.generated(2, count: 100), to: server, by: transport) == nil)
    }
    #expect(server.requests.map(\.body) == [Array(Self.piece[..<100]), Array(Self.piece[..<100])])
  }

  @Test(arguments: [true, false])
  func `a body is sent from its start again where a kept connection is closed`(
    isCounted: Bool
  ) throws {
    let server = try LoopbackServer(
      .json("{}"), .init(framing: .raw, [.reset]), .json("{}"))
    let transport = transport.keptOpen()
    let body = Self.generated(3, count: isCounted ? 3 * Self.piece.count : nil)
    for _ in 0..<2 { #expect(try send(body, to: server, by: transport) == nil) }
    #expect(server.requests.count == 3)
    #expect(server.requests.allSatisfy { Self.isWhole($0.body, pieces: 3) })
  }

  @Test(arguments: [true, false])
  func `a body that was read whole before a reset is known to be sent`(isCounted: Bool) throws {
    let server = try LoopbackServer(.init(framing: .raw, [.reset]))
    let body = Self.generated(3, count: isCounted ? 3 * Self.piece.count : nil)
    #expect(try send(body, to: server)?.wasSent == true)
    #expect(server.requests.count == 1)
  }

  @Test func `bodies of all kinds take turns on one connection`() throws {
    let server = try LoopbackServer(.json("{}"))
    let transport = transport.keptOpen()
    let base = try BaseURL(server.baseURL, from: "the test")
    let nothing: [UInt8] = []
    let noKey = try Secret(copying: nothing.span)
    for _ in 0..<2 {
      #expect(try send(Self.generated(1), to: server, by: transport) == nil)
      #expect(try send(Self.generated(1, count: 10), to: server, by: transport) == nil)
      for text in ["inline", ""] {
        let request = HTTPRequest(
          method: text.isEmpty ? "GET" : "POST", url: base.address(of: "/a"), base: base,
          headers: [], body: Array(text.utf8), timeout: 10)
        try transport.send(request, keyLine: noKey, to: WholeBody(limit: 100))
      }
    }
    let sizes = [Self.piece.count, 10, 6, 0]
    #expect(server.requests.map(\.body.count) == sizes + sizes)
    #expect(server.requests.map(\.method) == ["POST", "POST", "POST", "GET"] * 2)
  }
}

/// A body of zeros that keeps what it was asked for, and can fail.
private final class RecordedBody: BodySource {
  private struct State {
    var offset = 0
    var limits: [Int] = []
  }

  let count: Int?
  private let failureOffset: Int
  private let state = Mutex(State())

  init(count: Int?, failsAfter offset: Int = .max) {
    (self.count, failureOffset) = (count, offset)
  }

  /// The most bytes that were asked for, each time.
  var limits: [Int] { state.withLock { $0.limits } }

  func next(atMost limit: Int) throws(Errno) -> [UInt8] {
    try state.withLock { (state) throws(Errno) in
      state.limits.append(limit)
      guard state.offset < failureOffset else { throw Errno(code: EIO) }
      let bytes = [UInt8](repeating: 0, count: min(limit, (count ?? .max) - state.offset))
      state.offset += bytes.count
      return bytes
    }
  }

  func rewind() { state.withLock { $0.offset = 0 } }
}

extension Array {
  /// The array so many times.
  fileprivate static func * (array: Self, count: Int) -> Self {
    Self((0..<count).map { _ in array }.joined())
  }
}
