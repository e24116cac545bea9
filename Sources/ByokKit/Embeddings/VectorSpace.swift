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
  var fileName: String { Sealing.digest(of: Array("\(text)\0\(model)".utf8)) + ".vectors" }
}

/// What a text's vector is found by: the first 128 bits of the SHA-256 of the text.
package struct TextKey: Hashable, Sendable {
  let high: UInt64
  let low: UInt64

  /// The key of a text.
  package init(of text: String) { self.init(digest: Sealing.sha256Bytes(of: Array(text.utf8))) }

  /// - Parameter digest: At least 16 bytes.
  package init(digest: [UInt8]) {
    func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
      bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
    (high, low) = (number(digest[0..<8]), number(digest[8..<16]))
  }

  init(high: UInt64, low: UInt64) { (self.high, self.low) = (high, low) }

  /// The 16 bytes that it is.
  var bytes: [UInt8] {
    [high, low].flatMap { number in
      stride(from: 0, to: 64, by: 8).map { UInt8(truncatingIfNeeded: number >> $0) }
    }
  }
}
