internal import ByokCore

/// The root of a tool's schema, which has to be a plain object.
struct SchemaRoot {
  private var members: [String: JSONValue]
  private(set) var notes: [String] = []
  private(set) var isWider = false

  init(_ members: [String: JSONValue]) { self.members = members }

  var document: JSONValue { .object(members) }

  /// What the root may not have, besides what is resolved.
  private static let dropped = ["not", "enum", "if", "then", "else", "dependentSchemas"]

  /// Makes it one.
  ///
  /// - Throws: That arguments cannot be an object.
  mutating func simplify() throws(ToolSchema.Flaw) {
    let types = SchemaTypes(members["type"])
    guard types.names.isEmpty || types.names.contains("object") else { throw Self.noObject }
    members["type"] = .string("object")
    if members["properties"] == nil { members["properties"] = .object([:]) }
    for name in ["anyOf", "oneOf"] {
      guard let choices = members.removeValue(forKey: name)?.elements else { continue }
      try resolve(choices.map(\.members), isOne: name == "oneOf")
    }
    for name in Self.dropped where members.removeValue(forKey: name) != nil { isWider = true }
    Self.nameRequired(in: &members)
  }

  /// Adds properties that are required and not described, which some refuse to miss, where others than
  /// the described ones are allowed.
  static func nameRequired(in members: inout [String: JSONValue]) {
    guard case .object(var properties)? = members["properties"],
      [nil, .bool(true)].contains(members["additionalProperties"])
    else { return }
    for name in required(members) where properties[name] == nil { properties[name] = .object([:]) }
    members["properties"] = .object(properties)
  }

  private static let noObject = ToolSchema.Flaw(reason: "describes something else than an object")

  private mutating func resolve(
    _ choices: [[String: JSONValue]], isOne: Bool
  ) throws(ToolSchema.Flaw) {
    let objects = choices.filter { choice in
      let types = SchemaTypes(choice["type"])
      return types.names.isEmpty || types.names.contains("object")
    }
    guard !objects.isEmpty else { throw Self.noObject }
    isWider = isWider || objects.count > 1 || isOne
    // Of one choice, everything holds that it says.
    var common = Self.required(objects[0])
    for other in objects.dropFirst() {
      let names = Self.required(other)
      common.removeAll { !names.contains($0) }
    }
    for choice in objects { addProperties(of: choice) }
    require(common)
    note(objects, isOne: isOne)
    let all = members["properties"]?.members.count
    if objects[0]["properties"]?.members.count != all { isWider = true }
    let areClosed = objects.allSatisfy { $0["additionalProperties"] == .bool(false) }
    if members["additionalProperties"] == nil, areClosed {
      members["additionalProperties"] = .bool(false)
    } else if !areClosed {
      isWider = true
    }
  }

  private mutating func addProperties(of choice: [String: JSONValue]) {
    var all = members["properties"]?.members ?? [:]
    for (name, schema) in choice["properties"]?.members ?? [:] where all[name] != schema {
      guard let own = all[name], own != .object([:]) else {
        all[name] = schema
        continue
      }
      guard schema != .object([:]) else { continue }
      isWider = true
      var choices = own.members.count == 1 ? own["anyOf"]?.elements ?? [own] : [own]
      if !choices.contains(schema) { choices.append(schema) }
      all[name] = .object(["anyOf": .array(choices)])
    }
    members["properties"] = .object(all)
    let known: Set = ["type", "properties", "required", "description", "additionalProperties"]
    if !known.isSuperset(of: choice.keys) { isWider = true }
  }

  private mutating func require(_ names: [String]) {
    let own = Self.required(members)
    let all = own + names.filter { !own.contains($0) }
    if !all.isEmpty { members["required"] = .array(all.map(JSONValue.string)) }
  }

  /// Says in words which arguments belong together.
  private mutating func note(_ choices: [[String: JSONValue]], isOne: Bool) {
    let sets = choices.map { Self.required($0).joined(separator: " and ") }
    guard sets.count > 1, sets.allSatisfy({ !$0.isEmpty }), Set(sets).count > 1 else { return }
    notes.append("Needs \(isOne ? "exactly" : "at least") one of: \(sets.joined(separator: "; ")).")
  }

  private static func required(_ schema: [String: JSONValue]) -> [String] {
    (schema["required"]?.elements ?? []).compactMap(\.string)
  }
}
