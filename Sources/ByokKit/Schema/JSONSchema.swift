internal import ByokCore

/// A JSON Schema, checked, that documents can be held against.
///
/// It is understood as draft 2020-12 has it, within one document: references lead to `#`, to
/// `#/a/pointer` or to an `$anchor`. What would need to be looked up elsewhere, and what would be
/// silently ignored though it decides, is refused when the schema is made.
///
/// Source: <https://json-schema.org/draft/2020-12/json-schema-core> and `…-validation`.
struct JSONSchema: Equatable, Sendable {
  /// The schema as it is written.
  let document: JSONValue
  private let references: SchemaReferences
  private let patterns: [String: SchemaPattern]

  /// - Parameter document: What should be a schema.
  /// - Throws: A usage error that names the place where it is none.
  init(_ document: JSONValue) throws(ByokError) {
    self.document = document
    var check = SchemaCheck(document)
    try check.run()
    (references, patterns) = (check.references, check.patterns)
  }

  /// How a value breaks the schema.
  ///
  /// - Parameters:
  ///   - value: The value.
  ///   - budget: What may be spent.
  /// - Returns: At most ``SchemaEvaluation/limit`` ways; none if it fits.
  /// - Throws: That the budget is spent.
  func violations(
    in value: JSONValue, _ budget: inout SchemaBudget
  ) throws(SchemaBudget.Exhausted) -> [SchemaViolation] {
    var evaluation = SchemaEvaluation(references, patterns, budget)
    defer { budget = evaluation.budget }
    try evaluation.check(value, against: document, at: .root)
    return evaluation.violations
  }
}

/// One way in which a document breaks a schema.
struct SchemaViolation: Equatable, Sendable {
  /// Where in the document.
  let place: ValuePath
  /// What is wrong there, as the rest of a sentence that begins with the place.
  let rule: String

  /// The whole sentence, such as `.tags[0] must be a string, not null`.
  var text: String { "\(place.text) \(rule)" }
}

/// Where a value is in a document.
indirect enum ValuePath: Equatable, Sendable {
  case root
  case member(String, of: ValuePath)
  case element(Int, of: ValuePath)

  /// The path as `jq` would be asked for it, such as `.tags[0]`; only `.` for the whole document.
  var text: String {
    switch self {
    case .root: "."
    case .member(let name, let whole):
      Self.isPlain(name)
        ? "\(whole.base).\(name)" : "\(whole.text)[\(JSONValue.string(name).compactText)]"
    case .element(let index, let whole): "\(whole.text)[\(index)]"
    }
  }

  private var base: String { self == .root ? "" : text }

  private static func isPlain(_ name: String) -> Bool {
    name.allSatisfy { $0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber) }
      && name.first.map { !$0.isNumber } ?? false
  }

  /// The member of that name.
  func member(_ name: String) -> Self { .member(name, of: self) }

  /// The element of that number.
  func element(_ index: Int) -> Self { .element(index, of: self) }
}
