internal import ByokCore

/// The JSON Schema of a tool's arguments, rewritten so that every provider takes it.
///
/// A provider refuses a whole request for one schema with a reference, a combinator at its root or an
/// array without `items`. So references are replaced by what they refer to, the root becomes a plain
/// object, and what only some understand is left out.
///
/// Source: <https://platform.openai.com/docs/guides/function-calling>;
/// <https://github.com/langchain-ai/langchain/issues/39271> and
/// <https://github.com/anomalyco/opencode/issues/47543> for what is refused at the root.
struct ToolSchema: Equatable {
  /// What is sent.
  let schema: JSONValue
  /// What it no longer says, as sentences for a model.
  let notes: [String]
  /// Whether it may allow arguments that the original does not: these are checked against that.
  let isWider: Bool

  /// Why a schema cannot be rewritten, as the predicate of a sentence about it.
  struct Flaw: Error, Equatable {
    let reason: String

    static let tooLarge = Self(reason: "is too large")
  }

  /// The most bytes of a schema.
  static let byteLimit = 64 << 10
  /// How often a schema may be found within itself, the first that is small enough.
  private static let unrollings = [5, 2, 1, 0]

  /// - Parameter original: The schema as it came.
  /// - Throws: Why there is none.
  init(rewriting original: JSONValue) throws(Flaw) {
    var flaw = Flaw.tooLarge
    for unrolling in Self.unrollings {
      var rewriting = SchemaRewriting(original, unrolling: unrolling)
      do throws(Flaw) {
        var root = SchemaRoot(try rewriting.object(original, depth: 0) ?? [:])
        try root.simplify()
        guard root.document.compactText.utf8.count <= Self.byteLimit else { throw .tooLarge }
        (schema, notes) = (root.document, root.notes)
        isWider = rewriting.isWider || root.isWider
        return
      } catch {
        flaw = error
      }
      guard flaw == .tooLarge else { break }
    }
    throw flaw
  }
}
