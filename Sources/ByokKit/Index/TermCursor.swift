internal import ByokCore

/// Goes through the terms of an index in their order.
struct TermCursor {
  private let index: IndexFile
  private let terms: Range<Int>
  private var offset: Int
  private var number: Int
  private var nextPostings: Int

  /// The term, how many chunks it is in, and where its postings are.
  private(set) var term: [UInt8] = []
  private(set) var chunkCount = 0
  private(set) var postings = 0..<0

  /// - Parameters:
  ///   - index: The index.
  ///   - block: The block of terms to begin with.
  init(_ index: IndexFile, block: Int = 0) {
    self.index = index
    terms = index.range(.terms)
    number = block * IndexFormat.termsPerBlock
    let start = index.range(.blocks).lowerBound + block * IndexFormat.blockSize
    offset = terms.lowerBound + index.bytes.number(at: start)
    nextPostings = index.range(.postings).lowerBound + index.bytes.number(at: start + 4)
  }

  /// Goes to the next term; answers whether there is one.
  mutating func advance() -> Bool {
    guard number < index.termCount, offset + 2 <= terms.upperBound else { return false }
    let shared = Int(index.bytes[offset] >> 4)
    var size = Int(index.bytes[offset] & 15)
    offset += 1
    if size == 0 {
      size = Int(index.bytes[offset])
      offset += 1
    }
    guard shared <= term.count, offset + size <= terms.upperBound else { return false }
    term.removeLast(term.count - shared)
    for place in offset..<offset + size { term.append(index.bytes[place]) }
    offset += size
    chunkCount = readNumber()
    let end = nextPostings + readNumber()
    guard end <= index.range(.postings).upperBound else { return false }
    postings = nextPostings..<end
    nextPostings = end
    number += 1
    return true
  }

  private mutating func readNumber() -> Int {
    var (number, shift) = (0, 0)
    while offset < terms.upperBound, shift < 35 {
      let byte = index.bytes[offset]
      offset += 1
      number |= Int(byte & 0x7F) << shift
      if byte < 0x80 { return number }
      shift += 7
    }
    return number
  }
}

extension IndexFile {
  /// The block that a term is in, if it is anywhere.
  private func block(of term: [UInt8]) -> Int {
    var (low, high) = (0, range(.blocks).count / IndexFormat.blockSize)
    // The last block whose first term is not after it.
    while high - low > 1 {
      let middle = (low + high) / 2
      var cursor = TermCursor(self, block: middle)
      if cursor.advance(), cursor.term.span.compared(to: term.span) <= 0 {
        low = middle
      } else {
        high = middle
      }
    }
    return low
  }

  /// The chunks that a term is in.
  ///
  /// - Returns: How many, and where the postings are; `nil` where it is in none.
  func postings(of term: [UInt8]) -> (count: Int, range: Range<Int>)? {
    var cursor = TermCursor(self, block: block(of: term))
    for _ in 0..<IndexFormat.termsPerBlock where cursor.advance() {
      let order = cursor.term.span.compared(to: term.span)
      if order == 0 { return (cursor.chunkCount, cursor.postings) }
      if order > 0 { return nil }
    }
    return nil
  }

  /// The terms that begin with a text, at most `limit` of them.
  func terms(beginningWith start: [UInt8], limit: Int) -> [[UInt8]] {
    var cursor = TermCursor(self, block: block(of: start))
    var found: [[UInt8]] = []
    while found.count < limit, cursor.advance() {
      if cursor.term.starts(with: start) {
        found.append(cursor.term)
      } else if cursor.term.span.compared(to: start.span) > 0 {
        break
      }
    }
    return found
  }
}

extension [UInt8] {
  /// Appends a number, seven bits a byte, the lowest first.
  @inline(__always) mutating func appendVariable(_ number: Int) {
    var rest = UInt64(bitPattern: Int64(number))
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(truncatingIfNeeded: rest))
  }

  /// Appends a number of `size` bytes, the least significant first.
  @inline(__always) mutating func appendNumber(_ number: Int, size: Int = 4) {
    appendNumber(UInt64(bitPattern: Int64(number)), size: size)
  }

  @inline(__always) mutating func appendNumber(_ number: UInt64, size: Int = 8) {
    for place in 0..<size { append(UInt8(truncatingIfNeeded: number >> UInt64(8 * place))) }
  }
}
