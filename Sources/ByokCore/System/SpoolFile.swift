internal import Glibc
internal import Synchronization

/// A file that only this process sees: it has no name, and ends with its owner.
///
/// The C functions are `openat` and `unlinkat`; what is written to it is on no disk that a later
/// reader could find by a name.
package final class SpoolFile: Sendable {
  private let file: OpenFile
  private let size = Mutex(0)

  /// - Parameter folder: Where there is room for it.
  /// - Throws: The ``Errno`` of what failed.
  package init(in folder: borrowing OpenFile) throws(Errno) {
    // One that has a name is of a process that died, or is about to lose its name anyway.
    for name in folder.names() where name.hasPrefix(Self.prefix) {
      unsafe unlinkat(folder.descriptor, name, 0)
    }
    let name = "\(Self.prefix)\(getpid()).\(String(UInt64.random(in: 0...UInt64.max), radix: 36))"
    let flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_APPEND
    file = try OpenFile(name, flags: flags, mode: 0o600, below: folder.descriptor)
    do throws(Errno) {
      _ = try retryingInterrupted { unsafe unlinkat(folder.descriptor, name, 0) }
    } catch  where error == .notFound {}
  }

  private static let prefix = ".spool.tmp."

  /// The number of its bytes.
  package var count: Int { size.withLock { $0 } }

  /// Writes bytes at its end.
  ///
  /// - Throws: The ``Errno`` of what failed.
  package func append(_ bytes: Span<UInt8>) throws(Errno) {
    try file.writeAll(bytes)
    let count = bytes.count
    size.withLock { $0 += count }
  }

  /// The same file once more, for reading from its beginning.
  ///
  /// The C functions are `fcntl` and `lseek`.
  ///
  /// - Throws: The ``Errno`` of what failed.
  func reopened() throws(Errno) -> OpenFile {
    let copy = try retryingInterrupted { fcntl(file.descriptor, F_DUPFD_CLOEXEC, 0) }
    let reader = OpenFile(descriptor: copy)
    guard lseek(copy, 0, SEEK_SET) == 0 else { throw .current }
    return reader
  }

  /// Reads bytes from a place.
  ///
  /// - Returns: Fewer where it ends before.
  /// - Throws: The ``Errno`` of what failed.
  package func read(at offset: Int, count: Int) throws(Errno) -> [UInt8] {
    try file.read(at: offset, count: count)
  }
}
