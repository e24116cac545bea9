@testable import ByokCore
@testable import ByokKit

/// An index of a few files, whose bytes an input overwrites.
private let good: [UInt8] = {
  var batch = IndexBatch()
  for (path, text) in [
    ("a/one.md", "# One\n\ntext of one\n\n## Two\n\nmore words, and more"),
    ("b/two.txt", "words of another file"), ("c/three.swift", "func parseAll() { words() }"),
  ] {
    let bytes = Array(text.utf8)
    let file = IndexedFile(
      path: Array(path.utf8), stamp: FileStamp(size: bytes.count, modified: 1, inode: 1),
      hash: ContentHash(of: bytes.span), outcome: .indexed, chunks: 0..<0)
    batch.add(file, bytes.span, TextKind(ofFile: path), hasPages: false)
  }
  let facts = IndexWriter.Facts(scanned: 0, settings: 0)
  return IndexMerge.sections(nil, batch, removing: [], facts).flatMap(\.self)
}()

/// An index's file, and the division of texts.
///
/// Neither traps. Chunks are the whole text, unless it is blank, and none is too long; an index that was changed is read or
/// refused. The first byte of the input says which of the two it is, and of a text, its kind.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzIndex(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  guard let first = input.first else { return 0 }
  let bytes = Array(input.dropFirst())
  if first & 1 == 0 { checkFile(bytes) } else { checkChunks(bytes, first >> 1) }
  return 0
}

/// Overwrites the index with an input whose first two bytes say where; at an odd place, it ends there.
private func checkFile(_ input: [UInt8]) {
  guard input.count > 1 else { return }
  let place = (Int(input[0]) | Int(input[1]) << 8) % (good.count + 1)
  let new = input.dropFirst(2)
  let rest = place % 2 == 0 ? good.dropFirst(place + new.count) : []
  let bytes = good.prefix(place) + new + rest
  guard let index = IndexFile(MappedBytes(Array(bytes))) else { return }
  for number in 0..<min(index.fileCount, 20) { _ = index.file(number) }
  for number in 0..<min(index.chunkCount, 20) { _ = index.chunk(number) }
  _ = index.number(ofPath: Array("b/two.txt".utf8))
  _ = index.isWhole()
  // The scores of all chunks are in memory, however many a header claims.
  guard index.chunkCount < 10_000 else { return }
  _ = IndexQuery("words two parseAll w").best(in: index, limit: 5)
  _ = index.terms(beginningWith: Array("w".utf8), limit: 10)
  var cursor = TermCursor(index)
  while cursor.advance() {
    _ = index.forEachPosting(cursor.postings, count: cursor.chunkCount) { chunk, _ in
      precondition((0..<index.chunkCount).contains(chunk), "no chunk from nowhere")
    }
  }
}

private func checkChunks(_ bytes: [UInt8], _ choice: UInt8) {
  let kinds: [TextKind] = [.text, .markdown, .code, .markup]
  let kind = kinds[Int(choice & 3)]
  var end = bytes.contains { $0 > 0x20 } ? 0 : bytes.count
  for chunk in Chunker.chunks(of: bytes.span, kind, hasPages: choice & 4 != 0) {
    precondition(chunk.range.lowerBound == end && !chunk.range.isEmpty, "chunks are the whole text")
    precondition(chunk.range.count <= Chunker.limit, "none is too long")
    precondition(chunk.firstLine <= chunk.lastLine, "lines are in order")
    end = chunk.range.upperBound
  }
  precondition(end == bytes.count, "chunks are the whole text")
  var batch = IndexBatch()
  let file = IndexedFile(
    path: [], stamp: FileStamp(size: 0, modified: 0, inode: 0), hash: ContentHash(0, 0),
    outcome: .indexed, chunks: 0..<0)
  batch.add(file, bytes.span, kind, hasPages: choice & 4 != 0)
}
