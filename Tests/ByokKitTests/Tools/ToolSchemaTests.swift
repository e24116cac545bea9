import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct ToolSchemaTests {
  private static func json(_ text: String) -> JSONValue { JSONValue(Array(text.utf8)) ?? .null }

  private static func rewritten(_ text: String) throws -> ToolSchema {
    try ToolSchema(rewriting: json(text))
  }

  struct Golden: Sendable, CustomTestStringConvertible {
    let name: String
    let original: String
    let schema: String
    var isWider = false
    var testDescription: String { name }
  }

  static let golden: [Golden] = [
    Golden(name: "nothing", original: "{}", schema: #"{"type":"object","properties":{}}"#),
    Golden(name: "true", original: "true", schema: #"{"type":"object","properties":{}}"#),
    Golden(
      name: "what says nothing",
      original: #"{"$schema":"x","$id":"y","title":"T","x-y":1,"examples":[],"type":"object","#
        + #""properties":{"title":{"type":"string","title":"T"},"x-y":{"type":"null"}}}"#,
      schema: #"{"type":"object","properties":{"title":{"type":"string"},"x-y":{"type":"null"}}}"#),
    Golden(
      name: "references",
      original: ##"{"type":"object","properties":{"a":{"$ref":"#/$defs/A","description":"mine"}},"##
        + ##""$defs":{"A":{"type":"array","items":{"$ref":"#/$defs/B"},"description":"its"},"##
        + #""B":{"const":1}}}"#,
      schema: #"{"type":"object","properties":{"a":{"type":"array","items":{"enum":[1]},"#
        + #""description":"mine"}}}"#),
    Golden(
      name: "arrays and objects without parts",
      original: #"{"properties":{"a":{"type":["array","null"]},"o":{"type":"object"}},"#
        + #""required":["r"]}"#,
      schema: #"{"type":"object","properties":{"a":{"type":["array","null"],"items":{}},"#
        + #""o":{"type":"object","properties":{}},"r":{}},"required":["r"]}"#),
    Golden(
      name: "a tuple",
      original: #"{"properties":{"a":{"type":"array","prefixItems":[{"type":"integer"},"#
        + #"{"type":"string"}],"items":false}}}"#,
      schema: #"{"type":"object","properties":{"a":{"type":"array","maxItems":2,"#
        + #""items":{"anyOf":[{"type":"integer"},{"type":"string"}]}}}}"#, isWider: true),
    Golden(
      name: "a tuple of old",
      original: #"{"properties":{"a":{"items":[{"type":"integer"}]}}}"#,
      schema: #"{"type":"object","properties":{"a":{"items":{"type":"integer"}}}}"#),
    Golden(
      name: "all of several",
      original: ##"{"allOf":[{"$ref":"#/definitions/A"},{"properties":{"a":{"minimum":3},"##
        + #""b":{"type":"string"}},"required":["b"]}],"definitions":{"A":{"type":"object","#
        + #""properties":{"a":{"type":"number","minimum":1}},"required":["a"]}}}"#,
      schema: #"{"type":"object","properties":{"a":{"type":"number","minimum":3},"#
        + #""b":{"type":"string"}},"required":["a","b"]}"#),
    Golden(
      name: "sets of required arguments",
      original: #"{"type":"object","properties":{"a":{},"b":{}},"anyOf":[{"required":["a"]},"#
        + #"{"required":["b"]}]}"#,
      schema: #"{"type":"object","properties":{"a":{},"b":{}}}"#, isWider: true),
    Golden(
      name: "a union of objects",
      original: #"{"oneOf":[{"type":"object","properties":{"k":{"const":"x"},"n":{"type":"null"}},"#
        + #""required":["k","n"],"additionalProperties":false},{"type":"object","properties":"#
        + #"{"k":{"const":"y"}},"required":["k"],"additionalProperties":false}]}"#,
      schema: #"{"type":"object","properties":{"k":{"anyOf":[{"enum":["x"]},{"enum":["y"]}]},"#
        + #""n":{"type":"null"}},"required":["k"],"additionalProperties":false}"#, isWider: true),
    Golden(
      name: "a type beside alternatives",
      original: #"{"properties":{"a":{"type":["string","null"],"anyOf":[{"minLength":1},"#
        + #"{"type":"null"},{"type":"integer"}]}}}"#,
      schema: #"{"type":"object","properties":{"a":{"anyOf":[{"type":["string","null"],"#
        + #""minLength":1},{"type":"null"}]}}}"#),
    Golden(
      name: "what a root may not have",
      original: #"{"type":["object","null"],"not":{"required":["a"]},"enum":[{}]}"#,
      schema: #"{"type":"object","properties":{}}"#, isWider: true),
    Golden(
      name: "schemas that are true or false",
      original: #"{"properties":{"a":true,"b":false},"additionalProperties":false}"#,
      schema: #"{"type":"object","properties":{"a":{}},"additionalProperties":false}"#,
      isWider: true),
  ]

  @Test(arguments: golden) func `a schema is rewritten`(_ golden: Golden) throws {
    let schema = try Self.rewritten(golden.original)
    #expect(schema.schema.compactText == Self.json(golden.schema).compactText)
    #expect(schema.isWider == golden.isWider)
  }

  @Test func `required sets are said in words`() throws {
    let text = #"{"anyOf":[{"required":["a","b"]},{"required":["c"]}]}"#
    #expect(try Self.rewritten(text).notes == ["Needs at least one of: a and b; c."])
  }

  @Test func `a schema within itself ends`() throws {
    let text =
      ##"{"properties":{"t":{"$ref":"#/$defs/T"}},"$defs":{"T":{"type":"object","##
      + ##""properties":{"l":{"$ref":"#/$defs/T"},"r":{"$ref":"#/$defs/T"},"##
      + ##""m":{"$ref":"#/$defs/T"}}}}}"##
    let schema = try Self.rewritten(text)
    #expect(schema.isWider)
    #expect(schema.schema["properties"]?["t"]?["properties"]?["l"]?["type"] == .string("object"))
    #expect(schema.schema.compactText.utf8.count <= ToolSchema.byteLimit)
  }

  @Test(arguments: [
    (
      ##"{"properties":{"a":{"$ref":"https://a.b/c"}}}"##,
      "refers to 'https://a.b/c', which is not in it"
    ),
    (
      ##"{"properties":{"a":{"$ref":"#/$defs/Gone"}}}"##,
      "refers to '#/$defs/Gone', which is not in it"
    ),
    (#"{"type":"string"}"#, "describes something else than an object"),
    (#"{"anyOf":[{"type":"string"},{"type":"null"}]}"#, "describes something else than an object"),
    (#"{"properties":{"a":3}}"#, "has something else where a schema must be"),
    ("[]", "has something else where a schema must be"),
  ]) func `what cannot be rewritten is named`(_ text: String, _ reason: String) {
    #expect(throws: ToolSchema.Flaw(reason: reason)) { try Self.rewritten(text) }
  }

  @Test func `a schema that is too large or too deep is refused`() {
    let deep =
      String(repeating: #"{"items":"#, count: 40) + "{}" + String(repeating: "}", count: 40)
    let names = (0..<3000).map { #""p\#($0)":{}"# }.joined(separator: ",")
    let long = #"{"properties":{"a":{"enum":["\#(String(repeating: "x", count: 70_000))"]}}}"#
    for text in [#"{"properties":{"a":\#(deep)}}"#, #"{"properties":{\#(names)}}"#, long] {
      #expect(throws: ToolSchema.Flaw.tooLarge) { try Self.rewritten(text) }
    }
  }

  @Test func `long descriptions are cut`() throws {
    let text = String(repeating: "é", count: 3000)
    let schema = try Self.rewritten(#"{"properties":{"a":{"description":"\#(text)"}}}"#)
    let cut = schema.schema["properties"]?["a"]?["description"]?.text ?? ""
    #expect(cut.utf8.count <= SchemaRewriting.descriptionLimit + 3)
    #expect(cut.hasSuffix("é…"))
  }

  @Test func `Ollama gets no more than it knows`() throws {
    let text =
      #"{"type":"object","properties":{"a":{"type":["null","string"],"minLength":1,"#
      + #""oneOf":[{"const":"x"},{"format":"date"}]},"b":{"type":"array","items":{"not":{}}}},"#
      + #""additionalProperties":false,"required":["a"]}"#
    let schema = OllamaChat.toolSchema(try Self.rewritten(text).schema)
    #expect(
      schema.compactText
        == Self.json(
          #"{"type":"object","properties":{"a":{"type":"string","anyOf":[{"enum":["x"]},{}]},"#
            + #""b":{"type":"array","items":{}}},"required":["a"]}"#
        ).compactText)
  }

  // MARK: Properties

  @Test(arguments: 0..<400) func `any schema satisfies the providers' rules`(_ seed: Int) throws {
    var random = Seeded(seed)
    let original = RandomSchema.root(&random)
    guard let rewritten = try? ToolSchema(rewriting: original) else { return }
    #expect(FuzzOracles.offences(in: rewritten.schema) == [], "\(original.compactText)")
    // What comes out stays as it is.
    let again = try ToolSchema(rewriting: rewritten.schema)
    #expect(again.schema == rewritten.schema, "\(original.compactText)")
    guard !rewritten.isWider, let strict = try? JSONSchema(original) else { return }
    let loose = try JSONSchema(rewritten.schema)
    for _ in 0..<40 {
      let value = RandomSchema.arguments(&random)
      var (first, second) = (SchemaBudget(), SchemaBudget())
      guard try loose.violations(in: value, &first).isEmpty else { continue }
      #expect(
        try strict.violations(in: value, &second).isEmpty,
        "\(value.compactText) \(original.compactText) \(rewritten.schema.compactText)")
    }
  }
}

/// A generator of the same numbers for the same seed.
struct Seeded: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
}

/// Schemas as servers may have them, and arguments that may fit them.
enum RandomSchema {
  private static let names = ["a", "b", "d"]
  private static let types = ["string", "integer", "array", "object", "null", "boolean", "number"]

  static func root(_ random: inout Seeded) -> JSONValue {
    var members = schema(&random, depth: 3).members
    if Bool.random(using: &random) { members["type"] = .string("object") }
    var definitions: [String: JSONValue] = [:]
    for name in names { definitions[name] = schema(&random, depth: 1) }
    members["$defs"] = .object(definitions)
    return .object(members)
  }

  private static func schema(_ random: inout Seeded, depth: Int) -> JSONValue {
    var members: [String: JSONValue] = [:]
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      add(to: &members, &random, depth: depth)
    }
    return .object(members)
  }

  private static func add(
    to members: inout [String: JSONValue], _ random: inout Seeded, depth: Int
  ) {
    let leaf = Int.random(in: 0...6, using: &random)
    if depth == 0 || leaf > 3 {
      switch leaf {
      case 0: members["const"] = value(&random, depth: 1)
      case 1: members["enum"] = .array([value(&random, depth: 1), value(&random, depth: 0)])
      case 2: members["minimum"] = .integer(Int.random(in: 0...3, using: &random))
      case 3: members["title"] = .string("T")
      case 4: members["type"] = type(&random)
      case 5: members["type"] = .array([type(&random), .string("null")])
      default: members["$ref"] = .string("#/$defs/\(name(&random))")
      }
      return
    }
    let part = { (random: inout Seeded) in schema(&random, depth: depth - 1) }
    switch Int.random(in: 0...9, using: &random) {
    case 0: members["anyOf"] = .array([part(&random), part(&random)])
    case 1: members["oneOf"] = .array([part(&random), part(&random)])
    case 2: members["allOf"] = .array([part(&random), part(&random)])
    case 3: members["items"] = part(&random)
    case 4: members["prefixItems"] = .array([part(&random), part(&random)])
    case 5: members["additionalProperties"] = .bool(Bool.random(using: &random))
    case 6: members["not"] = part(&random)
    case 7: members["required"] = .array([.string(name(&random))])
    default: members["properties"] = .object([name(&random): part(&random), "c": part(&random)])
    }
  }

  private static func name(_ random: inout Seeded) -> String {
    names[Int.random(in: 0..<names.count, using: &random)]
  }

  private static func type(_ random: inout Seeded) -> JSONValue {
    .string(types[Int.random(in: 0..<types.count, using: &random)])
  }

  static func arguments(_ random: inout Seeded) -> JSONValue {
    var members: [String: JSONValue] = [:]
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      members[name(&random)] = value(&random, depth: 2)
    }
    return .object(members)
  }

  private static func value(_ random: inout Seeded, depth: Int) -> JSONValue {
    switch Int.random(in: 0...(depth > 0 ? 6 : 4), using: &random) {
    case 0: .null
    case 1: .bool(true)
    case 2: .integer(Int.random(in: 0...3, using: &random))
    case 3: .string("x")
    case 4: .number(1.5)
    case 5: .array([value(&random, depth: depth - 1)])
    default: .object([name(&random): value(&random, depth: depth - 1)])
    }
  }
}
