internal import ByokCore

/// Makes an index of one that is there and of a batch of files.
///
/// Both have their files in the order of paths, and so has the result: it is the same whether an index was
/// built at once or file by file.
struct IndexMerge {
  private let base: IndexFile?
  private let batch: IndexBatch
  private var writer = IndexWriter()
  /// The new numbers of chunks by their old ones; `UInt32.max` for what is left out.
  private var baseNumbers: [UInt32]
  private var batchNumbers: [UInt32]

  /// Makes the new index.
  ///
  /// - Parameters:
  ///   - base: The index that is there.
  ///   - batch: What is put into it; a file takes the place of one of the same path.
  ///   - removed: Paths of files that are left out.
  ///   - facts: What the header says besides.
  /// - Returns: Its sections, the header first.
  static func sections(
    _ base: IndexFile?, _ batch: IndexBatch, removing removed: Set<[UInt8]>,
    _ facts: IndexWriter.Facts
  ) -> [[UInt8]] {
    var merge = IndexMerge(base, batch)
    merge.mergeFiles(removing: removed)
    merge.mergeTerms()
    return merge.writer.finish(facts)
  }

  private init(_ base: IndexFile?, _ batch: IndexBatch) {
    (self.base, self.batch) = (base, batch)
    baseNumbers = [UInt32](repeating: .max, count: base?.chunkCount ?? 0)
    batchNumbers = [UInt32](repeating: .max, count: batch.chunks.count)
  }

  // MARK: Files

  private mutating func mergeFiles(removing removed: Set<[UInt8]>) {
    var old = 0
    let oldCount = base?.fileCount ?? 0
    for entry in batch.files {
      while old < oldCount, let base, base.compare(old, to: entry.file.path) < 0 {
        keep(old, removing: removed)
        old += 1
      }
      if old < oldCount, let base, base.compare(old, to: entry.file.path) == 0 {
        if entry.keepsChunks {
          keep(old, stamp: entry.file.stamp, removing: [])
        } else {
          add(entry)
        }
        old += 1
      } else {
        add(entry)
      }
    }
    while old < oldCount {
      keep(old, removing: removed)
      old += 1
    }
  }

  private mutating func keep(
    _ number: Int, stamp: FileStamp? = nil, removing removed: Set<[UInt8]>
  ) {
    guard let base else { return }
    var file = base.file(number)
    guard !removed.contains(file.path) else { return }
    if let stamp { file.stamp = stamp }
    let chunks = file.chunks
    writer.add(file)
    for chunk in chunks where baseNumbers[chunk] == .max {
      baseNumbers[chunk] = writer.add(base.chunk(chunk))
    }
  }

  private mutating func add(_ entry: IndexBatch.File) {
    writer.add(entry.file)
    for chunk in entry.file.chunks { batchNumbers[chunk] = writer.add(batch.chunks[chunk]) }
  }

  // MARK: Terms

  private mutating func mergeTerms() {
    var new = batch.sortedTerms()
    var newTerm = new.term
    if let base {
      var old = TermCursor(base)
      while old.advance() {
        while let term = newTerm, term.span.compared(to: old.term.span) < 0 {
          add(term, nil, new)
          new.advance()
          newTerm = new.term
        }
        if newTerm == old.term {
          add(old.term, old, new)
          new.advance()
          newTerm = new.term
        } else {
          add(old.term, old, nil)
        }
      }
    }
    while let term = newTerm {
      add(term, nil, new)
      new.advance()
      newTerm = new.term
    }
  }

  private var merged: [(chunk: UInt32, weight: Int)] = []

  private mutating func add(_ term: [UInt8], _ old: TermCursor?, _ new: SortedTerms?) {
    merged.removeAll(keepingCapacity: true)
    if let old, let base {
      base.forEachPosting(old.postings, count: old.chunkCount) { chunk, weight in
        let number = baseNumbers[chunk]
        if number != .max { merged.append((number, weight)) }
      }
    }
    let oldCount = merged.count
    new?.forEachPosting { chunk, weight in
      let number = batchNumbers[chunk]
      if number != .max { merged.append((number, weight)) }
    }
    // Each half is in order already.
    if oldCount > 0, merged.count > oldCount { merged.sort { $0.chunk < $1.chunk } }
    if !merged.isEmpty { writer.add(term, merged) }
  }
}
