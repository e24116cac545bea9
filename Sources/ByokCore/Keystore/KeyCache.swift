/// The data key of an unlocked keystore, kept by the kernel for a while.
///
/// Its name changes with the slots, so that a key that no longer opens the store is not found. The
/// kernel does not report the time that a key has left, so its end is kept with it.
package struct KeyCache {
  private let name: String

  /// The end, in seconds since 1970 by the clock that the kernel goes by, follows the key.
  private static let endBytes = 8
  private static let size = Sealing.keyBytes + endBytes

  package init(_ document: KeystoreDocument) {
    name = "byok:1:\(document.slotsTag)"
  }

  /// The cached key, or `nil` where there is none or the kernel offers no keyrings.
  ///
  /// - Throws: A failure when memory is out.
  package func read() throws(ByokError) -> Secret? {
    try readAll()?.narrowed(to: 0..<Sealing.keyBytes)
  }

  /// The time until the kernel forgets the key; `nil` where there is none.
  func secondsLeft(_ clock: Clock) -> UInt32? {
    guard let all = (try? readAll()) ?? nil else { return nil }
    let end = all.withBytes { bytes in
      (Sealing.keyBytes..<Self.size).reduce(0) { $0 << 8 | UInt64(bytes[$1]) }
    }
    let left = Double(end) - clock.now()
    return left >= 1 ? UInt32(clamping: Int(min(left, Double(UInt32.max)))) : nil
  }

  private func readAll() throws(ByokError) -> Secret? {
    guard (try? KernelKeyring.size(name)) == Self.size else { return nil }
    var isFound = false
    let all = try unsafe Secret(capacity: Self.size) { base in
      let count = try? unsafe KernelKeyring.read(name, to: base, room: Self.size)
      isFound = count == Self.size
      return Self.size
    }
    if !isFound { return nil }
    return all
  }

  /// Keeps the key.
  ///
  /// - Throws: A failure where the kernel offers no keyrings.
  package func store(
    _ key: borrowing Secret, seconds: UInt32, clock: Clock
  ) throws(ByokError) {
    let end = UInt64(max(0, clock.now())) + UInt64(seconds)
    let all = try key.withBytes { (bytes) throws(ByokError) in
      try unsafe Secret(capacity: Self.size) { base in
        for index in bytes.indices { unsafe base[index] = bytes[index] }
        for index in 0..<Self.endBytes {
          unsafe base[bytes.count + index] = UInt8(truncatingIfNeeded: end >> (56 - 8 * index))
        }
        return bytes.count + Self.endBytes
      }
    }
    do {
      try unsafe all.withPointer { (base) throws(Errno) in
        try unsafe KernelKeyring.store(base, count: Self.size, name: name, seconds: seconds)
      }
    } catch {
      throw ByokError(.failure, "the kernel keyring does not accept the key: \(error.text)")
    }
  }

  /// Forgets the key; answers whether there was one.
  package func remove() -> Bool {
    (try? KernelKeyring.remove(name)) != nil
  }
}
