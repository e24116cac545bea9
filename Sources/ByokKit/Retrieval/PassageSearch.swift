package import ByokCore

/// How passages are looked for.
package enum SearchMode: String, CaseIterable, ArgumentValue {
  /// By words and vectors, where there are vectors and a key for their model; else by words.
  case auto
  /// By words alone: nothing leaves the machine.
  case lexical
  /// By vectors alone.
  case vector
  /// By both.
  case hybrid

  package static var expectation: String { "auto, lexical, vector or hybrid" }
  package static var words: WordKind? { .choices(allCases.map(\.rawValue)) }

  package init?(argument: String) { self.init(rawValue: argument) }
}

/// Finds passages by their words, by their vectors, or by both.
package struct PassageSearch {
  /// How many of each ranking are fused.
  static let fusedCount = 50
  /// The constant of reciprocal rank fusion.
  ///
  /// Source: Cormack, Clarke and Büttcher, Reciprocal Rank Fusion outperforms Condorcet and
  /// individual Rank Learning Methods, 2009.
  static let fusionConstant = 60.0

  private let session: Session
  private let mode: SearchMode
  private let planner: RetrievalPlanner
  private let reranker: String?

  /// - Parameters:
  ///   - session: The outside world.
  ///   - mode: How passages are looked for.
  ///   - reranker: The model that ranks what was found, as the user writes it; `nil` for none.
  ///   - isUnlogged: Whether requests are left out of the usage log.
  /// - Throws: A usage error in the configuration.
  package init(
    _ session: Session, mode: SearchMode = .auto, reranker: String? = nil,
    isUnlogged: Bool = false
  ) throws(ByokError) {
    (self.session, self.mode, self.reranker) = (session, mode, reranker)
    planner = try RetrievalPlanner(session, RequestOptions(isUnlogged: isUnlogged))
  }

  /// How many passages of an index are to be found, so that so many are left in the end.
  private func depth(_ limit: Int) -> Int { reranker == nil ? limit : max(limit, Self.fusedCount) }

  /// The passages of an index, the best first.
  ///
  /// - Parameters:
  ///   - query: What is searched for.
  ///   - index: Where.
  ///   - limit: The most passages; more are found where they are ranked anew.
  /// - Returns: Passages with the parts of their scores.
  /// - Throws: A usage error where vectors are asked for and there are none; a failure of the network
  ///   or the provider.
  package func passages(
    for query: String, in index: OpenIndex, limit: Int
  ) throws(ByokError) -> [Passage] {
    let limit = depth(limit)
    guard mode != .lexical, let vectors = try vectors(of: index) else {
      return index.search(query, limit: limit)
    }
    let near: [(index: Int, score: Float)]
    do throws(ByokError) {
      near = try nearest(to: query, vectors, in: index, count: max(limit, Self.fusedCount))
    } catch {
      guard mode == .auto, [.network, .provider, .limited].contains(error.kind) else { throw error }
      session.console.note("\(error.message); searching by words alone")
      return index.search(query, limit: limit)
    }
    if mode == .vector {
      return near.prefix(limit).map { chunk in
        var passage = index.passage(chunk.index)
        passage.scores.vector = Double(chunk.score)
        return passage
      }
    }
    let lexical = index.search(query, limit: max(limit, Self.fusedCount))
    return Array(Self.fused(lexical, near, in: index).prefix(limit))
  }

  /// Both rankings as one: each place counts `1 / (60 + place)`.
  static func fused(
    _ lexical: [Passage], _ near: [(index: Int, score: Float)], in index: OpenIndex
  ) -> [Passage] {
    var found: [Int: Passage] = [:]
    for (place, passage) in lexical.prefix(fusedCount).enumerated() {
      var passage = passage
      passage.scores.fused = 1 / (fusionConstant + Double(place + 1))
      found[passage.number] = passage
    }
    for (place, chunk) in near.prefix(fusedCount).enumerated() {
      var passage = found[chunk.index] ?? index.passage(chunk.index)
      passage.scores.vector = Double(chunk.score)
      passage.scores.fused =
        (passage.scores.fused ?? 0) + 1 / (fusionConstant + Double(place + 1))
      found[chunk.index] = passage
    }
    return found.values.sorted {
      ($1.scores.fused ?? 0, $0.number) < ($0.scores.fused ?? 0, $1.number)
    }
  }

  /// The vectors of an index and their model.
  private struct Vectors {
    let store: VectorStore
    let model: String
    let contents: VectorFile.Contents
  }

  /// - Returns: `nil` where words alone are searched.
  /// - Throws: A usage error where vectors are asked for and there are none.
  private func vectors(of index: OpenIndex) throws(ByokError) -> Vectors? {
    let name = index.definition.name.text
    let hint = "byok index embed \(name) -m MODEL"
    guard let embedding = index.definition.embedding else {
      guard mode == .auto else {
        throw ByokError(.usage, "the index '\(name)' has no vectors", hint: hint)
      }
      return nil
    }
    let store = try VectorStore(embedding.model, dimensions: embedding.dimensions, session)
    guard let contents = try store.file.read(), contents.count > 0 else {
      guard mode == .auto else {
        throw ByokError(.usage, "the index '\(name)' has no vectors yet", hint: hint)
      }
      session.console.detail("searching by words: the index '\(name)' has no vectors yet")
      return nil
    }
    if mode == .auto {
      let model = try planner.embeddingModel(embedding.model)
      guard planner.hasKey(for: model) else {
        session.console.detail("searching by words: no key for \(embedding.model)")
        return nil
      }
    }
    return Vectors(store: store, model: embedding.model, contents: contents)
  }

  private func nearest(
    to query: String, _ vectors: Vectors, in index: OpenIndex, count: Int
  ) throws(ByokError) -> [(index: Int, score: Float)] {
    let keys = vectors.contents.keys
    let places = (0..<index.file.chunkCount).map { keys[index.file.hash(ofChunk: $0)] ?? -1 }
    let missing = places.count { $0 < 0 }
    if missing > 0 {
      let name = index.definition.name.text
      session.console.note(
        "\(missing.counted("passage")) of '\(name)' without a vector: byok index embed \(name)")
    }
    let embedder = try planner.embedder(vectors.model)
    let vector = try vectors.store.vector(ofQuery: query, with: embedder).vector
    guard vector.count == vectors.contents.dimensions else {
      throw ByokError(
        .provider,
        "\(vectors.model) gives vectors of \(vector.count) dimensions now, and gave"
          + " \(vectors.contents.dimensions) before",
        hint: "remove '\(vectors.store.file.path.text)' to embed anew")
    }
    // What points the other way has nothing to do with it.
    return vectors.contents.nearest(to: vector, among: places, count: count)
      .filter { $0.score > 0 }
  }

  /// The results of several indexes as one list, the best first.
  ///
  /// Scores by words can be compared; where there are others, each index's order counts.
  ///
  /// - Parameters:
  ///   - results: The results of each index, the best first, one index after the other.
  ///   - passage: The passage of a result.
  /// - Returns: All of them.
  package static func merged<Result>(
    _ results: [Result], _ passage: (Result) -> Passage
  ) -> [Result] {
    let isLexical = results.allSatisfy { passage($0).scores.known.keys.elementsEqual(["lexical"]) }
    var places: [IndexName: Int] = [:]
    let ranked = results.map { result -> (result: Result, rank: Double) in
      let scores = passage(result).scores
      if isLexical { return (result, scores.lexical ?? 0) }
      places[passage(result).index, default: 0] += 1
      return (result, -Double(places[passage(result).index] ?? 0))
    }
    return ranked.enumerated().sorted {
      ($1.element.rank, $0.offset) < ($0.element.rank, $1.offset)
    }.map(\.element.result)
  }

  /// Passages with their texts, ranked anew where a model is named to do so.
  ///
  /// - Parameters:
  ///   - found: The best first.
  ///   - query: What was searched for.
  ///   - limit: The most passages.
  /// - Returns: The best first.
  /// - Throws: A failure of the network or the provider.
  package func ranked(
    _ found: [(passage: Passage, text: String)], for query: String, limit: Int
  ) throws(ByokError) -> [(passage: Passage, text: String)] {
    guard let reranker, !found.isEmpty else { return Array(found.prefix(limit)) }
    let model = try planner.reranker(reranker)
    return try model.rank(query, found.map(\.text), top: limit).prefix(limit).map { rank in
      var result = found[rank.index]
      result.passage.scores.rerank = rank.score
      return result
    }
  }
}
