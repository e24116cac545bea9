package import ByokCore

/// The search of one index, ready for queries.
package struct IndexSearch: Sendable {
  package let index: OpenIndex
  private let mode: SearchMode
  /// Whether what is found is ranked anew.
  private let isRanked: Bool
  private let vectors: Vectors?

  /// The vectors of an index and their model.
  struct Vectors: Sendable {
    let contents: VectorFile.Contents
    let store: VectorStore
    let embedder: Embedder
    /// Where the vector of each passage is; -1 where there is none.
    let places: [Int]

    init(
      _ contents: VectorFile.Contents, _ store: VectorStore, _ embedder: Embedder,
      of file: IndexFile
    ) {
      (self.contents, self.store, self.embedder) = (contents, store, embedder)
      let keys = contents.keys
      places = (0..<file.chunkCount).map { keys[file.hash(ofChunk: $0)] ?? -1 }
    }

    var missing: Int { places.count { $0 < 0 } }
  }

  init(_ index: OpenIndex, _ mode: SearchMode, isRanked: Bool, _ vectors: Vectors?) {
    (self.index, self.mode, self.isRanked, self.vectors) = (index, mode, isRanked, vectors)
  }

  /// Who asks for the vector of a query; `nil` where words alone are searched.
  package var client: ProviderClient? { vectors?.embedder.client }

  /// The passages of the index, the best first.
  ///
  /// - Parameters:
  ///   - query: What is searched for.
  ///   - limit: The most passages; more are found where they are ranked anew.
  ///   - client: Who asks for the vector of the query; `nil` for its model's usual client.
  ///   - note: Told where words alone are compared after all.
  /// - Returns: Passages with the parts of their scores.
  /// - Throws: A failure of the network or the provider.
  package func passages(
    for query: String, limit: Int, by client: ProviderClient? = nil, note: (String) -> Void
  ) throws(ByokError) -> [Passage] {
    let limit = isRanked ? max(limit, PassageSearch.rankedCount) : limit
    guard let vectors else { return index.search(query, limit: limit) }
    let count = max(limit, PassageSearch.fusedCount)
    let near: [(index: Int, score: Float)]
    do throws(ByokError) {
      near = try nearest(to: query, vectors, count: count, by: client)
    } catch {
      guard mode == .auto, [.network, .provider, .limited].contains(error.kind) else { throw error }
      note("\(error.message); searching by words alone")
      return index.search(query, limit: limit)
    }
    if mode == .vector {
      return near.prefix(limit).map { chunk in
        var passage = index.passage(chunk.index)
        passage.scores.vector = Double(chunk.score)
        return passage
      }
    }
    let lexical = index.search(query, limit: count)
    return Array(PassageSearch.fused(lexical, near, in: index, count: count).prefix(limit))
  }

  private func nearest(
    to query: String, _ vectors: Vectors, count: Int, by client: ProviderClient?
  ) throws(ByokError) -> [(index: Int, score: Float)] {
    let vector = try vectors.store.vector(ofQuery: query, with: vectors.embedder, by: client).vector
    guard vector.count == vectors.contents.dimensions else {
      throw ByokError(
        .provider,
        "\(vectors.embedder.model.name) gives vectors of \(vector.count) dimensions now, and gave"
          + " \(vectors.contents.dimensions) before",
        hint: "remove '\(vectors.store.file.path.text)' to embed anew")
    }
    // What points the other way has nothing to do with it.
    return vectors.contents.nearest(to: vector, among: vectors.places, count: count)
      .filter { $0.score > 0 }
  }
}
