package import Glibc

/// An open file or folder, closed when its owner ends.
package struct OpenFile: ~Copyable {
  package let descriptor: CInt

  /// Opens `path`; a relative one below `folder`, or below the current folder if that is `nil`.
  ///
  /// The descriptor is closed on `exec`, and a terminal never becomes the controlling one.
  /// The C function is `openat`.
  package init(
    _ path: String, flags: CInt, mode: mode_t = 0, below folder: CInt = AT_FDCWD
  ) throws(Errno) {
    descriptor = try retryingInterrupted {
      unsafe openat(folder, path, flags | O_CLOEXEC | O_NOCTTY, mode)
    }
  }

  /// Takes over an open descriptor.
  init(descriptor: CInt) { self.descriptor = descriptor }

  /// Opens a file of the user's for reading, whatever kind of file it is.
  package init(reading path: String) throws(Errno) {
    try self.init(path, flags: O_RDONLY)
  }

  /// Opens a file of the user's to examine it, without waiting for the other end of a FIFO.
  package init(examining path: String) throws(Errno) {
    try self.init(path, flags: O_RDONLY | O_NONBLOCK)
  }

  /// Opens a file for reading that can be read from any place.
  ///
  /// - Throws: The ``Errno`` of a seek where it is a pipe or a device.
  init(readingRegular path: String) throws(Errno) {
    // O_NONBLOCK: a FIFO must not be waited for.
    let file = try OpenFile(path, flags: O_RDONLY | O_NONBLOCK)
    guard try file.status().st_mode & S_IFMT == S_IFREG else { throw Errno(code: ESPIPE) }
    self = file
  }

  /// Opens a file of byok's for appending, and for reading its end; makes it if it is missing.
  package init(appendingTo name: String, below folder: borrowing OpenFile) throws(Errno) {
    let flags = O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK
    try self.init(name, flags: flags, mode: 0o600, below: folder.descriptor)
  }

  deinit {
    Glibc.close(descriptor)
  }

  /// Closes the file and reports a failure that only shows now.
  ///
  /// The C function is `close`; on Linux an interrupted one has closed the file anyway.
  package consuming func close() throws(Errno) {
    let descriptor = descriptor
    discard self
    guard Glibc.close(descriptor) != 0 else { return }
    let failure = Errno.current
    if failure != .interrupted { throw failure }
  }

  /// What `fstat` says.
  package func status() throws(Errno) -> stat {
    var status = stat()
    _ = try retryingInterrupted { unsafe fstat(descriptor, &status) }
    return status
  }

  /// Its permissions, as `0600`; `?` if the system does not say.
  package var mode: String {
    (try? status()).map { Self.text(ofMode: $0.st_mode) } ?? "?"
  }

  /// The permissions of a mode, as `0600`.
  static func text(ofMode mode: mode_t) -> String {
    let digits = String(mode & 0o7777, radix: 8)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// Reads to the end, or throws ``ReadFailure/tooLarge(limit:)`` past `limit` bytes.
  func readAll(limit: Int) throws(ReadFailure) -> [UInt8] {
    do {
      // A sparse file may claim any size; one byte more shows the end.
      let expected = min(Int(clamping: try status().st_size), limit) + 1
      var bytes = try readOn(max(4096, expected))
      while bytes.count <= limit {
        let more = try readOn(max(4096, expected - bytes.count))
        if more.isEmpty { return bytes }
        bytes += more
      }
    } catch {
      throw .system(error)
    }
    throw .tooLarge(limit: limit)
  }

  /// Reads `count` bytes from `offset` on, or fewer where the file ends before.
  ///
  /// The C function is `pread`.
  package func read(at offset: Int, count: Int) throws(Errno) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      let start = offset + bytes.count
      let more = try unsafe readSome(count - bytes.count) { base, room in
        unsafe pread(descriptor, base, room, start)
      }
      if more.isEmpty { break }
      if bytes.isEmpty { bytes = more } else { bytes += more }
    }
    return bytes
  }

  /// Lets `call` read up to `room` bytes; none at the end.
  private func readSome(
    _ room: Int, _ call: (UnsafeMutablePointer<UInt8>, Int) -> Int
  ) throws(Errno) -> [UInt8] {
    var failure: Errno?
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
      guard let base = buffer.baseAddress else { return }
      do throws(Errno) {
        count = try retryingInterrupted { unsafe call(base, room) }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Reads up to `room` bytes from an open descriptor; none at the end.
  static func read(_ descriptor: CInt, atMost room: Int) throws(Errno) -> [UInt8] {
    var failure: Errno?
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
      guard let base = buffer.baseAddress else { return }
      do throws(Errno) {
        count = try unsafe ByokCore.read(descriptor, to: base, count: room)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }

  func readOn(_ room: Int) throws(Errno) -> [UInt8] {
    try unsafe readSome(room) { base, room in unsafe Glibc.read(descriptor, base, room) }
  }

  /// Writes every byte; see ``write(_:to:)``.
  package func writeAll(_ bytes: Span<UInt8>) throws(Errno) {
    try write(bytes, to: descriptor)
  }

  /// Writes all bytes by one call, so that in a file that is appended to nothing comes between
  /// them.
  ///
  /// - Throws: The ``Errno`` of `write`; `noSpace` where it took only a part.
  package func writeOnce(_ bytes: Span<UInt8>) throws(Errno) {
    let count = try retryingInterrupted {
      unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
      }
    }
    guard count == bytes.count else { throw .noSpace }
  }

  /// Takes a lock on the file that ends with it, without waiting.
  ///
  /// The C function is `flock`; where the file system has no locks, it is as if it were taken.
  ///
  /// - Parameter isExclusive: Whether nobody else may have one.
  /// - Returns: Whether it is taken.
  /// - Throws: The ``Errno`` of `flock`.
  package func locks(isExclusive: Bool) throws(Errno) -> Bool {
    do {
      let kind = isExclusive ? LOCK_EX : LOCK_SH
      _ = try retryingInterrupted { flock(descriptor, kind | LOCK_NB) }
    } catch  where error == .wouldBlock {
      return false
    } catch  where error == .notSupported || error == .noLocks {}
    return true
  }

  /// Whether the file has no name any more: another has taken its place.
  package func isNameless() throws(Errno) -> Bool { try status().st_nlink == 0 }

  /// Removes what follows the first `size` bytes.
  ///
  /// The C function is `ftruncate`.
  package func truncate(to size: Int) throws(Errno) {
    _ = try retryingInterrupted { ftruncate(descriptor, size) }
  }

  /// Forces the content to the disk.
  ///
  /// The C function is `fsync`; a failure is never tried again.
  package func synchronize() throws(Errno) {
    _ = try retryingInterrupted { fsync(descriptor) }
  }
}

/// Why a file could not be read whole.
package enum ReadFailure: Error, Equatable {
  /// It holds more than was allowed.
  case tooLarge(limit: Int)
  /// A system call failed.
  case system(Errno)

  /// The reason as the end of a sentence.
  package var text: String {
    switch self {
    case .tooLarge(let limit): "it is larger than \(limit / 1024) KiB"
    case .system(let failure): failure.text
    }
  }
}

/// Whether there is something of that name.
package func fileExists(_ path: String) -> Bool {
  unsafe access(path, F_OK) == 0
}

/// Reads up to `count` bytes to `base`; 0 at the end.
///
/// The C function is `read`.
package func read(
  _ descriptor: CInt, to base: UnsafeMutablePointer<UInt8>, count: Int
) throws(Errno) -> Int {
  try retryingInterrupted { unsafe Glibc.read(descriptor, base, count) }
}

/// Writes every byte of `bytes`, waiting where the descriptor is non-blocking and full.
///
/// The C function is `write`.
package func write(_ bytes: Span<UInt8>, to descriptor: CInt) throws(Errno) {
  var done = 0
  while done < bytes.count {
    do {
      let start = done
      done += try retryingInterrupted {
        unsafe bytes.withUnsafeBytes { buffer in
          unsafe Glibc.write(
            descriptor, buffer.baseAddress?.advanced(by: start), buffer.count - start)
        }
      }
    } catch  where error == .wouldBlock {
      _ = try wait(for: CShort(POLLOUT), on: descriptor, milliseconds: -1)
    }
  }
}

/// Waits until `descriptor` is ready, hung up or in error.
///
/// - Parameters:
///   - events: `POLLIN` or `POLLOUT`.
///   - descriptor: What to wait for.
///   - milliseconds: The longest wait; negative waits for ever.
/// - Returns: `false` when the time ran out first.
/// - Throws: The ``Errno`` of `poll`.
package func wait(
  for events: CShort, on descriptor: CInt, milliseconds: CInt
) throws(Errno) -> Bool {
  var entry = pollfd(fd: descriptor, events: events, revents: 0)
  return try retryingInterrupted { unsafe poll(&entry, 1, milliseconds) } > 0
}

/// Reads a file that the user names, whatever kind of file it is.
package func readFile(_ path: String, limit: Int) throws(ReadFailure) -> [UInt8] {
  let file: OpenFile
  do {
    file = try OpenFile(reading: path)
  } catch {
    throw .system(error)
  }
  return try file.readAll(limit: limit)
}
