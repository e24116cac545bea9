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

  /// - Parameter document: What should be a schema.
  /// - Throws: A usage error that names the place where it is none.
  init(_ document: JSONValue) throws(ByokError) {
    self.document = document
    var check = SchemaCheck(document)
    try check.run()
    references = check.references
  }

  /// How a value breaks the schema, at most ``SchemaEvaluation/limit`` ways; empty if it does not.
  func violations(in value: JSONValue) -> [SchemaViolation] {
    var evaluation = SchemaEvaluation(references: references)
    evaluation.check(value, against: document, at: .root)
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

/// Where a value lies in a document, written as `jq` would be asked for it.
struct ValuePath: Equatable, Sendable {
  /// Such as `.tags[0]`; only `.` for the whole document.
  let text: String

  static let root = Self(text: ".")

  private var base: String { text == "." ? "" : text }

  /// The member of that name.
  func member(_ name: String) -> Self {
    let isPlain =
      name.allSatisfy { $0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber) }
      && name.first.map { !$0.isNumber } ?? false
    if isPlain { return Self(text: "\(base).\(name)") }
    return Self(text: "\(text)[\(JSONValue.string(name).compactText)]")
  }

  /// The element of that number.
  func element(_ index: Int) -> Self {
    Self(text: "\(text)[\(index)]")
  }
}
