internal import ByokCore

/// Holds values against schemas that were checked, and notes how they break them.
struct SchemaEvaluation {
  /// The most violations that are noted: a person and a model need the first few only.
  static let limit = 10

  typealias Exhausted = SchemaBudget.Exhausted

  let references: SchemaReferences
  let patterns: [String: SchemaPattern]
  var budget: SchemaBudget
  private(set) var violations: [SchemaViolation] = []
  private var limit = Self.limit

  init(
    _ references: SchemaReferences, _ patterns: [String: SchemaPattern], _ budget: SchemaBudget
  ) {
    (self.references, self.patterns, self.budget) = (references, patterns, budget)
  }

  /// Whether more violations would not be noted.
  var isFull: Bool { violations.count >= limit }

  /// Notes how `value` breaks `schema`.
  ///
  /// - Throws: That the budget is spent.
  mutating func check(
    _ value: JSONValue, against schema: JSONValue, at place: ValuePath
  ) throws(Exhausted) {
    guard !isFull else { return }
    try budget.spend(SchemaCost.visit)
    switch schema {
    case .bool(false): note("is not allowed", at: place)
    case .object(let keywords):
      try budget.spend(SchemaCost.keyword * keywords.count)
      checkType(value, keywords, at: place)
      try checkChoice(value, keywords, at: place)
      switch value {
      case .integer, .number: checkNumber(value, keywords, at: place)
      case .string(let text): try checkText(text, keywords, at: place)
      case .array(let elements): try checkElements(elements, keywords, at: place)
      case .object(let members): try checkMembers(members, keywords, at: place)
      case .null, .bool: break
      }
      try checkCombinations(value, keywords, at: place)
    default: break
    }
  }

  mutating func note(_ rule: String, at place: ValuePath) {
    guard !isFull else { return }
    violations.append(SchemaViolation(place: place, rule: rule))
  }

  /// How a value breaks another schema, without noting it here.
  ///
  /// - Parameters:
  ///   - value: The value.
  ///   - schema: The other schema.
  ///   - place: Where the value is.
  ///   - limit: How many violations are of interest.
  /// - Returns: The violations; none if it fits.
  /// - Throws: That the budget is spent.
  mutating func attempt(
    _ value: JSONValue, against schema: JSONValue, at place: ValuePath, limit: Int = Self.limit
  ) throws(Exhausted) -> [SchemaViolation] {
    var evaluation = Self(references, patterns, budget)
    evaluation.limit = limit
    defer { budget = evaluation.budget }
    try evaluation.check(value, against: schema, at: place)
    return evaluation.violations
  }

  /// Whether a value fits another schema.
  mutating func fits(
    _ value: JSONValue, _ schema: JSONValue, at place: ValuePath
  ) throws(Exhausted) -> Bool {
    try attempt(value, against: schema, at: place, limit: 1).isEmpty
  }

  private mutating func checkType(
    _ value: JSONValue, _ keywords: [String: JSONValue], at place: ValuePath
  ) {
    guard let type = keywords["type"] else { return }
    let types = (type.elements ?? [type]).compactMap { $0.text.flatMap(SchemaType.init) }
    guard !types.contains(where: { $0.contains(value) }) else { return }
    let isFraction = types == [.integer] && value.isNumber
    let found = isFraction ? value.compactText : SchemaType.words(for: value)
    note("must be \(types.map(\.words).joined(separator: " or ")), not \(found)", at: place)
  }

  private mutating func checkChoice(
    _ value: JSONValue, _ keywords: [String: JSONValue], at place: ValuePath
  ) throws(Exhausted) {
    if let constant = keywords["const"], value != constant {
      try budget.spend(SchemaCost.size(of: constant))
      note("must be \(Self.shown(constant))", at: place)
    }
    guard let choices = keywords["enum"]?.elements else { return }
    try budget.spend(choices.count)
    if !choices.contains(value) {
      try budget.spend(SchemaCost.size(of: .array(Array(choices.prefix(20)))))
      let list = choices.prefix(20).map(Self.shown).joined(separator: ", ")
      note("must be one of \(list)\(choices.count > 20 ? ", …" : "")", at: place)
    }
  }

  private static func shown(_ value: JSONValue) -> String {
    Sanitizer.oneLine(value.compactText, limit: 80)
  }

  private mutating func checkNumber(
    _ value: JSONValue, _ keywords: [String: JSONValue], at place: ValuePath
  ) {
    let bounds: [(String, (JSONValue, JSONValue) -> Bool, String)] = [
      ("minimum", { !$0.isLess(than: $1) }, "or more"),
      ("maximum", { !$1.isLess(than: $0) }, "or less"),
      ("exclusiveMinimum", { $1.isLess(than: $0) }, "exceeded"),
      ("exclusiveMaximum", { $0.isLess(than: $1) }, "not reached"),
    ]
    for (name, holds, words) in bounds {
      guard let bound = keywords[name], !holds(value, bound) else { continue }
      let rule =
        switch words {
        case "exceeded": "must be more than \(bound.compactText)"
        case "not reached": "must be less than \(bound.compactText)"
        default: "must be \(bound.compactText) \(words)"
        }
      note("\(rule), not \(value.compactText)", at: place)
    }
    if let step = keywords["multipleOf"], !value.isMultiple(of: step) {
      note("must be a multiple of \(step.compactText), not \(value.compactText)", at: place)
    }
  }

  private mutating func checkText(
    _ text: String, _ keywords: [String: JSONValue], at place: ValuePath
  ) throws(Exhausted) {
    try budget.spend(text.utf8.count)
    let count = text.unicodeScalars.count
    if let least = keywords["minLength"]?.integer, count < least {
      note("must have \(least) characters or more, not \(count)", at: place)
    }
    if let most = keywords["maxLength"]?.integer, count > most {
      note("must have \(most) characters or fewer, not \(count)", at: place)
    }
    if case .string(let pattern) = keywords["pattern"], try !matches(pattern, text) {
      note("must match the pattern \(Self.shown(.string(pattern)))", at: place)
    }
  }

  /// Whether a text matches one of the schema's patterns.
  mutating func matches(_ pattern: String, _ text: String) throws(Exhausted) -> Bool {
    try patterns[pattern]?.matches(text, &budget) ?? false
  }
}

/// What the parts of a check cost, in steps of a pattern.
enum SchemaCost {
  /// Holding a value against a schema.
  static let visit = 50
  /// Looking at a keyword, an element or a member.
  static let keyword = 10

  /// Reading all of a value.
  static func size(of value: JSONValue) -> Int {
    switch value {
    case .null, .bool, .integer, .number: keyword
    case .string(let text): keyword + text.utf8.count
    case .array(let elements): elements.reduce(keyword) { $0 + size(of: $1) }
    case .object(let members):
      members.reduce(keyword) { $0 + keyword + $1.key.utf8.count + size(of: $1.value) }
    }
  }
}

extension JSONValue {
  /// Whether it is the smaller of two numbers.
  fileprivate func isLess(than other: JSONValue) -> Bool {
    if let first = integer, let second = other.integer { return first < second }
    guard let first = double, let second = other.double else { return false }
    return first < second
  }

  /// Whether it is a number that a step above 0 divides without a rest.
  ///
  /// Fractions such as 0.01 have no exact form, so a rest that is no more than their error is none.
  fileprivate func isMultiple(of step: JSONValue) -> Bool {
    if let first = integer, let second = step.integer { return first % second == 0 }
    guard let first = double, let second = step.double else { return false }
    let quotient = first / second
    guard quotient.magnitude < 1e12 else {
      return first.truncatingRemainder(dividingBy: second) == 0
    }
    return (quotient - quotient.rounded()).magnitude <= 4 * quotient.ulp
  }
}
