internal import ByokCore

extension SchemaEvaluation {
  /// Holds the elements of a list against what is said about lists.
  mutating func checkElements(
    _ elements: [JSONValue], _ keywords: [String: JSONValue], at place: ValuePath
  ) throws(Exhausted) {
    checkCount(elements.count, "Items", "elements", keywords, at: place)
    if keywords["uniqueItems"] == .bool(true) { try checkUnique(elements, at: place) }
    let first = keywords["prefixItems"]?.elements ?? []
    for (index, (element, schema)) in zip(elements, first).enumerated() {
      try check(element, against: schema, at: place.element(index))
    }
    if let rest = keywords["items"] {
      for index in elements.indices.dropFirst(first.count) where !isFull {
        try check(elements[index], against: rest, at: place.element(index))
      }
    }
    if let schema = keywords["contains"] {
      try checkContained(elements, schema, keywords, at: place)
    }
  }

  private mutating func checkUnique(
    _ elements: [JSONValue], at place: ValuePath
  ) throws(Exhausted) {
    try budget.spend(SchemaCost.size(of: .array(elements)) + SchemaCost.visit * elements.count)
    var seen: Set<JSONValue> = []
    if let twin = elements.firstIndex(where: { !seen.insert($0).inserted }) {
      note("repeats an earlier element", at: place.element(twin))
    }
  }

  private mutating func checkContained(
    _ elements: [JSONValue], _ schema: JSONValue, _ keywords: [String: JSONValue],
    at place: ValuePath
  ) throws(Exhausted) {
    var count = 0
    for element in elements where try fits(element, schema, at: place) { count += 1 }
    let least = keywords["minContains"]?.integer ?? 1
    if count < least {
      note("must contain \(least) or more elements that match 'contains', not \(count)", at: place)
    }
    if let most = keywords["maxContains"]?.integer, count > most {
      note("must contain \(most) or fewer elements that match 'contains', not \(count)", at: place)
    }
  }

  /// Holds the members of an object against what is said about objects.
  mutating func checkMembers(
    _ members: [String: JSONValue], _ keywords: [String: JSONValue], at place: ValuePath
  ) throws(Exhausted) {
    checkCount(members.count, "Properties", "members", keywords, at: place)
    let required = keywords["required"]?.elements ?? []
    try budget.spend(SchemaCost.keyword * (members.count + required.count))
    for case .string(let name) in required where members[name] == nil {
      note("is missing", at: place.member(name))
    }
    for (name, lists) in try parts(of: "dependentRequired", keywords) where members[name] != nil {
      try budget.spend(SchemaCost.keyword * (lists.elements?.count ?? 0))
      for case .string(let other) in lists.elements ?? [] where members[other] == nil {
        note("is missing beside \(name.quoted)", at: place.member(other))
      }
    }
    for (name, value) in members.sorted(by: { $0.key < $1.key }) where !isFull {
      try checkMember(name, value, keywords, at: place.member(name))
    }
  }

  private mutating func checkMember(
    _ name: String, _ value: JSONValue, _ keywords: [String: JSONValue], at place: ValuePath
  ) throws(Exhausted) {
    var isKnown = false
    if case .object(let known) = keywords["properties"], let schema = known[name] {
      isKnown = true
      try check(value, against: schema, at: place)
    }
    for (pattern, schema) in try parts(of: "patternProperties", keywords)
    where try matches(pattern, name) {
      isKnown = true
      try check(value, against: schema, at: place)
    }
    if !isKnown, let rest = keywords["additionalProperties"] {
      try check(value, against: rest, at: place)
    }
    if let schema = keywords["propertyNames"],
      let flaw = try attempt(.string(name), against: schema, at: place, limit: 1).first
    {
      note("has a name that is not allowed: it \(flaw.rule)", at: place)
    }
  }

  private mutating func checkCount(
    _ count: Int, _ suffix: String, _ what: String, _ keywords: [String: JSONValue],
    at place: ValuePath
  ) {
    if let least = keywords["min\(suffix)"]?.integer, count < least {
      note("must have \(least) \(what) or more, not \(count)", at: place)
    }
    if let most = keywords["max\(suffix)"]?.integer, count > most {
      note("must have \(most) \(what) or fewer, not \(count)", at: place)
    }
  }

  /// Holds a value against the schemas that others are made of.
  mutating func checkCombinations(
    _ value: JSONValue, _ keywords: [String: JSONValue], at place: ValuePath
  ) throws(Exhausted) {
    if case .string(let reference) = keywords["$ref"],
      let target = references.target(of: reference)
    {
      try budget.spend(reference.utf8.count)
      try check(value, against: target, at: place)
    }
    for schema in keywords["allOf"]?.elements ?? [] { try check(value, against: schema, at: place) }
    if let schemas = keywords["anyOf"]?.elements { try checkAny(value, schemas, at: place) }
    if let schemas = keywords["oneOf"]?.elements { try checkOne(value, schemas, at: place) }
    if let schema = keywords["not"], try fits(value, schema, at: place) {
      note("must not match the schema under 'not'", at: place)
    }
    if let condition = keywords["if"] {
      let holds = try fits(value, condition, at: place)
      if let then = keywords[holds ? "then" : "else"] { try check(value, against: then, at: place) }
    }
    guard case .object(let members) = value else { return }
    for (name, schema) in try parts(of: "dependentSchemas", keywords) where members[name] != nil {
      try check(value, against: schema, at: place)
    }
  }

  private mutating func checkAny(
    _ value: JSONValue, _ schemas: [JSONValue], at place: ValuePath
  ) throws(Exhausted) {
    var tries: [[SchemaViolation]] = []
    for schema in schemas {
      tries.append(try attempt(value, against: schema, at: place))
      if tries.last == [] { return }
    }
    noteBest(of: tries, "anyOf", at: place)
  }

  private mutating func checkOne(
    _ value: JSONValue, _ schemas: [JSONValue], at place: ValuePath
  ) throws(Exhausted) {
    var tries: [[SchemaViolation]] = []
    for schema in schemas { tries.append(try attempt(value, against: schema, at: place)) }
    let count = tries.count { $0.isEmpty }
    if count == 0 {
      noteBest(of: tries, "oneOf", at: place)
    } else if count > 1 {
      note("fits \(count) of the schemas under 'oneOf', not one", at: place)
    }
  }

  /// Notes what is wrong in the one form that was meant, if only the parts of the value break it.
  private mutating func noteBest(
    of tries: [[SchemaViolation]], _ keyword: String, at place: ValuePath
  ) {
    let near = tries.filter { !$0.contains { $0.place == place } }
    guard near.count == 1 || tries.count == 1 else {
      note("fits none of the schemas under '\(keyword)'", at: place)
      return
    }
    for violation in near.first ?? tries[0] { note(violation.rule, at: violation.place) }
  }

  /// The members of the object under a keyword, in order; none if there is none.
  private mutating func parts(
    of keyword: String, _ keywords: [String: JSONValue]
  ) throws(Exhausted) -> [(key: String, value: JSONValue)] {
    guard case .object(let members) = keywords[keyword] else { return [] }
    try budget.spend(SchemaCost.keyword * members.count)
    return members.sorted { $0.key < $1.key }
  }
}
