internal import ByokCore

/// What makes vectors comparable: the model, how many numbers they have, and what for.
package struct VectorSpace: Hashable, Sendable {
  /// The model as users write it, such as `openai/text-embedding-3-small`.
  package let model: String
  /// How many numbers were asked for; `nil` for the model's own choice.
  package let dimensions: Int?
  package let task: EmbeddingTask?

  package init(model: String, dimensions: Int? = nil, task: EmbeddingTask? = .document) {
    (self.model, self.dimensions, self.task) = (model, dimensions, task)
  }

  /// A line without line breaks that says it.
  var text: String {
    let dimensions = dimensions.map(String.init) ?? "any"
    return "\(dimensions) \(task?.rawValue ?? "none") \(Sanitizer.oneLine(model, limit: 160))"
  }

  /// The name of the file with its vectors.
  ///
  /// - Parameter isSealed: Whether they are sealed.
  /// - Returns: The name.
  func fileName(isSealed: Bool) -> String {
    Sealing.digest(of: Array("\(text)\0\(model)".utf8))
      + (isSealed ? Locations.sealedVectors : ".vectors")
  }
}
