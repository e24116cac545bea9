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
package struct PassageSearch: Sendable {
  /// How many of each ranking are fused at least.
  package static let fusedCount = 100
  /// How many passages at least a reranker ranks.
  static let rankedCount = 50

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

  /// An index that is searched, for one query or many.
  ///
  /// - Parameter index: Where.
  /// - Returns: The search; what many queries have in common is done.
  /// - Throws: A usage error where vectors are asked for and there are none; what the lookup of a key
  ///   throws.
  package func prepared(_ index: OpenIndex) throws(ByokError) -> IndexSearch {
    let vectors = mode == .lexical ? nil : try vectors(of: index)
    let search = IndexSearch(index, mode, isRanked: reranker != nil, vectors)
    if let missing = vectors?.missing, missing > 0 {
      let name = index.definition.name.text
      session.console.note(
        "\(missing.counted("passage")) of '\(name)' without a vector: byok index embed \(name)")
    }
    return search
  }

  /// - Returns: `nil` where words alone are searched.
  /// - Throws: A usage error where vectors are asked for and there are none.
  private func vectors(of index: OpenIndex) throws(ByokError) -> IndexSearch.Vectors? {
    let name = index.definition.name.text
    let hint = "byok index embed \(name) -m MODEL"
    guard let embedding = index.definition.embedding else {
      guard mode == .auto else {
        throw ByokError(.usage, "the index '\(name)' has no vectors", hint: hint)
      }
      return nil
    }
    let store = try VectorStore(
      embedding.model, dimensions: embedding.dimensions, isSealed: index.definition.isSealed,
      session)
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
    return IndexSearch.Vectors(
      contents, store, try planner.embedder(embedding.model), of: index.file)
  }

  /// Both rankings as one, by the means of both scores, of which the best in each ranking counts 1.
  ///
  /// 0 is what a passage has that is not in a ranking: the last one's score where the ranking was cut
  /// off, for others may have nearly as much, else no score.
  ///
  /// Source: Bruch, Gai and Ingber, An Analysis of Fusion Functions for Hybrid Retrieval, 2023:
  /// normalized scores do better than places, which say nothing of how far one is before the other.
  ///
  /// - Parameters:
  ///   - lexical: The passages by words, the best first.
  ///   - near: The passages by vectors, the best first.
  ///   - index: Where they are.
  ///   - count: How many there are in a ranking that was cut off.
  /// - Returns: The passages of both, the best first.
  static func fused(
    _ lexical: [Passage], _ near: [(index: Int, score: Float)], in index: OpenIndex, count: Int
  ) -> [Passage] {
    var found: [Int: Passage] = [:]
    let words = normalized(lexical.map { $0.scores.lexical ?? 0 }, count: count)
    for (passage, score) in zip(lexical, words) {
      var passage = passage
      passage.scores.fused = score / 2
      found[passage.number] = passage
    }
    let meanings = normalized(near.map { Double($0.score) }, count: count)
    for (chunk, score) in zip(near, meanings) {
      var passage = found[chunk.index] ?? index.passage(chunk.index)
      passage.scores.vector = Double(chunk.score)
      passage.scores.fused = (passage.scores.fused ?? 0) + score / 2
      found[chunk.index] = passage
    }
    return found.values.sorted {
      ($1.scores.fused ?? 0, $0.number) < ($0.scores.fused ?? 0, $1.number)
    }
  }

  /// Scores between 0 and 1, of a ranking that may have been cut off.
  private static func normalized(_ scores: [Double], count: Int) -> [Double] {
    guard let best = scores.first, let last = scores.last else { return [] }
    let least = scores.count < count ? 0 : last
    return scores.map { best > least ? ($0 - least) / (best - least) : 1 }
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
