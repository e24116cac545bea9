@testable import ByokCore
@testable import ByokKit

extension FuzzOracles {
  /// F11: a tool's schema is rewritten to what providers take, or refused; what is valid for it is valid
  /// for the original where byok does not say that it allows more.
  ///
  /// The first line is the schema, each other one the arguments of a call.
  static func schemas(_ bytes: [UInt8]) {
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
    guard let original = JSONValue(lines[0]),
      let rewritten = try? ToolSchema(rewriting: original)
    else { return }
    precondition(offences(in: rewritten.schema).isEmpty, "a provider refuses it")
    precondition(
      rewritten.schema.compactText.utf8.count <= ToolSchema.byteLimit, "it is too large")
    guard let again = try? ToolSchema(rewriting: rewritten.schema) else {
      preconditionFailure("what was rewritten is refused")
    }
    precondition(again.schema == rewritten.schema, "it changes once more")
    for dialect in Dialects.all { _ = dialect.toolSchema(rewritten.schema) }
    guard !rewritten.isWider, let strict = try? JSONSchema(original),
      let loose = try? JSONSchema(rewritten.schema)
    else { return }
    for line in lines.dropFirst() {
      guard let value = JSONValue(line), value.isObject else { continue }
      var (first, second) = (SchemaBudget(1_000_000), SchemaBudget(1_000_000))
      guard (try? loose.violations(in: value, &first))?.isEmpty == true,
        let flaws = try? strict.violations(in: value, &second)
      else { continue }
      precondition(flaws.isEmpty, "it allows more than the original")
    }
  }

  /// What a provider refuses in a schema, by name.
  ///
  /// - Parameters:
  ///   - schema: The schema.
  ///   - isRoot: Whether it is the whole.
  /// - Returns: The offending members.
  static func offences(in schema: JSONValue, isRoot: Bool = true) -> [String] {
    guard case .object(let members) = schema else { return ["no object"] }
    let forbidden: Set = [
      "$schema", "$ref", "$defs", "definitions", "$id", "const", "allOf", "prefixItems", "title",
    ]
    var found = Array(forbidden.intersection(members.keys))
    if isRoot {
      found += Set(["anyOf", "oneOf", "not", "enum"]).intersection(members.keys)
      if members["type"] != .string("object") { found.append("type of the root") }
    }
    let types = members["type"].map { $0.elements ?? [$0] } ?? []
    if types.contains(.string("array")), members["items"] == nil { found.append("no items") }
    if types.contains(.string("object")), members["properties"] == nil {
      found.append("no properties")
    }
    if members["anyOf"]?.elements != nil, !types.isEmpty { found.append("type beside anyOf") }
    for (name, value) in members {
      guard let keyword = SchemaKeyword.all[name], name != "additionalProperties" else { continue }
      for part in keyword.parts(of: value) { found += offences(in: part.schema, isRoot: false) }
    }
    return found
  }
}
