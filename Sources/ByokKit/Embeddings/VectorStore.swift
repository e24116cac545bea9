package import ByokCore

/// Embeds texts once: what was paid for is kept, and looked up before anything is sent.
package struct VectorStore: Sendable {
  package let file: VectorFile
  /// What is asked besides the texts.
  let options: Embedder.Options

  /// The vectors of a model's documents.
  ///
  /// - Parameters:
  ///   - model: The model as users write it.
  ///   - dimensions: How many numbers are asked for; `nil` for the model's own choice.
  ///   - isSealed: Whether the keystore seals them.
  ///   - session: The outside world.
  /// - Throws: A usage error when a variable names no place for the file; `locked` when it is sealed
  ///   and the keystore cannot be opened.
  package init(
    _ model: String, dimensions: Int? = nil, isSealed: Bool = false, _ session: Session
  ) throws(ByokError) {
    let space = VectorSpace(model: model, dimensions: dimensions, task: .document)
    file = try VectorFile(
      space, session.locations, clock: session.clock,
      roots: isSealed ? try Self.roots(session) : nil)
    options = Embedder.Options(task: .document, dimensions: dimensions)
  }

  private static func roots(_ session: Session) throws(ByokError) -> [ConversationRoot] {
    guard let keystore = try Keystore.open(session.keystore, provider: "", label: nil) else {
      throw .noKeystore
    }
    return [try keystore.currentRoot()] + (try keystore.formerRoots())
  }

  /// Embeds texts, and keeps the vectors of each request as soon as they are there.
  ///
  /// - Parameters:
  ///   - texts: With their keys; none of them has a vector yet.
  ///   - embedder: The model of these vectors.
  ///   - expected: How many numbers the vectors have that are kept; `nil` where there are none, which is
  ///     found out.
  ///   - name: What a message calls the text of a place.
  ///   - done: Called after each request with how many texts it embedded, and what it took.
  /// - Throws: What ``Embedder/embed(_:_:by:name:take:)`` and ``VectorFile/append(_:_:)`` throw.
  package func embed(
    _ texts: [(key: ContentHash, text: String)], with embedder: Embedder, expected: inout Int?,
    name: (Int) -> String, done: (Int, Usage) -> Void
  ) throws(ByokError) {
    var known = expected
    defer { expected = known }
    try embedder.embed(texts.map(\.text), options, name: name) { (piece) throws(ByokError) in
      if let known, let dimensions = piece.vectors.first?.count, dimensions != known {
        throw ByokError(
          .provider,
          "\(embedder.model.name) gives vectors of \(dimensions) dimensions now, and gave"
            + " \(known) before", hint: "remove '\(file.path.text)' to embed anew")
      }
      known = known ?? piece.vectors.first?.count
      try file.append(piece.range.map { texts[$0].key }, piece.vectors)
      done(piece.range.count, piece.usage)
    }
  }

  /// The vector of a question, of length 1.
  ///
  /// - Parameters:
  ///   - query: The question.
  ///   - embedder: The model of these vectors.
  ///   - client: Who asks; `nil` for the embedder's own client.
  /// - Returns: The vector, and what it took.
  /// - Throws: What ``Embedder/embed(_:_:by:name:take:)`` throws.
  package func vector(
    ofQuery query: String, with embedder: Embedder, by client: ProviderClient? = nil
  ) throws(ByokError) -> (vector: [Float], usage: Usage) {
    let options = Embedder.Options(task: .query, dimensions: options.dimensions)
    var result: (vector: [Float], usage: Usage) = ([], Usage())
    try embedder.embed([query], options, by: client, name: { _ in "the query" }) { piece in
      result = (VectorFile.scaled(piece.vectors.first ?? []), piece.usage)
    }
    return result
  }
}
