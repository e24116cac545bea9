import ByokTestSupport
import Foundation

@testable import ByokCore
@testable import ByokKit

/// The servers of `Fixtures/mcp/web.py`, at an address of this machine.
struct WebServer {
  let url: String
  var entry: ServerEntry
  private let folder: TemporaryFolder
  private let process: Process
  private let input = Pipe()

  /// - Parameter words: What the server is to do; see the file.
  /// - Throws: An error when it does not start.
  init(_ words: [String]) throws {
    folder = try TemporaryFolder()
    process = Process()
    process.executableURL = URL(filePath: "/usr/bin/python3")
    let log = "log=\(folder.path("requests"))"
    process.arguments = ["-S", try Fixture.url("mcp/web.py").path, log] + words
    let output = Pipe()
    process.standardOutput = output
    process.standardInput = input
    try process.run()
    var line = ""
    while !line.hasSuffix("\n"), let byte = try output.fileHandleForReading.read(upToCount: 1) {
      line += String(decoding: byte, as: UTF8.self)
    }
    url = "http://127.0.0.1:\(line.dropLast())/mcp"
    entry = ServerEntry(name: "fake", place: .address(ServerEntry.ServerAddress(url: url)))
  }

  /// Whether it is spoken to in the way of 2024-11-05.
  var isEventStream: Bool {
    get { false }
    set { change { $0.isEventStream = newValue } }
  }

  /// Adds header fields, two of them with keys.
  mutating func addHeaders() throws {
    let right = try ServerKey(name: "mcp/right", secret: Secret(copying: Array("right".utf8).span))
    let wrong = try ServerKey(name: "mcp/wrong", secret: Secret(copying: Array("wrong".utf8).span))
    change { address in
      address.headers = [
        .init(
          name: "Authorization",
          value: ServerValue(source: "", parts: [.text("Bearer "), .key(right)])),
        .init(name: "X-Plain", value: ServerValue("yes")),
        .init(name: "X-Second", value: ServerValue(source: "", parts: [.key(wrong)])),
      ]
    }
  }

  private mutating func change(_ body: (inout ServerEntry.ServerAddress) -> Void) {
    guard case .address(var address) = entry.place else { return }
    body(&address)
    entry.place = .address(address)
  }

  /// Does something with the server, and ends the session.
  @discardableResult
  func use<Result>(_ body: (ServerSet) throws -> Result) throws -> Result {
    let environment = Environment([:])
    let outside = ServerSet.Outside(
      Session(
        console: .silent, environment: environment, clock: .system,
        transport: CurlTransport(network: NetworkEnvironment(environment: environment))))
    let servers = ServerSet([entry], outside, onSignal: nil)
    defer { servers.stop() }
    return try body(servers)
  }

  /// A request that it got.
  struct Request {
    let method: String
    let headers: [String: String]
    let body: JSONValue?
  }

  /// The requests that it got.
  func requests() throws -> [Request] {
    guard let text = try? String(contentsOfFile: folder.path("requests"), encoding: .utf8) else {
      return []
    }
    return text.split(separator: "\n").compactMap { JSONValue(Array($0.utf8)) }.map { line in
      Request(
        method: line["method"]?.text ?? "",
        headers: line["headers"]?.members.compactMapValues(\.string) ?? [:], body: line["body"])
    }
  }
}
