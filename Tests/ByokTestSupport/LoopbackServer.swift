internal import ByokCore
public import Foundation
internal import Glibc

/// An HTTP/1.1 server on 127.0.0.1 that plays the provider in tests.
///
/// It keeps every request, answers many connections at once (a thread each), and can misbehave in
/// all the ways a ``Reply`` describes.
public final class LoopbackServer: Sendable {
  /// Makes the reply to a request, of which one at a time is called; it must not use the server.
  public typealias Handler = @Sendable (Request) -> Reply

  /// The port, chosen by the system.
  public let port: UInt16

  private let state = Condition(State())

  /// What the threads share.
  struct State {
    var requests: [Request] = []
    var connections: Set<Int32> = []
    var stopped = false
  }

  /// Starts a server that asks `handler` for each reply.
  ///
  /// - Throws: A ``SupportFailure`` when no port is free.
  public init(_ handler: @escaping Handler) throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard listener >= 0 else { throw SupportFailure.system("socket") }
    port = try Self.listen(listener)
    state.update { _ = $0.connections.insert(listener) }
    Thread.detachNewThread { [state] in
      Self.accept(listener, state, handler)
    }
  }

  /// Starts a server that gives `replies` in order; the last one again and again.
  ///
  /// - Throws: A ``SupportFailure`` when no port is free.
  public convenience init(_ replies: Reply...) throws {
    try self.init(replies)
  }

  /// Starts a server that gives `replies` in order; the last one again and again.
  ///
  /// - Throws: A ``SupportFailure`` when no port is free.
  public convenience init(_ replies: [Reply]) throws {
    let next = Condition(0)
    try self.init { _ in
      let index = next.update { next in
        next += 1
        return next - 1
      }
      let none = Reply.text("no reply", status: 500)
      return replies.isEmpty ? none : replies[min(index, replies.count - 1)]
    }
  }

  deinit {
    stop()
  }

  /// The server's address, `http://127.0.0.1:PORT`.
  public var baseURL: String { "http://127.0.0.1:\(port)" }

  /// All requests received whole, in order.
  public var requests: [Request] { state.update { $0.requests } }

  /// Waits until `count` requests have arrived.
  ///
  /// - Throws: A ``SupportFailure`` when they have not within `timeLimit` seconds.
  public func waitForRequests(_ count: Int, timeLimit: TimeInterval = 20) throws {
    let haveArrived = state.wait(atMost: timeLimit) { $0.requests.count >= count ? true : nil }
    guard haveArrived == nil else { return }
    throw SupportFailure("\(requests.count) requests in \(timeLimit) s, not \(count)")
  }

  /// Closes all connections and refuses new ones.
  public func stop() {
    state.update { state in
      state.stopped = true
      // Wakes the threads, which close the descriptors.
      state.connections.forEach { shutdown($0, Int32(SHUT_RDWR)) }
    }
  }

  private static func listen(_ listener: Int32) throws -> UInt16 {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let failed = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        unsafe bind(listener, pointer, size) != 0 || Glibc.listen(listener, 256) != 0
          || getsockname(listener, pointer, &size) != 0
      }
    }
    guard !failed else { throw SupportFailure.system("cannot listen on 127.0.0.1") }
    return UInt16(bigEndian: address.sin_port)
  }

  private static func accept(
    _ listener: Int32, _ state: Condition<State>, _ handler: @escaping Handler
  ) {
    while true {
      let descriptor = Glibc.accept(listener, nil, nil)
      if descriptor < 0 && (errno == EINTR || errno == ECONNABORTED) { continue }
      guard descriptor >= 0, state.update({ $0.admit(descriptor) }) else {
        if descriptor >= 0 { close(descriptor) }
        state.update { $0.close(listener) }
        return
      }
      Thread.detachNewThread {
        var connection = Connection(descriptor, isStopped: { state.update { $0.stopped } })
        while let request = connection.receive() {
          // The handler sees the requests in the order in which they are kept.
          let reply = state.update { state in
            state.requests.append(request)
            return handler(request)
          }
          guard connection.send(reply, to: request) else { break }
        }
        state.update { $0.close(descriptor) }
      }
    }
  }
}

extension LoopbackServer.State {
  /// Takes a new connection in, unless the server was stopped.
  fileprivate mutating func admit(_ descriptor: Int32) -> Bool {
    guard !stopped else { return false }
    connections.insert(descriptor)
    return true
  }

  /// Closes a descriptor, and forgets its number first: it may be used anew.
  fileprivate mutating func close(_ descriptor: Int32) {
    connections.remove(descriptor)
    Glibc.close(descriptor)
  }
}
