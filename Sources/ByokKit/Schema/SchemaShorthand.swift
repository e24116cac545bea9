internal import ByokCore

/// The short form of a schema, such as `name, age int, tags[], mood good|bad`.
///
/// Fields are separated by commas or line breaks: a name, a type (text if there is none), and
/// after a colon what it is. `[]` behind name or type makes it a list, `{…}` is an object, and
/// words with `|` between are a choice. Every field must be in the reply, and no other may.
package struct SchemaShorthand {
  private var rest: Substring

  /// The types by the names that they go by.
  package static let types: [(names: [String], schema: String)] = [
    (["text", "str", "string"], "string"), (["int", "integer"], "integer"),
    (["number", "float"], "number"), (["bool", "boolean"], "boolean"),
  ]

  /// The schema that `text` stands for.
  ///
  /// - Throws: A usage error that shows the place.
  static func schema(_ text: String) throws(ByokError) -> JSONValue {
    var parser = Self(rest: text[...])
    let schema = try parser.object(depth: 0)
    guard parser.rest.isEmpty else { throw parser.wrong("there is an extra '}'") }
    return schema
  }

  private mutating func object(depth: Int) throws(ByokError) -> JSONValue {
    guard depth < 16 else { throw wrong("it is too deeply nested") }
    var members: [String: JSONValue] = [:]
    var names: [JSONValue] = []
    while true {
      skip { $0.isWhitespace || $0 == "," }
      if rest.isEmpty || rest.first == "}" { break }
      let (name, schema) = try field(depth: depth)
      guard members.updateValue(schema, forKey: name) == nil else {
        throw wrong("duplicate field \(name.quoted)")
      }
      names.append(.string(name))
    }
    guard !names.isEmpty else { throw wrong("a field is missing") }
    return .object([
      "type": .string("object"), "properties": .object(members), "required": .array(names),
      "additionalProperties": .bool(false),
    ])
  }

  private mutating func field(depth: Int) throws(ByokError) -> (String, JSONValue) {
    let name = word()
    guard !name.isEmpty else { throw wrong("a name is expected") }
    let isList = takeBrackets()
    skipBlanks()
    var schema = try type(depth: depth)
    if takeBrackets() || isList {
      schema = .object(["type": .string("array"), "items": schema])
    }
    skipBlanks()
    if rest.first == ":" {
      rest.removeFirst()
      let words = take { $0 != "," && !$0.isNewline && $0 != "}" }
      if case .object(var keywords) = schema {
        keywords["description"] = .string(String(words).trimmed)
        schema = .object(keywords)
      }
    }
    guard rest.first.map({ ",}".contains($0) || $0.isNewline }) ?? true else {
      throw wrong("',' or ':' is expected")
    }
    return (name, schema)
  }

  private mutating func type(depth: Int) throws(ByokError) -> JSONValue {
    if rest.first == "{" {
      rest.removeFirst()
      let schema = try object(depth: depth + 1)
      guard rest.popFirst() == "}" else { throw wrong("a '}' is missing") }
      return schema
    }
    let start = rest
    let name = word()
    if rest.first == "|" {
      rest = start
      let words = take { Self.isOfWord($0) || $0 == "|" }.split(separator: "|")
      return .object(["type": .string("string"), "enum": .array(words.map { .string(String($0)) })])
    }
    if name.isEmpty { return .object(["type": .string("string")]) }
    guard let type = Self.types.first(where: { $0.names.contains(name.lowercased()) }) else {
      rest = start
      throw wrong("\(name.quoted) is no type: use text, int, number, bool, {…} or a|b|c")
    }
    return .object(["type": .string(type.schema)])
  }

  private mutating func takeBrackets() -> Bool {
    guard rest.hasPrefix("[]") else { return false }
    rest = rest.dropFirst(2)
    return true
  }

  private mutating func word() -> String { String(take(while: Self.isOfWord)) }

  private mutating func take(while isWanted: (Character) -> Bool) -> Substring {
    let taken = rest.prefix(while: isWanted)
    rest = rest[taken.endIndex...]
    return taken
  }

  private mutating func skip(_ isUnwanted: (Character) -> Bool) { _ = take(while: isUnwanted) }

  private mutating func skipBlanks() { skip { $0.isWhitespace && !$0.isNewline } }

  private static func isOfWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_" || character == "-"
  }

  private func wrong(_ reason: String) -> ByokError {
    let place = rest.isEmpty ? "at its end" : "before \(String(rest.prefix(20)).quoted)"
    return ByokError(
      .usage, "--schema is not understood \(place): \(reason)",
      hint: "such as --schema 'name, age int, tags[]', a FILE or JSON Schema in '{…}'")
  }
}
