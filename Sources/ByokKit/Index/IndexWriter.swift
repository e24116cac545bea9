internal import ByokCore

/// Lays out an index, section by section; see ``IndexFormat``.
struct IndexWriter {
  /// What the header says besides.
  struct Facts {
    /// When the files were listed, in nanoseconds since 1970.
    var scanned: Int
    /// What they were read with.
    var settings: UInt64
  }

  private var files: [UInt8] = []
  private var paths: [UInt8] = []
  private var chunks: [UInt8] = []
  private var headings: [UInt8] = []
  private var blocks: [UInt8] = []
  private var terms: [UInt8] = []
  private var postings: [UInt8] = []
  private var fileCount = 0
  private var chunkCount = 0
  private var termCount = 0
  private var totalLength = 0
  /// The heading that was written last, and where.
  private var heading: [UInt8] = []
  private var headingStart = 0
  private var term: [UInt8] = []

  /// Adds a file; its path is after those of all before.
  mutating func add(_ file: IndexedFile) {
    files.appendNumber(paths.count)
    files.appendNumber(file.path.count)
    files.appendNumber(file.stamp.size, size: 8)
    files.appendNumber(file.stamp.modified, size: 8)
    files.appendNumber(file.stamp.inode)
    files.appendNumber(file.hash.words.first)
    files.appendNumber(file.hash.words.last)
    files.appendNumber(chunkCount)
    files.appendNumber(file.chunks.count)
    files.appendNumber(Int(file.outcome.rawValue), size: 8)
    paths += file.path
    fileCount += 1
    // A heading is shared within a file only.
    heading = []
  }

  /// Adds a chunk of the last file; answers its number.
  mutating func add(_ indexed: IndexedChunk) -> UInt32 {
    let chunk = indexed.chunk
    if chunk.heading != heading {
      heading = chunk.heading
      headingStart = headings.count
      headings += heading
    }
    let start = heading.isEmpty ? 0 : headingStart
    chunks.appendNumber(chunk.range.upperBound)
    chunks.appendNumber(chunk.firstLine)
    chunks.appendNumber(chunk.lastLine - chunk.firstLine | min(chunk.page, 0xFFFF) << 16)
    chunks.appendNumber(start)
    chunks.appendNumber(heading.count | min(indexed.length, 0xFFFF) << 16)
    chunks.appendNumber(indexed.hash.words.first)
    chunks.appendNumber(indexed.hash.words.last)
    totalLength += indexed.length
    chunkCount += 1
    return UInt32(chunkCount - 1)
  }

  /// Adds a term, which is after all before, with its postings in the order of chunks.
  ///
  /// All chunks are there already.
  mutating func add(_ next: [UInt8], _ list: [(chunk: UInt32, weight: Int)]) {
    var shared = 0
    if termCount % IndexFormat.termsPerBlock == 0 {
      blocks.appendNumber(terms.count)
      blocks.appendNumber(postings.count)
    } else {
      while shared < min(term.count, next.count, 15), term[shared] == next[shared] { shared += 1 }
    }
    let start = postings.count
    var writer = PostingWriter(count: list.count, of: chunkCount)
    for (chunk, weight) in list { writer.add(Int(chunk), weight, to: &postings) }
    writer.finish(&postings)
    let rest = next.count - shared
    terms.append(UInt8(shared << 4 | (rest > 15 ? 0 : rest)))
    if rest > 15 { terms.append(UInt8(truncatingIfNeeded: rest)) }
    terms += next[shared...]
    terms.appendVariable(list.count)
    terms.appendVariable(postings.count - start)
    term = next
    termCount += 1
  }

  /// The header and the sections.
  mutating func finish(_ facts: Facts) -> [[UInt8]] {
    var sections = [files, paths, chunks, headings, blocks, terms, postings]
    (files, paths, chunks, headings, blocks, terms, postings) = ([], [], [], [], [], [], [])
    var sum = IndexFormat.Checksum()
    var ends: [Int] = []
    var offset = IndexFormat.headerSize
    for place in sections.indices {
      ends.append(offset + sections[place].count)
      // Bits are read eight bytes at a time: some follow the last.
      if place == sections.count - 1 { sections[place].appendNumber(0, size: 8) }
      while sections[place].count % 8 != 0 { sections[place].append(0) }
      offset += sections[place].count
      let section = sections[place]
      sum.add(section.span)
    }
    var header = IndexFormat.magic
    header.appendNumber(IndexFormat.version)
    for count in [fileCount, chunkCount, termCount] { header.appendNumber(count) }
    header.appendNumber(totalLength, size: 8)
    header.appendNumber(facts.scanned, size: 8)
    header.appendNumber(facts.settings)
    header.appendNumber(sum.value)
    for end in ends { header.appendNumber(end, size: 8) }
    while header.count < IndexFormat.headerSize { header.append(0) }
    return [header] + sections
  }
}

extension IndexFormat.Checksum {
  /// Adds bytes, whose number is a multiple of eight.
  mutating func add(_ bytes: Span<UInt8>) {
    var index = 0
    while index + 8 <= bytes.count {
      add(unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
      index += 8
    }
  }
}
