internal import Glibc

/// Bytes that are read in place: those of a file that is mapped, or of an array.
///
/// Offsets may come from the bytes themselves: what is not there reads as zero. The file must not be made
/// shorter while it is mapped; byok's own are replaced and never changed.
@safe package final class MappedBytes: @unchecked Sendable {
  private let base: UnsafeMutableRawPointer?
  package let count: Int
  /// Whether the memory is a mapping, and not allocated.
  private let isMapped: Bool

  /// Bytes that are in memory.
  package init(_ bytes: [UInt8]) {
    (count, isMapped) = (bytes.count, false)
    let memory = UnsafeMutableRawPointer.allocate(byteCount: max(1, bytes.count), alignment: 8)
    unsafe bytes.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return }
      unsafe memory.copyMemory(from: start, byteCount: bytes.count)
    }
    unsafe base = memory
  }

  /// Maps a whole file for reading.
  ///
  /// The C function is `mmap`.
  ///
  /// - Throws: The ``Errno`` of what failed.
  package init(mapping file: borrowing OpenFile) throws(Errno) {
    let size = Int(try file.status().st_size)
    isMapped = true
    guard size > 0 else {
      unsafe base = nil
      count = 0
      return
    }
    guard let start = unsafe mmap(nil, size, PROT_READ, MAP_PRIVATE, file.descriptor, 0),
      unsafe start != MAP_FAILED
    else { throw .current }
    unsafe base = start
    count = size
  }

  deinit {
    guard let base = unsafe base else { return }
    if isMapped { unsafe munmap(base, count) } else { unsafe base.deallocate() }
  }

  /// The four bytes at an offset as a number, the least significant first.
  @inline(__always) package func number(at offset: Int) -> Int {
    guard offset >= 0, offset <= count - 4, let base = unsafe base else { return 0 }
    return Int(unsafe base.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  /// The eight bytes at an offset as a number, the least significant first.
  @inline(__always) package func word(at offset: Int) -> UInt64 {
    guard offset >= 0, offset <= count - 8, let base = unsafe base else { return 0 }
    return unsafe base.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
  }

  /// A byte.
  @inline(__always) package subscript(offset: Int) -> UInt8 {
    guard offset >= 0, offset < count, let base = unsafe base else { return 0 }
    return unsafe base.load(fromByteOffset: offset, as: UInt8.self)
  }

  /// A copy of a range; what is not there is left out.
  package func bytes(_ range: Range<Int>) -> [UInt8] {
    withBytes(range) { Array(copying: $0) }
  }

  /// Lends a range; what is not there is left out.
  package func withBytes<Result, Failure>(
    _ range: Range<Int>, _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let range = range.clamped(to: 0..<count)
    let start = unsafe base.map { unsafe UnsafeRawPointer($0 + range.lowerBound) }
    let buffer = unsafe UnsafeBufferPointer(
      start: start?.assumingMemoryBound(to: UInt8.self), count: start == nil ? 0 : range.count)
    let span = unsafe Span(_unsafeElements: buffer)
    return try body(span)
  }
}
