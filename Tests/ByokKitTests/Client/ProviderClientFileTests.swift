import ByokTestSupport
import Synchronization
import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit

/// Bodies and answers that go through the client without being held in memory.
@Suite struct ProviderClientFileTests {
  /// A file that is sent, and answered by another.
  private struct FileEndpoint: Endpoint {
    let source: any BodySource
    var method: String { "POST" }
    var path: String { "/files" }
    var accepts: String { "application/jsonl" }

    func body() -> RequestBody { .upload(source, type: "application/jsonl") }
  }

  private static let line = Array("0123456789abcde\n".utf8)
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private var path: String { folder.path("answer") }

  /// Sends a body and writes the answer to a file.
  private func exchange(
    _ server: LoopbackServer, sending source: (any BodySource)? = nil, isFull: Bool = false
  ) throws -> Result<Int, ByokError> {
    let provider = Provider(id: "x", name: "Example", baseURL: "", dialect: OpenAIChat.self)
    let environment = Environment([:])
    let session = Session(
      console: Console(input: -1, output: -1, errors: -1), environment: environment,
      clock: FakeClock().clock,
      transport: CurlTransport(network: NetworkEnvironment(environment: environment)))
    let client = ProviderClient(provider, nil, ClientSession(session))
    let key = ChosenKey(
      secret: try Secret(copying: Array(Asking.key.utf8).span),
      source: .environment(variable: "KEY"), base: try BaseURL(server.baseURL, from: "test"))
    let file = Appended(path: isFull ? "/dev/full" : path)
    let endpoint = FileEndpoint(source: source ?? GeneratedBody(count: 0) { { nil } })
    return Result { () throws(ByokError) in
      try client.file(endpoint, key: key) { (bytes) throws(ByokError) in try file.append(bytes) }
    }
  }

  private var written: [UInt8] {
    get throws { try StoreFixture.bytes(path) }
  }

  @Test func `a file is sent, and the answer is written to another`() throws {
    let chunk = Array([[UInt8]](repeating: Self.line, count: 4096).joined())
    let server = try LoopbackServer(.init(framing: .chunked, [.repeated(chunk, 256)]))
    let body = try FileBody(path: folder.write("{}\n{}\n", to: "prompts"))
    #expect(try exchange(server, sending: body) == .success(16 << 20))
    let written = try written
    #expect(written.count == 16 << 20)
    #expect(written.starts(with: chunk))
    let request = try #require(server.requests.first)
    #expect(request.text == "{}\n{}\n")
    #expect(request["Content-Type"] == "application/jsonl")
    #expect(request["Content-Length"] == "6")
    #expect(request["Authorization"] == "Bearer \(Asking.key)")
  }

  @Test func `a body of unknown length is sent in chunks`() throws {
    let server = try LoopbackServer(.text("ok"))
    let body = GeneratedBody {
      let left = Mutex(3)
      return {
        left.withLock { left in
          left -= 1
          return left >= 0 ? Self.line : nil
        }
      }
    }
    #expect(try exchange(server, sending: body) == .success(2))
    #expect(server.requests.first?.body == Self.line + Self.line + Self.line)
    #expect(server.requests.first?["Transfer-Encoding"] == "chunked")
    #expect(server.requests.first?["Content-Length"] == nil)
  }

  @Test func `what a provider refuses is reported, and not written`() throws {
    let server = try LoopbackServer(
      .json(#"{"error":{"message":"No such file: \#(Asking.key)"}}"#, status: 404))
    let failure = #expect(throws: ByokError.self) { try exchange(server).get() }
    #expect(failure?.message.contains("No such file") == true)
    #expect(failure?.message.contains(Asking.key) == false)
    #expect(try fileExists(path) == false || written.isEmpty)
  }

  @Test func `an answer that is cut off is a failure`() throws {
    let server = try LoopbackServer(
      .init(headers: [.init("Content-Length", "100")], [.bytes(Self.line), .cut]))
    let failure = #expect(throws: ByokError.self) { try exchange(server).get() }
    #expect(failure?.kind == .provider)
    #expect(try written == Self.line)
  }

  @Test func `an answer that is compressed is a failure, and is not written`() throws {
    let server = try LoopbackServer(
      .init(headers: [.init("Content-Encoding", "gzip")], [.bytes(Self.line)]))
    let failure = #expect(throws: ByokError.self) { try exchange(server).get() }
    #expect(failure?.kind == .provider)
    #expect(!fileExists(path))
  }

  @Test func `a file that cannot be written ends the transfer as a failure`() throws {
    let server = try LoopbackServer(.text("text"))
    #expect(
      try exchange(server, isFull: true)
        == .failure(ByokError(.failure, "cannot write: No space left on device")))
  }

  @Test func `a body that cannot be read ends the transfer as a failure`() throws {
    let server = try LoopbackServer(.text("text"))
    let path = try folder.write("one two three", to: "prompts")
    let body = try FileBody(path: path)
    try folder.write("one", to: "prompts")
    let failure = #expect(throws: ByokError.self) { try exchange(server, sending: body).get() }
    #expect(failure?.kind == .failure)
    #expect(failure?.message == "cannot read the body: the body ends too early")
    #expect(server.requests.isEmpty)
  }
}

/// A file that grows.
private struct Appended {
  let path: String

  func append(_ bytes: Span<UInt8>) throws(ByokError) {
    do {
      try OpenFile(appendingTo: path).writeAll(bytes)
    } catch {
      throw ByokError(.failure, "cannot write: \(error.text)")
    }
  }
}
