/// A regular expression of a schema, compiled.
///
/// It is understood as ECMA-262 has it in Unicode mode, but that braces which are no quantifier, and
/// escaped punctuation, match themselves. A match may be anywhere in the string. There are no
/// backreferences and no lookaround, so that time is linear in the text, and in the steps.
///
/// Source: <https://json-schema.org/draft/2020-12/json-schema-core>, section 6.4; ECMA-262, section
/// 22.2.1.
struct SchemaPattern: Equatable, Sendable {
  /// The most steps that the patterns of one schema may have together.
  static let stepLimit = 200_000

  /// One step of the program; those that do not say otherwise lead to the next one.
  enum Step: Equatable, Sendable {
    /// Takes one scalar of the set with that number.
    case scalar(Int)
    /// Leads to the next step, and to the one that many further.
    case fork(Int)
    /// Leads to the step that many further.
    case jump(Int)
    /// Leads on where something is true of the place.
    case require(PatternAssertion)
  }

  /// What must hold; past the last step, the text matches.
  let steps: [Step]
  let sets: [ScalarSet]
  /// Which ASCII characters the sets hold, 128 bits for each.
  let asciiBits: [UInt64]

  /// - Parameters:
  ///   - text: The expression.
  ///   - stepLimit: The most steps that it may have.
  /// - Throws: What is wrong with it, or cannot be done.
  init(_ text: String, stepLimit: Int = Self.stepLimit) throws(PatternFlaw) {
    var parser = PatternParser(text, stepLimit: stepLimit)
    steps = try parser.parse()
    sets = parser.sets
    asciiBits = sets.flatMap(\.asciiBits)
  }
}

/// What can be true of a position in a string.
enum PatternAssertion: Sendable {
  case start, end, wordBoundary, noWordBoundary
}

/// What is wrong with a regular expression.
struct PatternFlaw: Error, Equatable {
  /// The number of the character, from 1.
  let character: Int
  let reason: String
  var hint: String?
}
