extension Secret {
  /// Makes a secret from bytes that come one by one.
  ///
  /// - Parameters:
  ///   - capacity: The most bytes; those past it are dropped.
  ///   - body: Hands over each byte.
  /// - Returns: The bytes that came.
  /// - Throws: A failure when memory is out.
  package static func collecting(
    capacity: Int, _ body: ((UInt8) -> Void) -> Void
  ) throws(ByokError) -> Secret {
    try unsafe Secret(capacity: capacity) { base in
      var count = 0
      body { byte in
        guard count < capacity else { return }
        unsafe base[count] = byte
        count += 1
      }
      return count
    }
  }
}
