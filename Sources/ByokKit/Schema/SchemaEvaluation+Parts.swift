internal import ByokCore

extension SchemaEvaluation {
  /// Holds the elements of a list against what is said about lists.
  mutating func checkElements(
    _ elements: [JSONValue], _ keywords: [String: JSONValue], at place: ValuePath
  ) {
    checkCount(elements.count, "Items", "elements", keywords, at: place)
    if keywords["uniqueItems"] == .bool(true),
      let twin = elements.indices.first(where: { elements[..<$0].contains(elements[$0]) })
    {
      note("repeats an earlier element", at: place.element(twin))
    }
    let first = keywords["prefixItems"]?.elements ?? []
    for (index, (element, schema)) in zip(elements, first).enumerated() {
      check(element, against: schema, at: place.element(index))
    }
    if let rest = keywords["items"] {
      for index in elements.indices.dropFirst(first.count) {
        check(elements[index], against: rest, at: place.element(index))
      }
    }
    if let schema = keywords["contains"] { checkContained(elements, schema, keywords, at: place) }
  }

  private mutating func checkContained(
    _ elements: [JSONValue], _ schema: JSONValue, _ keywords: [String: JSONValue],
    at place: ValuePath
  ) {
    let count = elements.count { attempt($0, against: schema, at: place).isEmpty }
    let least = keywords["minContains"]?.integer ?? 1
    if count < least {
      note("must contain \(least) or more elements that fit 'contains', not \(count)", at: place)
    }
    if let most = keywords["maxContains"]?.integer, count > most {
      note("must contain \(most) or fewer elements that fit 'contains', not \(count)", at: place)
    }
  }

  /// Holds the members of an object against what is said about objects.
  mutating func checkMembers(
    _ members: [String: JSONValue], _ keywords: [String: JSONValue], at place: ValuePath
  ) {
    checkCount(members.count, "Properties", "members", keywords, at: place)
    for case .string(let name) in keywords["required"]?.elements ?? [] where members[name] == nil {
      note("is missing", at: place.member(name))
    }
    for (name, lists) in keywords.members(of: "dependentRequired") where members[name] != nil {
      for case .string(let other) in lists.elements ?? [] where members[other] == nil {
        note("is missing beside \(name.quoted)", at: place.member(other))
      }
    }
    for (name, value) in members.sorted(by: { $0.key < $1.key }) {
      checkMember(name, value, keywords, at: place.member(name))
    }
  }

  private mutating func checkMember(
    _ name: String, _ value: JSONValue, _ keywords: [String: JSONValue], at place: ValuePath
  ) {
    var isKnown = false
    if case .object(let known) = keywords["properties"], let schema = known[name] {
      isKnown = true
      check(value, against: schema, at: place)
    }
    for (pattern, schema) in keywords.members(of: "patternProperties")
    where SchemaPattern.matches(pattern, name) {
      isKnown = true
      check(value, against: schema, at: place)
    }
    if !isKnown, let rest = keywords["additionalProperties"] {
      check(value, against: rest, at: place)
    }
    if let schema = keywords["propertyNames"],
      let flaw = attempt(.string(name), against: schema, at: place).first
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
  ) {
    if case .string(let reference) = keywords["$ref"],
      let target = references.target(of: reference)
    {
      check(value, against: target, at: place)
    }
    for schema in keywords["allOf"]?.elements ?? [] { check(value, against: schema, at: place) }
    if let schemas = keywords["anyOf"]?.elements { checkAny(value, schemas, at: place) }
    if let schemas = keywords["oneOf"]?.elements { checkOne(value, schemas, at: place) }
    if let schema = keywords["not"], attempt(value, against: schema, at: place).isEmpty {
      note("must not fit the schema under 'not'", at: place)
    }
    if let condition = keywords["if"] {
      let holds = attempt(value, against: condition, at: place).isEmpty
      if let then = keywords[holds ? "then" : "else"] { check(value, against: then, at: place) }
    }
    guard case .object(let members) = value else { return }
    for (name, schema) in keywords.members(of: "dependentSchemas") where members[name] != nil {
      check(value, against: schema, at: place)
    }
  }

  private mutating func checkAny(
    _ value: JSONValue, _ schemas: [JSONValue], at place: ValuePath
  ) {
    let tries = schemas.map { attempt(value, against: $0, at: place) }
    if !tries.contains(where: \.isEmpty) { noteBest(of: tries, "anyOf", at: place) }
  }

  private mutating func checkOne(
    _ value: JSONValue, _ schemas: [JSONValue], at place: ValuePath
  ) {
    let tries = schemas.map { attempt(value, against: $0, at: place) }
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
}

extension [String: JSONValue] {
  /// The members of the object under a name, in order; none if there is none.
  fileprivate func members(of name: String) -> [(key: String, value: JSONValue)] {
    guard case .object(let members) = self[name] else { return [] }
    return members.sorted { $0.key < $1.key }
  }
}
