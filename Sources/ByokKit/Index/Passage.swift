package import ByokCore

/// A part of a file that was found.
package struct Passage: Sendable {
  /// The index that it is from.
  package let index: IndexName
  /// Its number in the index.
  package let number: Int
  /// The file's whole path.
  package let path: String
  /// Its lines, counted from 1, and its page; 0 where the file has none.
  package private(set) var firstLine: Int
  package private(set) var lastLine: Int
  package private(set) var page: Int
  /// The headings above it, the outermost first, with ` > ` between two.
  package private(set) var heading: String
  /// The hash of its text, as it was indexed.
  package let hash: ContentHash
  package var scores = Scores()
  /// Its bytes in the file's text.
  private let range: Range<Int>

  /// How well it fits a query.
  package struct Scores: Equatable, Sendable {
    /// By its words; `nil` where these were not compared, or it has none of them.
    package var lexical: Double?
    /// By its embedding.
    package var vector: Double?
    /// By both together.
    package var fused: Double?
    /// By a model that ranks.
    package var rerank: Double?

    package init(lexical: Double? = nil, vector: Double? = nil, fused: Double? = nil) {
      (self.lexical, self.vector, self.fused) = (lexical, vector, fused)
    }

    /// Those that are known, by name.
    package var known: [String: Double] {
      ["lexical": lexical, "vector": vector, "fused": fused, "rerank": rerank]
        .compactMapValues(\.self)
    }
  }

  init(_ indexed: IndexedChunk, _ number: Int, of file: IndexedFile, in index: IndexName) {
    (self.index, self.number, path, hash) = (index, number, file.pathText, indexed.hash)
    range = indexed.chunk.range
    (firstLine, lastLine) = (indexed.chunk.firstLine, indexed.chunk.lastLine)
    page = indexed.chunk.page
    heading = String(decoding: indexed.chunk.heading, as: UTF8.self)
  }

  /// The text of the passage, found again in what its file holds now.
  ///
  /// Where the file has changed, it is the chunk of the same text, else the one that is most of the same
  /// lines; its lines and headings are then those of now.
  ///
  /// - Parameter content: What the file holds.
  /// - Returns: `nil` where the file has no such part any more.
  mutating func text(in content: IndexedText.Content) -> [UInt8]? {
    let text = content.text.span
    if range.upperBound <= text.count,
      ContentHash(of: text.extracting(range)) == hash
    {
      return Array(content.text[range])
    }
    let chunks = Chunker.chunks(of: text, content.kind, hasPages: content.hasPages)
    let same = chunks.first { ContentHash(of: text.extracting($0.range)) == hash }
    let near = chunks.max { overlap($0) < overlap($1) }
    guard let chunk = same ?? near, same != nil || overlap(chunk) > 0 else { return nil }
    (firstLine, lastLine, page) = (chunk.firstLine, chunk.lastLine, chunk.page)
    heading = String(decoding: chunk.heading, as: UTF8.self)
    return Array(content.text[chunk.range])
  }

  private func overlap(_ chunk: TextChunk) -> Int {
    min(chunk.lastLine, lastLine) - max(chunk.firstLine, firstLine) + 1
  }
}
