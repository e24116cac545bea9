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
  ///   - session: The outside world.
  /// - Throws: A usage error when a variable names no place for the file.
  package init(
    _ model: String, dimensions: Int? = nil, _ session: Session
  ) throws(ByokError) {
    let space = VectorSpace(model: model, dimensions: dimensions, task: .document)
    file = try VectorFile(space, session.locations, clock: session.clock)
    options = Embedder.Options(task: .document, dimensions: dimensions)
  }

  /// Embeds texts, and keeps the vectors of each request as soon as they are there.
  ///
  /// - Parameters:
  ///   - texts: With their keys; none of them has a vector yet.
  ///   - embedder: The model of these vectors.
  ///   - name: What a message calls the text of a place.
  ///   - done: Called after each request with how many texts it embedded, and what it took.
  /// - Throws: What ``Embedder/embed(_:_:name:take:)`` and ``VectorFile/append(_:_:)`` throw.
  package func embed(
    _ texts: [(key: ContentHash, text: String)], with embedder: Embedder, name: (Int) -> String,
    done: (Int, Usage) -> Void
  ) throws(ByokError) {
    let expected = try file.read()?.dimensions
    try embedder.embed(texts.map(\.text), options, name: name) { (piece) throws(ByokError) in
      if let expected, let dimensions = piece.vectors.first?.count, dimensions != expected {
        throw ByokError(
          .provider,
          "\(embedder.model.name) gives vectors of \(dimensions) dimensions now, and gave"
            + " \(expected) before", hint: "remove '\(file.path.text)' to embed anew")
      }
      try file.append(piece.range.map { texts[$0].key }, piece.vectors)
      done(piece.range.count, piece.usage)
    }
  }

  /// The vector of a question, of length 1.
  ///
  /// - Throws: What ``Embedder/embed(_:_:name:take:)`` throws.
  package func vector(
    ofQuery query: String, with embedder: Embedder
  ) throws(ByokError) -> (vector: [Float], usage: Usage) {
    let options = Embedder.Options(task: .query, dimensions: options.dimensions)
    var result: (vector: [Float], usage: Usage) = ([], Usage())
    try embedder.embed([query], options, name: { _ in "the query" }) { piece in
      result = (VectorFile.scaled(piece.vectors.first ?? []), piece.usage)
    }
    return result
  }
}
