import ByokTestSupport
import Foundation
internal import Glibc

/// An HTTP/1.1 server on loopback that gives every request the same answer, and does as little for it
/// as it can: what is measured against it are its clients.
struct PlainServer {
  let baseURL: String
  private let listener: Int32

  /// Starts it, a thread for each connection.
  ///
  /// - Parameters:
  ///   - body: The answer.
  ///   - holds: Whether it is the first event of a stream that goes on until its client is gone.
  /// - Throws: A ``SupportFailure`` when no port is free.
  init(answering body: String, holds: Bool = false) throws {
    let event = "data: \(body)\n\n"
    let text =
      holds
      ? "Content-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
        + "\(String(event.utf8.count, radix: 16))\r\n\(event)\r\n"
      : "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    let answer = Array("HTTP/1.1 200 OK\r\n\(text)".utf8)
    let (listener, port) = try Self.listen()
    self.listener = listener
    baseURL = "http://127.0.0.1:\(port)"
    Thread.detachNewThread {
      while true {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else { return }
        Thread.detachNewThread { Self.serve(connection, answer) }
      }
    }
  }

  /// A port that nobody listens at.
  ///
  /// - Throws: A ``SupportFailure`` when there is none.
  static func freePort() throws -> UInt16 {
    let (listener, port) = try listen()
    close(listener)
    return port
  }

  private static func listen() throws -> (listener: Int32, port: UInt16) {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let failed = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        unsafe bind(listener, pointer, size) != 0 || Glibc.listen(listener, 4096) != 0
          || getsockname(listener, pointer, &size) != 0
      }
    }
    guard listener >= 0, !failed else { throw SupportFailure("no port for the server") }
    return (listener, UInt16(bigEndian: address.sin_port))
  }

  /// Takes no more connections.
  func stop() {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  private static func serve(_ connection: Int32, _ answer: [UInt8]) {
    defer { close(connection) }
    var request: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = unsafe recv(connection, &piece, piece.count, 0)
      guard count > 0 else { return }
      request += piece[..<count]
      while let size = wholeSize(of: request), size <= request.count {
        request.removeFirst(size)
        guard unsafe send(connection, answer, answer.count, Int32(MSG_NOSIGNAL)) > 0
        else { return }
      }
    }
  }

  /// The bytes of a request or a reply with its body; `nil` until its head is there.
  static func wholeSize(of request: [UInt8]) -> Int? {
    let field = Array("content-length: ".utf8)
    var length = 0
    var start = 0
    while let end = request[start...].firstIndex(of: UInt8(ascii: "\r")) {
      if end == start { return end + 2 + length }
      let line = request[start..<end]
      if line.count > field.count, zip(line, field).allSatisfy({ $0 | 0x20 == $1 | 0x20 }) {
        length = Int(String(decoding: line.dropFirst(field.count), as: UTF8.self)) ?? 0
      }
      start = end + 2
      guard start <= request.count else { return nil }
    }
    return nil
  }
}
