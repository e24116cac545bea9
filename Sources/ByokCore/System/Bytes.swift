internal import CLinux
internal import Glibc

extension ArraySlice<UInt8> {
  /// The first index of the byte, or `nil`.
  ///
  /// The C function is `memchr`.
  package func position(of byte: UInt8) -> Int? {
    let offset = unsafe withUnsafeBytes { buffer -> Int? in
      guard let base = buffer.baseAddress,
        let found = unsafe memchr(base, Int32(byte), buffer.count)
      else { return nil }
      return unsafe UnsafeRawPointer(found) - base
    }
    return offset.map { startIndex + $0 }
  }

  /// Whether these bytes are in it, one after the other.
  ///
  /// The C function is `memmem`.
  package func contains(_ part: [UInt8]) -> Bool {
    unsafe withUnsafeBytes { bytes in
      unsafe part.withUnsafeBytes { part in
        guard let start = bytes.baseAddress, let first = part.baseAddress else {
          return bytes.count >= part.count
        }
        return unsafe clinux_find(start, UInt(bytes.count), first, UInt(part.count)) >= 0
      }
    }
  }

  /// Whether both hold the same bytes.
  ///
  /// The C function is `memcmp`; not for secrets, for the time it takes tells where they differ.
  package func holdsSame(as other: ArraySlice<UInt8>) -> Bool {
    guard count == other.count, !isEmpty else { return count == other.count }
    return unsafe withUnsafeBytes { first in
      unsafe other.withUnsafeBytes { second in
        guard let first = first.baseAddress, let second = second.baseAddress else { return false }
        return unsafe memcmp(first, second, count) == 0
      }
    }
  }
}

extension Span<UInt8> {
  /// How the bytes compares to others in their order: below 0 before them, 0 the same, else after
  /// them.
  package func compared(to other: Span<UInt8>) -> Int {
    for index in 0..<Swift.min(count, other.count) where self[index] != other[index] {
      return Int(self[index]) - Int(other[index])
    }
    return count - other.count
  }
}
