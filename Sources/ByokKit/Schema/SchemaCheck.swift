package import ByokCore

/// Finds what is wrong with a schema before anything is asked with it.
struct SchemaCheck {
  /// How many schemas about one value may lead to each other.
  static let chainLimit = 64

  let references: SchemaReferences
  /// The patterns by their texts.
  private(set) var patterns: [String: SchemaPattern] = [:]
  private var stepsLeft = SchemaPattern.stepLimit
  private let document: JSONValue
  /// The references that were followed, and the lengths of the chains behind them.
  private var seen: Set<String> = []
  /// What they lead to and is not checked yet: chains of them may be longer than a stack.
  private var pending: [(schema: JSONValue, place: String)] = []
  private var lengths: [String: Int] = [:]

  init(_ document: JSONValue) {
    self.document = document
    references = SchemaReferences(document)
  }

  /// - Throws: A usage error that names the place.
  mutating func run() throws(ByokError) {
    pending = [(document, "#")]
    while let next = pending.popLast() { try check(next.schema, at: next.place) }
  }

  private mutating func check(_ schema: JSONValue, at place: String) throws(ByokError) {
    if case .bool = schema { return }
    guard case .object(let keywords) = schema else {
      throw Self.wrong(place, "must be a schema: an object, true or false")
    }
    if place != "#", keywords["$id"] != nil {
      throw Self.wrong("\(place)/$id", "starts another document, which byok does not support")
    }
    for (name, value) in keywords.sorted(by: { $0.key < $1.key }) {
      guard let keyword = SchemaKeyword.all[name] else { continue }
      let own = "\(place)/\(name)"
      try keyword.check(value, at: own, name: name)
      for pattern in keyword.patterns(in: value) { try compile(pattern, at: own) }
      for part in keyword.parts(of: value) { try check(part.schema, at: own + part.place) }
      if keyword == .reference, case .string(let reference) = value {
        try follow(reference, at: own)
      }
    }
    var visited: Set<String> = []
    _ = try length(of: schema, at: place, visited: &visited)
  }

  private mutating func compile(_ text: String, at place: String) throws(ByokError) {
    guard patterns[text] == nil else { return }
    do throws(PatternFlaw) {
      let pattern = try SchemaPattern(text, stepLimit: stepsLeft)
      stepsLeft -= pattern.steps.count
      patterns[text] = pattern
    } catch {
      throw Self.wrong(
        place,
        "is not a regular expression that byok supports: \(text.quoted), "
          + "character \(error.character): \(error.reason)", hint: error.hint)
    }
  }

  private mutating func follow(_ reference: String, at place: String) throws(ByokError) {
    guard let target = references.target(of: reference) else {
      throw Self.wrong(
        place, "refers to \(reference.quoted), which is not in the schema",
        hint: "put it under $defs, and refer to it as #/$defs/NAME")
    }
    // What is referred to may be where no keyword says that it is a schema.
    if seen.insert(reference).inserted { pending.append((target, Self.shown(reference))) }
  }

  /// How many schemas about one value lead to each other; refuses those that have no end.
  private mutating func length(
    of schema: JSONValue, at place: String, visited: inout Set<String>
  ) throws(ByokError) -> Int {
    guard case .object(let keywords) = schema else { return 0 }
    var longest = 0
    for (name, value) in keywords where SchemaKeyword.all[name]?.isInPlace == true {
      for part in SchemaKeyword.all[name]?.parts(of: value) ?? [] {
        longest = max(longest, try length(of: part.schema, at: place, visited: &visited))
      }
    }
    if case .string(let reference) = keywords["$ref"] {
      longest = max(longest, try length(of: reference, visited: &visited))
    }
    guard longest < Self.chainLimit else { throw Self.wrong(place, "is nested too deeply") }
    return longest + 1
  }

  private mutating func length(
    of reference: String, visited: inout Set<String>
  ) throws(ByokError) -> Int {
    if let known = lengths[reference] { return known }
    guard let target = references.target(of: reference) else { return 0 }
    let place = Self.shown(reference)
    guard !visited.contains(reference) else {
      throw Self.wrong(place, "refers to itself without end")
    }
    guard visited.count < Self.chainLimit else { throw Self.wrong(place, "is nested too deeply") }
    visited.insert(reference)
    let length = try length(of: target, at: place, visited: &visited)
    visited.remove(reference)
    lengths[reference] = length
    return length
  }

  private static func shown(_ reference: String) -> String {
    reference.hasPrefix("#") ? reference : "#"
  }

  static func wrong(_ place: String, _ rule: String, hint: String? = nil) -> ByokError {
    ByokError(
      .usage, "in the schema, \(Sanitizer.oneLine(place, limit: 200)) \(rule)",
      hints: hint.map { [$0] } ?? [])
  }
}

extension SchemaKeyword {
  /// Refuses a value that the keyword cannot have.
  ///
  /// - Throws: A usage error that names the place.
  fileprivate func check(
    _ value: JSONValue, at place: String, name: String
  ) throws(ByokError) {
    if self == .unsupported {
      throw SchemaCheck.wrong(
        place, "is not supported by byok", hint: Self.replacements[name] ?? "leave it out")
    }
    if name == "items", case .array = value {
      throw SchemaCheck.wrong(place, "must be one schema", hint: "a list of them is prefixItems")
    }
    if let flaw = flaw(in: value) { throw SchemaCheck.wrong(place, flaw) }
  }

  private static let replacements = [
    "dependencies": "use dependentRequired or dependentSchemas",
    "additionalItems": "use prefixItems, and items for the rest",
    "unevaluatedProperties": "use additionalProperties, beside the properties themselves",
    "$dynamicRef": "use $ref",
    "$recursiveRef": "use $ref",
  ]

  /// What is wrong with the value; `nil` if nothing is.
  private func flaw(in value: JSONValue) -> String? {
    switch self {
    case .type: Self.flaw(inType: value)
    case .values: value.elements == nil ? "must be a list" : nil
    case .number: value.isNumber ? nil : "must be a number"
    case .step: value.isNumber && value.double ?? 0 > 0 ? nil : "must be a number above 0"
    case .count: value.integer ?? -1 >= 0 ? nil : "must be a whole number, 0 or more"
    case .flag: SchemaType.boolean.contains(value) ? nil : "must be true or false"
    case .names: Self.isNames(value) ? nil : "must be a list of different names"
    case .nameLists: Self.isNameLists(value) ? nil : "must contain lists of different names"
    case .pattern: SchemaType.string.contains(value) ? nil : "must be a string"
    case .partSchemas, .schemas:
      value.elements?.isEmpty ?? true ? "must be a list of schemas, at least one" : nil
    case .partSchemasByName, .partSchemasByPattern, .schemasByName, .definitions:
      value.isObject ? nil : "must be an object of schemas"
    case .reference: SchemaType.string.contains(value) ? nil : "must be a string"
    case .value, .partSchema, .schema, .unsupported: nil
    }
  }

  private static func flaw(inType value: JSONValue) -> String? {
    let names = value.elements ?? [value]
    let known = names.compactMap { $0.text.flatMap(SchemaType.init(rawValue:)) }
    guard known.isEmpty || known.count != names.count || Set(known).count != known.count else {
      return nil
    }
    let list = SchemaType.allCases.map(\.rawValue).joined(separator: ", ")
    return "must be one of \(list), or a list of some"
  }

  private static func isNames(_ value: JSONValue) -> Bool {
    guard let elements = value.elements else { return false }
    let names = elements.compactMap { if case .string(let name) = $0 { name } else { nil } }
    return names.count == elements.count && Set(names).count == names.count
  }

  private static func isNameLists(_ value: JSONValue) -> Bool {
    guard case .object(let members) = value else { return false }
    return members.values.allSatisfy(isNames)
  }
}

extension JSONValue {
  /// Whether it is a number, whole or not.
  package var isNumber: Bool { SchemaType.number.contains(self) }
}
