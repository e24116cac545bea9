internal import CSodium

/// Locked memory that holds one secret and is wiped when its owner ends.
///
/// The only type that owns key bytes. It is noncopyable and has no description, hash or encoding,
/// so that a secret cannot end up in a message by accident. Its pages are left out of core files
/// and lie between guard pages (`sodium_malloc`).
@safe struct Secret: ~Copyable {
  private let base: UnsafeMutablePointer<UInt8>

  /// The number of bytes held.
  let count: Int

  /// Makes room for `capacity` bytes and lets `fill` write the secret straight into it.
  ///
  /// - Parameters:
  ///   - capacity: The most bytes that `fill` may write.
  ///   - fill: Writes the secret and returns how many bytes it has.
  /// - Throws: What `fill` throws; a failure when memory is out.
  init(
    capacity: Int, fill: (UnsafeMutablePointer<UInt8>) throws(ByokError) -> Int
  ) throws(ByokError) {
    guard sodium_init() >= 0, let memory = unsafe sodium_malloc(capacity) else {
      throw .outOfMemory(forSecretOf: capacity)
    }
    let base = unsafe memory.assumingMemoryBound(to: UInt8.self)
    let count: Int
    do throws(ByokError) {
      count = try unsafe fill(base)
    } catch {
      unsafe sodium_free(memory)
      throw error
    }
    unsafe self.base = base
    self.count = count
  }

  /// Copies `bytes`; the caller still owns, and should wipe, the original.
  ///
  /// - Throws: A failure when memory is out.
  init(copying bytes: Span<UInt8>) throws(ByokError) {
    try unsafe self.init(capacity: bytes.count) { base in
      for index in bytes.indices { unsafe base[index] = bytes[index] }
      return bytes.count
    }
  }

  /// Fresh random bytes.
  ///
  /// - Throws: A failure when memory is out.
  init(randomBytes count: Int) throws(ByokError) {
    try unsafe self.init(capacity: count) { base in
      unsafe randombytes_buf(base, count)
      return count
    }
  }

  deinit {
    unsafe sodium_free(base)
  }

  /// Lends the bytes to `body`; they are valid only for the duration of the call.
  borrowing func withBytes<Result: ~Copyable, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let buffer = unsafe UnsafeBufferPointer(start: base, count: count)
    return unsafe try body(buffer.span)
  }

  /// Lends the address of the first byte to `body`, for the C functions that need one.
  borrowing func withPointer<Result: ~Copyable, Failure: Error>(
    _ body: (UnsafeMutablePointer<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    unsafe try body(base)
  }

  /// Copies part of the secret.
  ///
  /// - Parameter range: Offsets within the secret.
  /// - Returns: A secret of its own.
  /// - Throws: A failure when memory is out.
  borrowing func slice(_ range: Range<Int>) throws(ByokError) -> Secret {
    try withBytes { (bytes) throws(ByokError) in
      try Secret(copying: bytes.extracting(range))
    }
  }

  /// Whether both hold the same bytes, in a time that does not depend on where they differ.
  borrowing func equals(_ other: borrowing Secret) -> Bool {
    guard count == other.count else { return false }
    return unsafe sodium_memcmp(base, other.base, count) == 0
  }

  /// Reads `descriptor` to its end straight into locked memory.
  ///
  /// - Parameters:
  ///   - descriptor: What to read.
  ///   - limit: The most bytes to take.
  ///   - failure: Makes the error that a failed read ends in.
  /// - Returns: The secret, or `nil` when there is more than `limit`.
  /// - Throws: A failure when memory is out, or what `failure` makes.
  static func reading(
    _ descriptor: CInt, limit: Int, failure: (Errno) -> ByokError
  ) throws(ByokError) -> Secret? {
    let room = limit + 1
    let secret = try unsafe Secret(capacity: room) { (base) throws(ByokError) in
      var filled = 0
      do throws(Errno) {
        while filled < room {
          let count = try unsafe read(descriptor, to: base + filled, count: room - filled)
          if count == 0 { break }
          filled += count
        }
      } catch {
        throw failure(error)
      }
      return filled
    }
    if secret.count > limit { return nil }
    return secret
  }
}

extension ByokError {
  static func outOfMemory(forSecretOf count: Int) -> Self {
    Self(.failure, "cannot get \(count) bytes of protected memory: out of memory")
  }
}
