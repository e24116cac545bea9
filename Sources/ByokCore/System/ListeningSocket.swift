internal import CLinux
internal import Glibc

/// Where connections are taken, always on this machine.
package enum ListeningAddress: Equatable, Sendable, ArgumentValue {
  /// A port of 127.0.0.1, or of `[::1]`; 0 for a free one.
  case loopback(port: UInt16, isIPv6: Bool)
  /// A socket at a path.
  case path(String)

  package static let expectation = "127.0.0.1:PORT, [::1]:PORT or unix:PATH"
  package static let words: WordKind? = .text

  package init?(argument: String) {
    if argument.hasPrefix("unix:") {
      let path = String(argument.dropFirst(5))
      guard !path.isEmpty, !path.utf8.contains(0) else { return nil }
      self = .path(path)
      return
    }
    for (host, isIPv6) in [("127.0.0.1:", false), ("[::1]:", true)] where argument.hasPrefix(host) {
      let digits = argument.dropFirst(host.utf8.count)
      guard let port = UInt16(digits), String(port) == digits else { return nil }
      self = .loopback(port: port, isIPv6: isIPv6)
      return
    }
    return nil
  }

  /// As an argument says it.
  package var text: String {
    switch self {
    case .loopback(let port, let isIPv6): "\(isIPv6 ? "[::1]" : "127.0.0.1"):\(port)"
    case .path(let path): "unix:\(path)"
    }
  }
}

/// A socket that takes connections, closed when its owner ends.
package struct ListeningSocket: ~Copyable {
  /// Its address, with the port that it got.
  package let address: ListeningAddress
  /// Whether we made the file at its path, and remove it.
  private let ownsPath: Bool
  let file: OpenFile

  /// Takes connections at an address.
  ///
  /// A socket at a path is for its owner alone; one that nobody listens at any more is replaced.
  ///
  /// - Throws: The ``Errno`` of `bind` and `listen`.
  package init(_ address: ListeningAddress) throws(Errno) {
    switch address {
    case .loopback(let port, let isIPv6):
      var bound: CInt = 0
      let socket = unsafe clinux_listen_tcp(isIPv6 ? 1 : 0, port, &bound)
      guard socket >= 0 else { throw .current }
      file = OpenFile(descriptor: socket)
      self.address = .loopback(port: UInt16(truncatingIfNeeded: bound), isIPv6: isIPv6)
      ownsPath = false
    case .path(let path):
      let mask = umask(0o177)
      defer { umask(mask) }
      var socket = unsafe clinux_listen_unix(path)
      if socket < 0, Errno.current.code == EADDRINUSE, Self.isAbandoned(path) {
        unsafe unlink(path)
        socket = unsafe clinux_listen_unix(path)
      }
      guard socket >= 0 else { throw .current }
      file = OpenFile(descriptor: socket)
      self.address = address
      ownsPath = true
    }
  }

  /// Takes over a socket that our caller has opened; `nil` if it takes no connections.
  ///
  /// - Parameter descriptor: Its number.
  package init?(inherited descriptor: CInt) {
    guard clinux_is_listening(descriptor) != 0 else { return nil }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    let port = clinux_socket_port(descriptor)
    file = OpenFile(descriptor: descriptor)
    address =
      port > 0
      ? .loopback(port: UInt16(truncatingIfNeeded: port), isIPv6: false) : .path("(inherited)")
    ownsPath = false
  }

  /// Whether only this machine can reach it.
  package var isLoopback: Bool { clinux_is_loopback(file.descriptor) != 0 }

  /// Takes the next connection, which must be there.
  ///
  /// - Throws: The ``Errno`` of `accept`, also when it has gone meanwhile.
  package func accept() throws(Errno) -> SocketConnection {
    let socket = clinux_accept(file.descriptor, SocketConnection.writePatience)
    guard socket >= 0 else { throw .current }
    return SocketConnection(OpenFile(descriptor: socket))
  }

  deinit {
    if ownsPath, case .path(let path) = address { unsafe unlink(path) }
  }

  /// Whether a socket is at a path that nobody listens at.
  private static func isAbandoned(_ path: String) -> Bool {
    var status = stat()
    guard unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else {
      return false
    }
    let socket = unsafe clinux_connect_unix(path)
    if socket >= 0 { _ = Glibc.close(socket) }
    return socket < 0 && Errno.current.code == ECONNREFUSED
  }
}
