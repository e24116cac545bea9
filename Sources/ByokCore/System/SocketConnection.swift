internal import CLinux
internal import Glibc

/// The number of a connection's socket, which whoever owns the connection keeps open.
package struct ConnectionHandle: Equatable, Sendable {
  let descriptor: CInt
}

/// A connection that somebody has opened to us.
///
/// One thread reads and writes; others may only ``shut()`` it.
package final class SocketConnection: Sendable {
  /// Seconds after which a write is given up that the other end does not take.
  package static let writePatience: UInt32 = 120

  private let socket: Condition<OpenFile?>
  private let descriptor: CInt

  /// Takes over a connected socket.
  init(_ socket: consuming OpenFile) {
    descriptor = socket.descriptor
    self.socket = Condition(socket)
  }

  /// Its socket's number, as long as it is not closed.
  package var handle: ConnectionHandle { ConnectionHandle(descriptor: descriptor) }

  /// The user whose process is at the other end; `nil` where the system does not say.
  package var peerUser: UInt32? {
    let user = clinux_peer_user(descriptor)
    return user < 0 ? nil : UInt32(truncatingIfNeeded: user)
  }

  /// Whether the other end has closed it, or will send nothing more.
  package var hasHungUp: Bool { clinux_has_hung_up(descriptor) != 0 }

  /// Reads what has arrived, waiting for it if need be.
  ///
  /// - Parameters:
  ///   - limit: The most bytes.
  ///   - deadline: Until when to wait, on the monotonic clock.
  /// - Returns: The bytes; none at the end; `nil` when the time was over first.
  /// - Throws: The ``Errno`` of `poll` or `recv`.
  package func receive(atMost limit: Int, until deadline: Double) throws(Errno) -> [UInt8]? {
    var bytes: [UInt8] = []
    let left = deadline - Clock.system.monotonic()
    let milliseconds = CInt(clamping: Int((max(0, left) * 1000).rounded(.up)))
    guard try wait(for: CShort(POLLIN), on: descriptor, milliseconds: milliseconds) else {
      return nil
    }
    var failure: Errno?
    bytes = unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      do throws(Errno) {
        count = try retryingInterrupted {
          unsafe recv(descriptor, buffer.baseAddress, limit, 0)
        }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Writes all bytes.
  ///
  /// - Throws: The ``Errno`` of `send`, also where the other end takes nothing for too long.
  package func send(_ bytes: Span<UInt8>) throws(Errno) {
    var done = 0
    while done < bytes.count {
      let start = done
      done += try retryingInterrupted {
        unsafe bytes.withUnsafeBytes { buffer in
          unsafe Glibc.send(
            descriptor, buffer.baseAddress?.advanced(by: start), buffer.count - start,
            CInt(MSG_NOSIGNAL))
        }
      }
    }
  }

  /// Ends it in both directions, which wakes the thread that reads or writes.
  package func shut() {
    socket.withLock { socket in
      if socket != nil { _ = shutdown(descriptor, CInt(SHUT_RDWR)) }
    }
  }

  /// Closes it; what is left to be read is given up.
  ///
  /// A reply that is still under way would be lost with a reset, so what comes is read for a moment.
  package func close() {
    _ = shutdown(descriptor, CInt(SHUT_WR))
    let deadline = Clock.system.monotonic() + Self.lingerTime
    var left = Self.lingerLimit
    while left > 0, let bytes = try? receive(atMost: 65_536, until: deadline), !bytes.isEmpty {
      left -= bytes.count
    }
    socket.withLock { $0 = nil }
  }

  /// Closes it at once.
  package func drop() { socket.withLock { $0 = nil } }

  /// Seconds and bytes for which a closed connection is still read.
  private static let lingerTime = 1.0
  private static let lingerLimit = 4 << 20
}
