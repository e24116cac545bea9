internal import ByokCore

/// How the chunks of a term are written: as bits, the lowest of a byte first.
///
/// Of each chunk in their order: how many chunks are left out since the one before, as a Rice code (the high
/// part in unary, zeros up to a one; then the ``parameter(count:of:)`` low bits); and the term's weight
/// there: `0`, `10` and `110` are 2, 4 and 6, after `111` it follows in six bits, or after six ones in 16.
///
/// Source: Witten, Moffat and Bell, Managing Gigabytes, 3.3.
struct PostingWriter {
  private let parameter: Int
  private var before = -1
  private var bits: UInt64 = 0
  private var bitCount = 0

  /// - Parameters:
  ///   - count: How many chunks hold the term.
  ///   - all: How many chunks there are.
  init(count: Int, of all: Int) { parameter = Self.parameter(count: count, of: all) }

  /// How many low bits of a distance are written as they are: about the logarithm of the usual one.
  static func parameter(count: Int, of all: Int) -> Int {
    let usual = max(0, all - count) * 69 / (100 * max(1, count))
    return usual > 0 ? Int.bitWidth - 1 - usual.leadingZeroBitCount : 0
  }

  mutating func add(_ chunk: Int, _ weight: Int, to bytes: inout [UInt8]) {
    let distance = chunk - before - 1
    before = chunk
    var high = distance >> parameter
    while high >= 32 {
      put(0, 32, &bytes)
      high -= 32
    }
    put(1 << UInt64(high), high + 1, &bytes)
    put(UInt64(distance & (1 << parameter - 1)), parameter, &bytes)
    switch weight {
    case 2: put(0, 1, &bytes)
    case 4: put(0b01, 2, &bytes)
    case 6: put(0b011, 3, &bytes)
    default:
      put(0b111, 3, &bytes)
      put(UInt64(min(weight, 63)), 6, &bytes)
      if weight >= 63 { put(UInt64(min(weight, 0xFFFF)), 16, &bytes) }
    }
  }

  /// Appends at most 33 bits.
  @inline(__always) private mutating func put(
    _ value: UInt64, _ count: Int, _ bytes: inout [UInt8]
  ) {
    bits |= value << UInt64(bitCount)
    bitCount += count
    while bitCount >= 8 {
      bytes.append(UInt8(truncatingIfNeeded: bits))
      bits >>= 8
      bitCount -= 8
    }
  }

  /// Fills the last byte.
  mutating func finish(_ bytes: inout [UInt8]) {
    if bitCount > 0 { bytes.append(UInt8(truncatingIfNeeded: bits)) }
    (bits, bitCount) = (0, 0)
  }
}

extension IndexFile {
  /// Hands out the postings of a term.
  ///
  /// - Parameters:
  ///   - range: Where they are.
  ///   - count: How many there are.
  ///   - body: Takes a chunk's number and the term's weight in it, in the order of the numbers.
  /// - Returns: `false` where they are damaged, which ends it.
  @discardableResult
  func forEachPosting(_ range: Range<Int>, count: Int, _ body: (Int, Int) -> Void) -> Bool {
    let parameter = PostingWriter.parameter(count: count, of: chunkCount)
    let low = (1 << parameter) - 1
    var reader = BitReader(bytes: bytes, position: range.lowerBound * 8)
    let (end, limit) = (range.upperBound * 8, chunkCount)
    var chunk = -1
    for _ in 0..<count {
      guard let high = reader.unary(before: end), high <= limit >> parameter else { return false }
      chunk += 1 + (high << parameter | reader.take(parameter) & low)
      var weight = 2
      let ones = min(3, (~reader.window).trailingZeroBitCount)
      reader.position += min(ones + 1, 3)
      if ones < 3 {
        weight = 2 * ones + 2
      } else {
        weight = reader.take(6)
        if weight == 63 { weight = reader.take(16) }
      }
      guard reader.position <= end, chunk < limit else { return false }
      body(chunk, weight)
    }
    return true
  }

  /// Reads bits; those after the end are zeros.
  private struct BitReader {
    let bytes: MappedBytes
    /// In bits.
    var position: Int

    /// At least 57 bits from the position on.
    @inline(__always) var window: UInt64 {
      bytes.word(at: position >> 3) >> UInt64(position & 7)
    }

    /// How many zeros come before a one, which is taken as well; `nil` where there is none.
    @inline(__always) mutating func unary(before end: Int) -> Int? {
      var zeros = 0
      while position < end {
        let found = window & ((1 << 57) - 1)
        guard found == 0 else {
          zeros += found.trailingZeroBitCount
          position += found.trailingZeroBitCount + 1
          return zeros
        }
        zeros += 57
        position += 57
      }
      return nil
    }

    /// A number of at most 57 bits.
    @inline(__always) mutating func take(_ count: Int) -> Int {
      defer { position += count }
      return Int(window & ((1 << UInt64(count)) - 1))
    }
  }
}
