internal import CSodium

/// Locked memory that holds one secret and is wiped when its owner ends.
///
/// The only type that owns key bytes. It is noncopyable and has no description, hash or encoding,
/// so that a secret cannot end up in a message by accident. Its pages are left out of core files
/// and are between guard pages (`sodium_malloc`).
@safe package struct Secret: ~Copyable {
  /// The locked memory, in which the secret begins at `start`.
  private let memory: UnsafeMutablePointer<UInt8>
  private let capacity: Int
  private let start: Int

  /// The number of bytes held.
  package let count: Int

  private var base: UnsafeMutablePointer<UInt8> { unsafe memory + start }

  /// Makes room for `capacity` bytes and lets `fill` write the secret straight into it.
  ///
  /// - Parameters:
  ///   - capacity: The most bytes that `fill` may write.
  ///   - old: A secret that is no longer needed, whose memory is wiped and used again if it is of
  ///     that size: locked memory takes 30 µs to get and give back.
  ///   - fill: Writes the secret and returns how many bytes it has.
  /// - Throws: What `fill` throws; a failure when memory is out.
  package init(
    capacity: Int, reusing old: consuming Secret? = nil,
    fill: (UnsafeMutablePointer<UInt8>) throws(ByokError) -> Int
  ) throws(ByokError) {
    let memory = try unsafe Self.memory(capacity, from: old)
    let count: Int
    do throws(ByokError) {
      count = try unsafe fill(memory)
    } catch {
      unsafe sodium_free(memory)
      throw error
    }
    unsafe self.memory = memory
    (self.capacity, start, self.count) = (capacity, 0, count)
  }

  private init(_ memory: UnsafeMutablePointer<UInt8>, capacity: Int, start: Int, count: Int) {
    unsafe self.memory = memory
    (self.capacity, self.start, self.count) = (capacity, start, count)
  }

  private static func memory(
    _ capacity: Int, from old: consuming Secret?
  ) throws(ByokError) -> UnsafeMutablePointer<UInt8> {
    // Only of the same size: the guard page must follow right behind the last byte.
    if let old, old.capacity == capacity { return unsafe old.wiped() }
    guard sodium_init() >= 0, let memory = unsafe sodium_malloc(capacity) else {
      throw .outOfMemory(forSecretOf: capacity)
    }
    return unsafe memory.assumingMemoryBound(to: UInt8.self)
  }

  /// The memory without the secret; whoever gets it owns it.
  private consuming func wiped() -> UnsafeMutablePointer<UInt8> {
    let memory = unsafe memory
    unsafe sodium_memzero(memory, capacity)
    discard self
    return unsafe memory
  }

  /// Copies `bytes`; the caller still owns, and should wipe, the original.
  ///
  /// - Throws: A failure when memory is out.
  package init(copying bytes: Span<UInt8>) throws(ByokError) {
    try unsafe self.init(capacity: bytes.count) { base in
      for index in bytes.indices { unsafe base[index] = bytes[index] }
      return bytes.count
    }
  }

  /// Fresh random bytes.
  ///
  /// - Throws: A failure when memory is out.
  package init(randomBytes count: Int) throws(ByokError) {
    try unsafe self.init(capacity: count) { base in
      unsafe randombytes_buf(base, count)
      return count
    }
  }

  deinit {
    unsafe sodium_free(memory)
  }

  /// Lends the bytes to `body`; they are valid only for the duration of the call.
  package borrowing func withBytes<Result: ~Copyable, Failure: Error>(
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
  package borrowing func slice(_ range: Range<Int>) throws(ByokError) -> Secret {
    try withBytes { (bytes) throws(ByokError) in
      try Secret(copying: bytes.extracting(range))
    }
  }

  /// The same memory, of which only part is the secret from now on; the rest is wiped with it.
  ///
  /// - Parameter range: Offsets within the secret.
  /// - Returns: The secret that is left.
  consuming func narrowed(to range: Range<Int>) -> Secret {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "the range is within it")
    let secret = unsafe Secret(
      memory, capacity: capacity, start: start + range.lowerBound, count: range.count)
    discard self
    return secret
  }

  /// Whether both hold the same bytes, in a time that does not depend on where they differ.
  package borrowing func equals(_ other: borrowing Secret) -> Bool {
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
  package static func reading(
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

/// `@unchecked`: the bytes never change while it lives.
extension Secret: @unchecked Sendable {}

extension ByokError {
  static func outOfMemory(forSecretOf count: Int) -> Self {
    Self(.failure, "cannot get \(count) bytes of protected memory: out of memory")
  }
}
