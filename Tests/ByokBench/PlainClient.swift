import ByokTestSupport
import Foundation
internal import Glibc

/// A connection to a server on loopback that stays open, as an SDK's does; it does as little as it can.
final class PlainClient {
  private let descriptor: Int32
  private let host: String

  /// - Throws: A ``SupportFailure`` when nobody listens there.
  init(_ baseURL: String) throws {
    host = baseURL.replacing("http://", with: "")
    guard let port = host.split(separator: ":").last.flatMap({ UInt16($0) }) else {
      throw SupportFailure("'\(baseURL)' has no port")
    }
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    let code = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard code == 0 else {
      close(descriptor)
      throw SupportFailure("nobody listens at \(baseURL)")
    }
    var on: Int32 = 1
    unsafe setsockopt(
      descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
  }

  deinit { close(descriptor) }

  /// The bytes of a POST.
  func request(_ path: String, _ body: some StringProtocol, token: String) -> [UInt8] {
    Array(
      ("POST \(path) HTTP/1.1\r\nHost: \(host)\r\nAuthorization: Bearer \(token)\r\n"
        + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
        .utf8)
  }

  /// Sends a request.
  func begin(_ request: [UInt8]) throws {
    guard unsafe send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count
    else { throw SupportFailure("the connection has ended") }
  }

  /// Waits for the first bytes of a reply.
  func awaitBytes() throws {
    var piece = [UInt8](repeating: 0, count: 4096)
    let count = unsafe recv(descriptor, &piece, piece.count, 0)
    let start = String(decoding: piece.prefix(max(0, count)), as: UTF8.self)
    guard start.hasPrefix("HTTP/1.1 200") else { throw SupportFailure("the reply is '\(start)'") }
  }

  /// The milliseconds of a request and its whole reply, which has a length.
  func milliseconds(_ request: [UInt8]) throws -> Double {
    let clock = ContinuousClock()
    let start = clock.now
    try begin(request)
    var reply: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 4096)
    repeat {
      let count = unsafe recv(descriptor, &piece, piece.count, 0)
      guard count > 0 else { throw SupportFailure("the connection has ended") }
      reply += piece[..<count]
    } while PlainServer.wholeSize(of: reply).map { $0 > reply.count } ?? true
    let seconds = (clock.now - start) / .seconds(1)
    guard reply.starts(with: "HTTP/1.1 200".utf8) else {
      throw SupportFailure("the reply is '\(String(decoding: reply, as: UTF8.self))'")
    }
    return seconds * 1000
  }
}
