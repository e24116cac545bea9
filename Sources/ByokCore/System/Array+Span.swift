internal import Glibc

extension Array {
  /// An array of the elements that `span` lends.
  package init(copying span: Span<Element>) {
    // At once: one by one takes many times as long.
    self = unsafe span.withUnsafeBufferPointer { unsafe Array($0) }
  }
}

extension Span<UInt8> {
  /// The first offset of the byte that is not before `start`, or `nil`.
  ///
  /// The C function is `memchr`.
  package func position(of byte: UInt8, from start: Int) -> Int? {
    guard (0..<count).contains(start) else { return nil }
    return unsafe withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress,
        let found = unsafe memchr(base + start, Int32(byte), bytes.count - start)
      else { return nil }
      return unsafe UnsafeRawPointer(found) - base
    }
  }

  /// Whether these bytes are at that offset.
  package func holds(_ part: [UInt8], at offset: Int) -> Bool { holds(part.span, at: offset) }

  /// Whether `text` is at that offset.
  package func holds(_ text: String, at offset: Int) -> Bool {
    holds(text.utf8Span.span, at: offset)
  }

  /// Whether these bytes are at that offset; eight or more are compared in words, the last of which
  /// may overlap the one before.
  @inline(__always) func holds(_ part: Span<UInt8>, at offset: Int) -> Bool {
    guard offset >= 0, part.count <= count - offset else { return false }
    var index = 0
    while let word = part.word(at: index) {
      guard word == self.word(at: offset + index) else { return false }
      index += 8
    }
    let last = part.count - 8
    if last >= 0 { return part.word(at: last) == word(at: offset + last) }
    while index < part.count, self[offset + index] == part[index] { index += 1 }
    return index == part.count
  }
}
