import ByokKitTestSupport
import ByokTestSupport
import Foundation
import Synchronization

@testable import ByokCore
@testable import ByokKit

/// A broker on a port of this machine, before providers that play a script.
final class BrokerFixture: Sendable {
  static let key = "sk-broker-CANARY-0123456789abcdef"

  let folder: TemporaryFolder
  let token: String
  let broker: Broker
  let transport: FakeTransport
  let port: Int
  private let server: Server
  private let accepting: Latch

  /// - Parameters:
  ///   - ids: The providers.
  ///   - limits: The token's limits.
  ///   - settings: `config.json`; empty for none.
  ///   - answer: Answers what reaches a provider.
  /// - Throws: A failure when there is no port or no folder.
  init(
    _ ids: [String] = ["openai"], _ limits: BrokerLimits = BrokerLimits(), settings: String = "",
    answer: @escaping @Sendable (FakeTransport.Asked) -> FakeTransport.Answer?
  ) throws {
    folder = try TemporaryFolder()
    let path = folder.path
    if !settings.isEmpty {
      let file = path + "/config.json"
      try Data(settings.utf8).write(to: URL(fileURLWithPath: file))
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
    }
    let transport = FakeTransport(answer: answer)
    self.transport = transport
    let environment = Environment(["BYOK_HOME": path])
    let session = Session(
      console: .silent, environment: environment, clock: .system, transport: transport)
    let configuration = try Configuration.load(session.locations)
    let providers = ProviderList(configuration)
    let routes = try ids.map { id in
      let provider = try providers.find(id)
      let key = ChosenKey(
        secret: try Secret(copying: Array(Self.key.utf8).span),
        source: .keystore(KeyName(provider: id, label: "default")), base: try provider.base())
      return try BrokerRoute(provider, key, transport)
    }
    let secret = try BrokerToken.make()
    token = secret.withBytes { String(decoding: Array(copying: $0), as: UTF8.self) }
    let digest = secret.withBytes { TokenDigest(of: $0) }
    let known = KnownToken(name: "test", digest: digest, limits: limits)
    broker = Broker(
      routes, tokens: [(known, TokenUse())], try Broker.Outside(session, configuration))
    let server = Server(broker, RequestGate(), ServerLimits(), .system)
    self.server = server
    let listener = try ListeningSocket(.loopback(port: 0, isIPv6: false))
    guard case .loopback(let port, _) = listener.address else {
      throw SupportFailure("it has no port")
    }
    self.port = Int(port)
    let accepting = Latch()
    self.accepting = accepting
    let held = Condition<ListeningSocket?>(listener)
    _ = WorkerPool.startDetached {
      held.withLock { listener in
        while let listener = listener.take() {
          accept(listener, server, until: accepting)
        }
      }
    }
  }

  deinit {
    accepting.open()
    server.end(within: 1)
  }

  /// The lines of the usage log.
  var log: [JSONValue] {
    let text = (try? String(contentsOfFile: folder.path + "/usage.jsonl", encoding: .utf8)) ?? ""
    return text.split(separator: "\n").compactMap { JSONValue(Array($0.utf8)) }
  }

  /// A reply as it came.
  struct Reply {
    let status: Int
    let head: String
    let body: String

    /// The body as JSON.
    var document: JSONValue { JSONValue(Array(body.utf8)) ?? .null }

    func field(_ name: String) -> String? {
      head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("\(name): ") }
        .map { String($0.dropFirst(name.utf8.count + 2)) }
    }
  }

  /// Asks with the token, and reads to the connection's end.
  func post(
    _ path: String, _ body: String, _ fields: [String] = [], authorization: String? = nil
  ) throws -> Reply {
    let lines =
      [
        "POST \(path) HTTP/1.1", "Host: 127.0.0.1:\(port)", "Connection: close",
        authorization ?? "Authorization: Bearer \(token)", "Content-Type: application/json",
        "Content-Length: \(body.utf8.count)",
      ] + fields
    return try send(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
  }

  func get(_ path: String, _ fields: [String] = []) throws -> Reply {
    let lines =
      [
        "GET \(path) HTTP/1.1", "Host: 127.0.0.1:\(port)", "Connection: close",
        "Authorization: Bearer \(token)",
      ] + fields
    return try send(lines.joined(separator: "\r\n") + "\r\n\r\n")
  }

  /// Sends bytes, and reads to the connection's end.
  func send(_ text: String) throws -> Reply {
    let bytes = try RawClient(port: port).exchange(Array(text.utf8))
    let end = bytes.firstRange(of: Array("\r\n\r\n".utf8))
    let head = String(decoding: bytes[..<(end?.lowerBound ?? bytes.endIndex)], as: UTF8.self)
    var body = Array(bytes[(end?.upperBound ?? bytes.endIndex)...])
    if head.lowercased().contains("transfer-encoding: chunked") { body = Self.unchunked(body) }
    let status = head.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    return Reply(status: status, head: head, body: String(decoding: body, as: UTF8.self))
  }

  /// What is in chunks; `(cut)` stands at the end of what has no last one.
  private static func unchunked(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var place = 0
    while let end = bytes[place...].position(of: UInt8(ascii: "\r")) {
      guard let size = Int(String(decoding: bytes[place..<end], as: UTF8.self), radix: 16) else {
        break
      }
      if size == 0 { return result }
      guard end + 2 + size + 2 <= bytes.count else { break }
      result += bytes[(end + 2)..<(end + 2 + size)]
      place = end + 2 + size + 2
    }
    return result + "(cut)".utf8
  }
}

/// Takes connections until the latch is open.
private func accept(
  _ listener: consuming ListeningSocket, _ server: Server, until latch: Latch
) {
  guard let set = try? ReadySet() else { return }
  while !latch.isOpen {
    guard let events = try? set.wait(listener, nil, atMost: 0.05), events.hasConnection else {
      continue
    }
    if let connection = try? listener.accept() { server.take(connection) }
  }
}

/// A connection to a port of this machine, byte for byte.
final class RawClient {
  private let descriptor: CInt

  init(port: Int) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let code = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard code == 0 else { throw SupportFailure("cannot connect to port \(port)") }
  }

  deinit { close(descriptor) }

  func write(_ bytes: [UInt8]) throws {
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.send(
          descriptor, $0.baseAddress?.advanced(by: done), bytes.count - done, CInt(MSG_NOSIGNAL))
      }
      guard count > 0 else { throw SupportFailure("the connection takes no more") }
      done += count
    }
  }

  /// Reads what comes next; none at the end.
  func read() -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = unsafe recv(descriptor, &bytes, bytes.count, 0)
    return Array(bytes.prefix(max(0, count)))
  }

  /// Writes, and reads to the end.
  func exchange(_ bytes: [UInt8]) throws -> [UInt8] {
    try write(bytes)
    var result: [UInt8] = []
    while true {
      let more = read()
      if more.isEmpty { return result }
      result += more
    }
  }
}
