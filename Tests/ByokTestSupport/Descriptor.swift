internal import Glibc

/// Reading and writing of file descriptors.
enum Descriptor {
  /// Makes writing to a pipe nobody reads fail, not kill the tests; children get the default back.
  static let ignoreBrokenPipes: Void = {
    _ = signal(SIGPIPE, SIG_IGN)
  }()

  /// Opens a pipe.
  static func pipe() throws -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    guard unsafe Glibc.pipe(&ends) == 0 else { throw SupportFailure.system("pipe") }
    return (ends[0], ends[1])
  }

  /// Reads what is there, waiting for at least one byte; empty at the end and on any error.
  ///
  /// A terminal whose other side is gone answers with an error: that is its end too.
  static func read(_ descriptor: Int32, upTo limit: Int = 65536) -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      repeat {
        count = unsafe Glibc.read(descriptor, buffer.baseAddress, limit)
      } while count < 0 && errno == EINTR
      count = max(count, 0)
    }
  }

  /// Writes all of `bytes`; false when the other side is gone.
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    _ = ignoreBrokenPipes
    return unsafe whole(bytes) { unsafe Glibc.write(descriptor, $0, $1) }
  }

  /// Sends all of `bytes` over a socket; false when the other side is gone.
  static func send(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    unsafe whole(bytes) { unsafe Glibc.send(descriptor, $0, $1, Int32(MSG_NOSIGNAL)) }
  }

  private static func whole(
    _ bytes: [UInt8], _ write: (UnsafeRawPointer?, Int) -> Int
  ) -> Bool {
    unsafe bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count {
        let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[done...])
        let count = unsafe write(rest.baseAddress, rest.count)
        if count > 0 {
          done += count
        } else if errno != EINTR {
          return false
        }
      }
      return true
    }
  }
}
