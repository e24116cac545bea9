internal import ByokCore

/// The arguments of a tool that are also sent as header fields, so that gateways can route calls by
/// them without reading bodies.
///
/// Source: <https://modelcontextprotocol.io/specification/2026-07-28/basic/transports/streamable-http>,
/// "Custom Headers from Tool Parameters".
struct ParameterHeaders: Equatable {
  /// An argument, by the names that lead to it.
  private struct Parameter: Equatable {
    let path: [String]
    let name: String
  }

  /// What a tool's schema says that must not be said, as the predicate of a sentence about it.
  struct Flaw: Error, Equatable {
    let reason: String
  }

  private var parameters: [Parameter] = []

  private static let keyword = "x-mcp-header"
  /// Keywords whose values are data, and no schemas.
  private static let dataKeywords: Set = ["default", "const", "enum", "examples"]
  /// Keywords with a schema under each of the names in them.
  private static let groups: Set = [
    "$defs", "definitions", "patternProperties", "dependentSchemas",
  ]
  /// The types that have a form in a header.
  private static let types: Set = ["string", "integer", "boolean", "null"]
  /// The integers that every program reads as the same number: up to 2⁵³ − 1.
  private static let safe = -((1 << 53) - 1)...((1 << 53) - 1)

  /// - Parameter schema: The JSON Schema of the tool's arguments, as it came.
  /// - Throws: Why the tool cannot be called.
  init(_ schema: JSONValue) throws(Flaw) {
    try collect(schema, [], isReachable: true)
  }

  private mutating func collect(
    _ schema: JSONValue, _ path: [String], isReachable: Bool
  ) throws(Flaw) {
    if let elements = schema.elements {
      for element in elements { try collect(element, path, isReachable: false) }
    }
    if let annotation = schema.members[Self.keyword] {
      try add(annotation, of: schema, path, isReachable: isReachable && !path.isEmpty)
    }
    for (keyword, value) in schema.members.sorted(by: { $0.key < $1.key }) {
      if keyword == "properties" {
        for (name, property) in value.members.sorted(by: { $0.key < $1.key }) {
          try collect(property, path + [name], isReachable: isReachable)
        }
      } else if Self.groups.contains(keyword) {
        for member in value.members.values { try collect(member, path, isReachable: false) }
      } else if !Self.dataKeywords.contains(keyword) {
        try collect(value, path, isReachable: false)
      }
    }
  }

  private mutating func add(
    _ annotation: JSONValue, of schema: JSONValue, _ path: [String], isReachable: Bool
  ) throws(Flaw) {
    guard let name = annotation.text, HeaderFields.isName("Mcp-Param-\(name)") else {
      throw Flaw(reason: "asks for a header whose name is not valid")
    }
    let types = schema["type"]?.elements?.compactMap(\.string) ?? [schema["type"]?.string ?? ""]
    guard isReachable, Self.types.isSuperset(of: types) else {
      throw Flaw(reason: "asks for the header Mcp-Param-\(name), which has no value of its own")
    }
    guard !parameters.contains(where: { $0.name.lowercased() == name.lowercased() }) else {
      throw Flaw(reason: "asks for the header Mcp-Param-\(name) twice")
    }
    parameters.append(Parameter(path: path, name: name))
  }

  /// The header fields of a call.
  ///
  /// - Parameter arguments: Those of the call.
  /// - Returns: A field for each argument that is there.
  /// - Throws: What is wrong with an argument, for the caller.
  func fields(for arguments: JSONValue) throws(Flaw) -> [(name: String, value: String)] {
    var fields: [(name: String, value: String)] = []
    for parameter in parameters {
      var value: JSONValue? = arguments
      for name in parameter.path { value = value?[name] }
      guard let value else { continue }
      guard let text = Self.text(value) else {
        throw Flaw(reason: "\(parameter.path.joined(separator: ".")) cannot be sent as a header")
      }
      fields.append(("Mcp-Param-\(parameter.name)", ServerHeaders.encoded(text)))
    }
    return fields
  }

  private static func text(_ value: JSONValue) -> String? {
    switch value {
    case .string(let text): text
    case .bool(let flag): flag ? "true" : "false"
    case .integer(let number): safe.contains(number) ? String(number) : nil
    case .number(let number):
      Int(exactly: number).flatMap { safe.contains($0) ? String($0) : nil }
    case .null, .array, .object: nil
    }
  }
}
