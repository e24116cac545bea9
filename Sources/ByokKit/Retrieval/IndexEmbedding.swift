package import ByokCore

/// Makes the vectors that an index lacks.
///
/// What was paid for is kept at once, under the hash of the passage's text: whatever ends the process,
/// the next run goes on behind it, and a passage that only moved keeps its vector.
package struct IndexEmbedding {
  package let index: OpenIndex
  package let model: EmbeddingModel
  private let store: VectorStore
  /// The texts that are wanted, each once.
  private let missing: Set<ContentHash>
  /// How many passages the index has.
  package let total: Int
  /// In how many files are those that have no vector.
  package let files: Int
  /// How many bytes of text will be sent.
  package let bytes: Int

  /// How many texts are gathered before they are sent.
  private static let groupSize = 256

  /// Finds out what there is to do.
  ///
  /// - Parameters:
  ///   - index: The index.
  ///   - model: Its model.
  ///   - dimensions: How many numbers a vector should have; `nil` for the model's own choice.
  ///   - session: The outside world.
  /// - Throws: A failure when the vectors cannot be read.
  package init(
    _ index: OpenIndex, _ model: EmbeddingModel, dimensions: Int?, _ session: Session
  ) throws(ByokError) {
    (self.index, self.model) = (index, model)
    store = try VectorStore(
      model.name, dimensions: dimensions, isSealed: index.definition.isSealed, session)
    let known = try store.file.read()?.keys ?? [:]
    var missing: Set<ContentHash> = []
    var files: Set<Int> = []
    var bytes = 0
    total = index.file.chunkCount
    for number in 0..<index.file.chunkCount {
      let hash = index.file.hash(ofChunk: number)
      guard known[hash] == nil, missing.insert(hash).inserted else { continue }
      let chunk = index.file.chunk(number)
      files.insert(chunk.file)
      bytes += chunk.chunk.range.count
    }
    (self.missing, self.files, self.bytes) = (missing, files.count, bytes)
  }

  /// How many texts have no vector.
  package var count: Int { missing.count }

  /// The tokens that will be sent, as estimated, and USD; `nil` where no price is known.
  package var estimate: (tokens: Int, cost: Double?) { model.estimate(bytes: bytes) }

  /// Refuses what may cost more than allowed, before anything is sent.
  ///
  /// - Throws: A failure for too high a cost; a usage error where it cannot be determined.
  package func check(_ limits: ChatLimits) throws(ByokError) {
    try model.check(limits, bytes: bytes)
  }

  /// Hands out the texts that will be sent, in the requests that will be sent.
  ///
  /// - Parameters:
  ///   - embedder: Makes the requests.
  ///   - body: Takes a request.
  /// - Throws: What `body` throws.
  package func forEachRequest(
    _ embedder: Embedder, _ body: (EmbeddingEndpoint) throws(ByokError) -> Void
  ) throws(ByokError) {
    _ = try forEachGroup { (texts) throws(ByokError) in
      let words = texts.map(\.text)
      for range in embedder.batches(of: words) {
        try body(embedder.endpoint(Array(words[range]), store.options))
      }
    }
  }

  /// What came of it.
  package struct Outcome: Sendable {
    /// How many texts have a vector now that had none.
    package var count = 0
    package var usage = Usage()
    /// Files that have changed since the index was updated, and were left out.
    package var changed: [String] = []

    package init() {}
  }

  /// Embeds the texts.
  ///
  /// - Parameters:
  ///   - embedder: The model with its key.
  ///   - outcome: Grows with each request that is done, also where another fails.
  ///   - progress: Called after each request with how many texts are done.
  /// - Throws: What ``VectorStore/embed(_:with:expected:name:done:)`` throws.
  package func run(
    _ embedder: Embedder, _ outcome: inout Outcome, progress: (Int) -> Void
  ) throws(ByokError) {
    // Else two who embed at once would pay for the same texts.
    let lock = try store.file.lockForEmbedding()
    defer { _ = lock }
    let contents = try store.file.read()
    let known = contents?.keys ?? [:]
    var dimensions = contents?.dimensions
    var done = outcome
    defer { outcome = done }
    done.changed = try forEachGroup(without: known) { (texts) throws(ByokError) in
      try store.embed(
        texts.map { ($0.key, $0.text) }, with: embedder, expected: &dimensions,
        name: { texts[$0].place }
      ) { count, usage in
        done.count += count
        done.usage = done.usage.added(to: usage)
        progress(done.count)
      }
    }
  }

  /// A text with what a message calls it.
  private struct Text {
    let key: ContentHash
    let text: String
    let place: String
  }

  /// - Returns: The paths of files that were left out.
  private func forEachGroup(
    without known: [ContentHash: Int] = [:], _ body: ([Text]) throws(ByokError) -> Void
  ) throws(ByokError) -> [String] {
    var seen: Set<ContentHash> = []
    var group: [Text] = []
    let isWanted = { hash in missing.contains(hash) && known[hash] == nil }
    let changed = try index.forEachChunk(where: isWanted) {
      (number, hash, _, text) throws(ByokError) in
      // Nothing can be said of blanks, and some providers refuse them.
      guard seen.insert(hash).inserted, text.contains(where: { !$0.isWhitespace }) else { return }
      let passage = index.passage(number)
      group.append(Text(key: hash, text: text, place: "\(passage.path):\(passage.firstLine)"))
      guard group.count >= Self.groupSize else { return }
      try body(group)
      group = []
    }
    if !group.isEmpty { try body(group) }
    return changed
  }
}
