internal import ByokCore

/// The types that a schema's `type` names; none for no restriction.
struct SchemaTypes: Equatable {
  let names: [String]

  init(_ value: JSONValue?) {
    names = (value?.elements ?? [value].compactMap(\.self)).compactMap(\.string)
  }

  /// The value of a `type` that allows what both allow; `nil` if that is nothing.
  func common(with other: Self) -> JSONValue? {
    var common: [String] = []
    for name in names {
      if other.names.contains(name) {
        common.append(name)
      } else if name == "number", other.names.contains("integer") {
        common.append("integer")
      } else if name == "integer", other.names.contains("number") {
        common.append(name)
      }
    }
    guard let first = common.first else { return nil }
    return common.count == 1 ? .string(first) : .array(common.map(JSONValue.string))
  }

  /// A schema that allows these types only; `nil` if it allows none of them.
  func restricting(_ schema: JSONValue) -> JSONValue? {
    guard case .object(var members) = schema else { return schema }
    if let choices = members["anyOf"]?.elements, members["type"] == nil {
      let typed = choices.compactMap { restricting($0) }
      guard !typed.isEmpty else { return nil }
      members["anyOf"] = .array(typed)
      return .object(members)
    }
    let own = Self(members["type"])
    let all = names.count == 1 ? .string(names[0]) : JSONValue.array(names.map(JSONValue.string))
    guard let type = own.names.isEmpty ? all : common(with: own) else { return nil }
    members["type"] = type
    let allowed = Self(type).names
    if allowed.contains("array"), members["items"] == nil { members["items"] = .object([:]) }
    if allowed.contains("object"), members["properties"] == nil {
      members["properties"] = .object([:])
    }
    SchemaRoot.nameRequired(in: &members)
    return .object(members)
  }
}
