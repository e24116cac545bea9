import Testing

@testable import ByokCore
@testable import ByokKit

/// Reading an index from bytes that may be anything.
@Suite struct IndexFileTests {
  static func bytes() throws -> [UInt8] {
    let index = try MadeIndex.index(of: [
      ("a/one.md", "# One\n\ntext of one\n\n## Two\n\nmore words, and more, and more of them"),
      ("b/two.txt", "words of another file"), ("c/three.swift", "func parseAll() { words() }"),
      ("d/日本.txt", "日本語 words"),
    ])
    return index.bytes.bytes(0..<index.bytes.count)
  }

  /// Asks an index for all that it has.
  static func readAll(_ index: IndexFile) {
    for number in 0..<min(index.fileCount, 50) { _ = index.file(number) }
    for number in 0..<min(index.chunkCount, 50) { _ = index.chunk(number) }
    _ = index.number(ofPath: Array("b/two.txt".utf8))
    for query in ["words", "one", "日", "parseAll", "zz"] {
      _ = IndexQuery(query).best(in: index, limit: 5)
    }
    var cursor = TermCursor(index)
    while cursor.advance() {
      _ = index.forEachPosting(cursor.postings, count: cursor.chunkCount) { _, _ in }
    }
  }

  @Test func `what was written is read`() throws {
    let index = try #require(IndexFile(MappedBytes(try Self.bytes())))
    #expect(index.isWhole())
    #expect(index.fileCount == 4)
    #expect(index.file(3).pathText == "d/日本.txt")
    #expect(index.number(ofPath: Array("c/three.swift".utf8)) == 2)
    #expect(index.number(ofPath: Array("c/zzz".utf8)) == nil)
    let chunk = index.chunk(index.file(1).chunks.lowerBound)
    #expect(chunk.chunk.range == 0..<21)
    #expect(chunk.hash == ContentHash(of: Array("words of another file".utf8).span))
  }

  @Test func `an index that is cut off or changed is read without a trap, and not taken for whole`()
    throws
  {
    let good = try Self.bytes()
    for count in 0..<good.count {
      if let index = IndexFile(MappedBytes(Array(good.prefix(count)))) {
        #expect(!index.isWhole())
        Self.readAll(index)
      }
    }
    for place in good.indices {
      for change: UInt8 in [1, 0x80, 0xFF] {
        var bytes = good
        bytes[place] ^= change
        guard let index = IndexFile(MappedBytes(bytes)) else { continue }
        // The header's facts are not part of the sum.
        if place >= IndexFormat.headerSize { #expect(!index.isWhole()) }
        if place % 3 == 0 || place < IndexFormat.headerSize { Self.readAll(index) }
      }
    }
  }

  @Test func `bytes that are no index are none`() {
    #expect(IndexFile(MappedBytes([])) == nil)
    #expect(IndexFile(MappedBytes([UInt8](repeating: 0xFF, count: 500))) == nil)
    #expect(IndexFile(MappedBytes(IndexFormat.magic + [UInt8](repeating: 0xFF, count: 500))) == nil)
  }

  @Test func `postings are the same after writing and reading`() throws {
    for _ in 0..<200 {
      let all = Int.random(in: 1...5000)
      let count = Int.random(in: 1...min(all, 300))
      let chunks = (0..<all).shuffled().prefix(count).sorted()
      let weights = chunks.map { _ in [2, 4, 6, 3, 5, 62, 63, 64, 65_535].randomElement() ?? 2 }
      var bytes: [UInt8] = []
      var writer = PostingWriter(count: count, of: all)
      for (chunk, weight) in zip(chunks, weights) { writer.add(chunk, weight, to: &bytes) }
      writer.finish(&bytes)
      let index = try Self.index(chunkCount: all, bytes)
      var found: [[Int]] = []
      let start = index.range(.postings).lowerBound
      #expect(
        index.forEachPosting(start..<start + bytes.count, count: count) { found.append([$0, $1]) })
      #expect(found == zip(chunks, weights).map { [$0, $1] })
    }
  }

  /// An index of which nothing is right but its number of chunks, and its postings.
  private static func index(chunkCount: Int, _ postings: [UInt8]) throws -> IndexFile {
    var header = IndexFormat.magic
    header.appendNumber(IndexFormat.version)
    for count in [0, chunkCount, 0] { header.appendNumber(count) }
    while header.count < IndexFormat.Header.sections { header.append(0) }
    let start = IndexFormat.headerSize
    let chunks = start + chunkCount * IndexFormat.chunkSize
    let rest = (chunks + 7) & ~7
    for end in [start, start, chunks, rest, rest, rest, rest + postings.count] {
      header.appendNumber(end, size: 8)
    }
    while header.count < IndexFormat.headerSize { header.append(0) }
    let bytes =
      header + [UInt8](repeating: 0, count: rest - start) + postings
      + [UInt8](repeating: 0, count: 16)
    return try #require(IndexFile(MappedBytes(bytes)))
  }
}
