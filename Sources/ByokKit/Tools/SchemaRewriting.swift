internal import ByokCore

/// Rewrites the schemas within a schema: references, combinations, tuples.
struct SchemaRewriting {
  static let depthLimit = 32
  static let nodeLimit = 2000
  static let descriptionLimit = 4 << 10

  private let references: SchemaReferences
  private let unrolling: Int
  private var nodes = 0
  /// How often each reference is being followed.
  private var followed: [String: Int] = [:]
  /// Whether something was left out that restricts values.
  private(set) var isWider = false

  /// - Parameters:
  ///   - document: The whole schema.
  ///   - unrolling: How often a schema may be found within itself.
  init(_ document: JSONValue, unrolling: Int) {
    references = SchemaReferences(document)
    self.unrolling = unrolling
  }

  /// Members that say nothing to a model, or that some refuse.
  private static let dropped: Set<String> = [
    "$schema", "$id", "$comment", "$anchor", "$vocabulary", "$defs", "definitions", "title",
    "examples", "discriminator", "$ref", "allOf", "prefixItems", "additionalItems", "items",
  ]

  /// The members of a schema, rewritten; `nil` for one that nothing satisfies.
  ///
  /// - Throws: Why it cannot be rewritten.
  mutating func object(
    _ schema: JSONValue, depth: Int
  ) throws(ToolSchema.Flaw) -> [String: JSONValue]? {
    nodes += 1
    guard depth <= Self.depthLimit, nodes <= Self.nodeLimit else { throw .tooLarge }
    let members: [String: JSONValue]
    switch schema {
    case .object(let object): members = object
    case .bool(true): return [:]
    case .bool: return nil
    default: throw ToolSchema.Flaw(reason: "has something else where a schema must be")
    }
    var result: [String: JSONValue] = [:]
    for (name, value) in members.sorted(by: { $0.key < $1.key })
    where !Self.dropped.contains(name) && !name.hasPrefix("x-") {
      try add(name, value, to: &result, depth: depth)
    }
    try addItems(of: members, to: &result, depth: depth)
    for part in members["allOf"]?.elements ?? [] {
      guard let part = try object(part, depth: depth + 1) else { return nil }
      merge(part, into: &result)
    }
    if let reference = members["$ref"]?.string {
      merge(try target(of: reference, depth: depth), into: &result)
    }
    complete(&result)
    return result
  }

  private mutating func add(
    _ name: String, _ value: JSONValue, to result: inout [String: JSONValue], depth: Int
  ) throws(ToolSchema.Flaw) {
    switch SchemaKeyword.all[name] {
    case nil where name == "description": result[name] = value.string.map(Self.cut)
    case .value: result["enum"] = .array([value])
    case .unsupported: isWider = true
    case .schema, .partSchema:
      if name == "additionalProperties", case .bool = value {
        result[name] = value
      } else if let part = try object(value, depth: depth + 1) {
        result[name] = .object(part)
      } else {
        isWider = true
      }
    case .schemas, .partSchemas:
      var parts: [JSONValue] = []
      for part in value.elements ?? [] {
        if let part = try object(part, depth: depth + 1) { parts.append(.object(part)) }
      }
      if parts.isEmpty { isWider = true } else { result[name] = .array(parts) }
    case .partSchemasByName, .partSchemasByPattern, .schemasByName:
      var parts: [String: JSONValue] = [:]
      for (key, part) in value.members.sorted(by: { $0.key < $1.key }) {
        let part = try object(part, depth: depth + 1)
        if part == nil { isWider = true }
        parts[key] = part.map(JSONValue.object)
      }
      result[name] = .object(parts)
    case .values where result[name] != nil: isWider = true
    default: result[name] = value
    }
  }

  /// Adds the schemas of elements: those of a tuple become one for all.
  private mutating func addItems(
    of members: [String: JSONValue], to result: inout [String: JSONValue], depth: Int
  ) throws(ToolSchema.Flaw) {
    let isOld = members["items"]?.elements != nil
    let tuple = (isOld ? members["items"] : members["prefixItems"])?.elements ?? []
    let rest = isOld ? members["additionalItems"] : members["items"]
    var choices: [JSONValue] = []
    for schema in tuple + (rest.map { [$0] } ?? []) {
      guard let part = try object(schema, depth: depth + 1) else { continue }
      if !choices.contains(.object(part)) { choices.append(.object(part)) }
    }
    if rest == .bool(false) {
      let most = min(members["maxItems"]?.count ?? tuple.count, tuple.count)
      result["maxItems"] = .integer(most)
    }
    guard let first = choices.first else { return }
    isWider = isWider || choices.count > 1
    result["items"] = choices.count == 1 ? first : .object(["anyOf": .array(choices)])
  }

  /// What a reference leads to; anything where that is within itself once too often.
  private mutating func target(
    of reference: String, depth: Int
  ) throws(ToolSchema.Flaw) -> [String: JSONValue] {
    guard let target = references.target(of: reference) else {
      throw ToolSchema.Flaw(
        reason: "refers to \(Sanitizer.oneLine(reference, limit: 100).quoted), which is not in it")
    }
    guard followed[reference, default: 0] <= unrolling else {
      isWider = true
      return [:]
    }
    followed[reference, default: 0] += 1
    defer { followed[reference, default: 1] -= 1 }
    guard let found = try object(target, depth: depth + 1) else {
      isWider = true
      return [:]
    }
    return found
  }

  /// Adds what some refuse to miss, and puts a type beside alternatives into these.
  private mutating func complete(_ schema: inout [String: JSONValue]) {
    let types = SchemaTypes(schema["type"])
    if types.names.count == 1 { schema["type"] = .string(types.names[0]) }
    if types.names.contains("array"), schema["items"] == nil { schema["items"] = .object([:]) }
    if types.names.contains("object"), schema["properties"] == nil {
      schema["properties"] = .object([:])
    }
    SchemaRoot.nameRequired(in: &schema)
    guard !types.names.isEmpty, let choices = schema["anyOf"]?.elements else { return }
    let typed = choices.compactMap { types.restricting($0) }
    schema["anyOf"] = typed.isEmpty ? nil : .array(typed)
    if typed.isEmpty { isWider = true } else { schema["type"] = nil }
  }

  private static func cut(_ text: String) -> JSONValue {
    .string(
      text.utf8.count <= descriptionLimit ? text : text.beginning(bytes: descriptionLimit) + "…")
  }

  // MARK: Both of two schemas

  /// Restricts a schema by another one, as far as one schema can say both.
  private mutating func merge(
    _ other: [String: JSONValue], into schema: inout [String: JSONValue]
  ) {
    // What one of them closes, the other's properties open again.
    let closes = [schema, other].contains {
      ![nil, .bool(true)].contains($0["additionalProperties"])
    }
    let names = [schema, other].map { Set($0["properties"]?.members.keys.map(\.self) ?? []) }
    if closes, names[0] != names[1] { isWider = true }
    for (name, value) in other {
      guard let own = schema[name], own != value else {
        schema[name] = value
        continue
      }
      schema[name] = both(own, value, of: name)
    }
  }

  private mutating func both(_ own: JSONValue, _ other: JSONValue, of name: String) -> JSONValue {
    switch name {
    case "description", "default", "format": return own
    case "required":
      let names = own.elements ?? []
      return .array(names + (other.elements ?? []).filter { !names.contains($0) })
    case "properties":
      var all = own.members
      for (key, value) in other.members {
        guard case .object(var mine)? = all[key], case .object(let theirs) = value else {
          all[key] = value
          continue
        }
        merge(theirs, into: &mine)
        complete(&mine)
        all[key] = .object(mine)
      }
      return .object(all)
    case "type":
      let (mine, theirs) = (SchemaTypes(own), SchemaTypes(other))
      return mine.common(with: theirs) ?? widened(own)
    case "enum":
      let common = (own.elements ?? []).filter { (other.elements ?? []).contains($0) }
      return common.isEmpty ? widened(own) : .array(common)
    case "minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties":
      return (own.double ?? 0) >= (other.double ?? 0) ? own : other
    case "maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties":
      return (own.double ?? 0) <= (other.double ?? 0) ? own : other
    case "additionalProperties" where own == .bool(true) || other == .bool(false): return other
    case "additionalProperties" where other == .bool(true) || own == .bool(false): return own
    default: return widened(own)
    }
  }

  private mutating func widened(_ value: JSONValue) -> JSONValue {
    isWider = true
    return value
  }
}
