package import ByokCore

/// An index, read in place from bytes that may be anything.
package struct IndexFile: Sendable {
  let bytes: MappedBytes
  package let fileCount: Int
  package let chunkCount: Int
  let termCount: Int
  /// The words of all chunks together.
  let totalLength: Int
  /// When its files were listed, in nanoseconds since 1970.
  let scanned: Int
  /// What its files were read with.
  let settings: UInt64
  private let sections: [Range<Int>]

  /// - Returns: `nil` where the bytes are no index of this version.
  package init?(_ bytes: MappedBytes) {
    typealias Header = IndexFormat.Header
    guard bytes.count >= IndexFormat.headerSize,
      bytes.bytes(0..<IndexFormat.magic.count) == IndexFormat.magic,
      bytes.number(at: Header.version) == IndexFormat.version
    else { return nil }
    self.bytes = bytes
    fileCount = bytes.number(at: Header.files)
    chunkCount = bytes.number(at: Header.chunks)
    termCount = bytes.number(at: Header.terms)
    totalLength = Int(clamping: bytes.word(at: Header.length))
    scanned = Int(truncatingIfNeeded: bytes.word(at: Header.scanned))
    settings = bytes.word(at: Header.settings)
    var sections: [Range<Int>] = []
    var start = IndexFormat.headerSize
    for section in IndexFormat.Section.allCases {
      let end = Int(clamping: bytes.word(at: Header.sections + 8 * section.rawValue))
      guard start <= end, end <= bytes.count else { return nil }
      sections.append(start..<end)
      start = (end + 7) & ~7
    }
    self.sections = sections
    let blocks = (termCount + IndexFormat.termsPerBlock - 1) / IndexFormat.termsPerBlock
    guard range(.files).count == fileCount * IndexFormat.fileSize,
      range(.chunks).count == chunkCount * IndexFormat.chunkSize,
      range(.blocks).count == blocks * IndexFormat.blockSize
    else { return nil }
  }

  func range(_ section: IndexFormat.Section) -> Range<Int> { sections[section.rawValue] }

  /// Whether all bytes are as they were written.
  func isWhole() -> Bool {
    var sum = IndexFormat.Checksum()
    var offset = IndexFormat.headerSize
    while offset < bytes.count {
      sum.add(bytes.word(at: offset))
      offset += 8
    }
    return bytes.count % 8 == 0 && sum.value == bytes.word(at: IndexFormat.Header.checksum)
  }

  private func hash(at offset: Int) -> ContentHash {
    ContentHash(bytes.word(at: offset), bytes.word(at: offset + 8))
  }

  /// A part of a section; what is not in it is left out.
  private func part(_ section: IndexFormat.Section, _ offset: Int, _ count: Int) -> Range<Int> {
    let whole = range(section)
    let start = min(whole.lowerBound + offset, whole.upperBound)
    return start..<min(start + count, whole.upperBound)
  }

  // MARK: Files

  /// How many of its files have text in it.
  package var indexedCount: Int { (0..<fileCount).count { outcome($0) == .indexed } }

  /// The bytes of the index itself.
  package var size: Int { bytes.count }

  /// When its files were listed last.
  package var updated: Timestamp { Timestamp(seconds: scanned / 1_000_000_000) }

  /// What is known of a file.
  package func file(_ number: Int) -> IndexedFile {
    let start = range(.files).lowerBound + number * IndexFormat.fileSize
    let first = min(bytes.number(at: start + 48), chunkCount)
    return IndexedFile(
      path: path(number),
      stamp: stamp(number), hash: hash(at: start + 32),
      outcome: FileOutcome(rawValue: bytes[start + 56]) ?? .binary,
      chunks: first..<min(first + bytes.number(at: start + 52), chunkCount))
  }

  func stamp(_ number: Int) -> FileStamp {
    let start = range(.files).lowerBound + number * IndexFormat.fileSize
    return FileStamp(
      size: Int(truncatingIfNeeded: bytes.word(at: start + 8)),
      modified: Int(truncatingIfNeeded: bytes.word(at: start + 16)),
      inode: bytes.word(at: start + 24))
  }

  func outcome(_ number: Int) -> FileOutcome {
    let start = range(.files).lowerBound + number * IndexFormat.fileSize
    return FileOutcome(rawValue: bytes[start + 56]) ?? .binary
  }

  private func pathRange(_ number: Int) -> Range<Int> {
    let start = range(.files).lowerBound + number * IndexFormat.fileSize
    return part(.paths, bytes.number(at: start), bytes.number(at: start + 4))
  }

  func path(_ number: Int) -> [UInt8] { bytes.bytes(pathRange(number)) }

  /// How a file's path compares to another: below 0 before it, 0 the same, else after it.
  func compare(_ number: Int, to path: [UInt8]) -> Int {
    bytes.withBytes(pathRange(number)) { $0.compared(to: path.span) }
  }

  /// The number of the file of a path.
  package func number(ofPath path: [UInt8]) -> Int? {
    var (low, high) = (0, fileCount)
    while low < high {
      let middle = (low + high) / 2
      let order = compare(middle, to: path)
      if order == 0 { return middle }
      if order < 0 { low = middle + 1 } else { high = middle }
    }
    return nil
  }

  // MARK: Chunks

  private func start(ofChunk number: Int) -> Int {
    range(.chunks).lowerBound + number * IndexFormat.chunkSize
  }

  /// A chunk.
  package func chunk(_ number: Int) -> IndexedChunk {
    let start = start(ofChunk: number)
    let (lines, sizes) = (bytes.number(at: start + 8), bytes.number(at: start + 16))
    let heading = part(.headings, bytes.number(at: start + 12), sizes & 0xFFFF)
    let file = file(ofChunk: number)
    let isFirst = number == 0 || firstChunk(file) >= number
    let begin = isFirst ? 0 : bytes.number(at: self.start(ofChunk: number - 1))
    let firstLine = bytes.number(at: start + 4)
    return IndexedChunk(
      file: file,
      chunk: TextChunk(
        range: begin..<max(begin, bytes.number(at: start)), firstLine: firstLine,
        lastLine: firstLine + (lines & 0xFFFF), page: lines >> 16, heading: bytes.bytes(heading)),
      length: length(ofChunk: number), hash: hash(ofChunk: number))
  }

  private func firstChunk(_ file: Int) -> Int {
    bytes.number(at: range(.files).lowerBound + file * IndexFormat.fileSize + 48)
  }

  /// The last file whose chunks begin at a chunk or before it, and that has some.
  private func file(ofChunk number: Int) -> Int {
    var (low, high) = (0, fileCount)
    while high - low > 1 {
      let middle = (low + high) / 2
      if firstChunk(middle) <= number { low = middle } else { high = middle }
    }
    return low
  }

  /// The hash of a chunk's text.
  package func hash(ofChunk number: Int) -> ContentHash { hash(at: start(ofChunk: number) + 20) }

  /// How many words each chunk has.
  var lengths: [Int] {
    let start = range(.chunks).lowerBound + 16
    return (0..<chunkCount).map { bytes.number(at: start + $0 * IndexFormat.chunkSize) >> 16 }
  }

  /// How many words a chunk has.
  func length(ofChunk number: Int) -> Int {
    bytes.number(at: range(.chunks).lowerBound + number * IndexFormat.chunkSize + 16) >> 16
  }
}
