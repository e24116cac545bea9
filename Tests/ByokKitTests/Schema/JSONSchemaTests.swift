import ByokTestSupport
import Foundation
import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct JSONSchemaTests {
  @Test(arguments: SchemaCase.all)
  func `a value fits a schema or it does not`(_ row: SchemaCase) throws {
    let schema = try JSONSchema(try JSONValue.parsing(row.schema))
    let violations = try schema.violations(in: JSONValue.parsing(row.value))
    #expect(violations.isEmpty == (row.place == nil), "\(violations.map(\.text))")
    #expect(violations.first?.place.text == row.place)
  }

  @Test func `the table is long and asks for both`() {
    #expect(SchemaCase.all.count >= 300)
    let names = Set(SchemaKeyword.all.filter { $0.value != .unsupported }.keys)
    let text = SchemaCase.all.map(\.schema).joined()
    #expect(names.filter { !text.contains("\"\($0)\"") } == [])
  }

  @Test func `every way is told, up to a limit`() throws {
    let schema = try JSONSchema(try JSONValue.parsing(#"{"items": {"type": "null"}}"#))
    let two = try schema.violations(in: .array([.integer(1), .null, .bool(true)]))
    #expect(
      two.map(\.text) == [
        ".[0] must be null, not a number", ".[2] must be null, not a boolean",
      ])
    let many = try schema.violations(in: .array((0..<50).map(JSONValue.integer)))
    #expect(many.count == SchemaEvaluation.limit)
  }

  @Test(arguments: [
    (#"{"type": ["string", "null"]}"#, "1", ". must be a string or null, not a number"),
    (#"{"type": "integer"}"#, "1.5", ". must be an integer, not 1.5"),
    (#"{"enum": ["a", 1]}"#, "2", #". must be one of "a", 1"#),
    (#"{"const": "a"}"#, "2", #". must be "a""#),
    (#"{"minimum": 3}"#, "2", ". must be 3 or more, not 2"),
    (#"{"maximum": 3}"#, "4", ". must be 3 or less, not 4"),
    (#"{"exclusiveMinimum": 3}"#, "3", ". must be more than 3, not 3"),
    (#"{"exclusiveMaximum": 3}"#, "3", ". must be less than 3, not 3"),
    (#"{"multipleOf": 2}"#, "3", ". must be a multiple of 2, not 3"),
    (#"{"minLength": 3}"#, #""é""#, ". must have 3 characters or more, not 1"),
    (#"{"maxLength": 1}"#, #""abc""#, ". must have 1 characters or fewer, not 3"),
    (#"{"pattern": "^a"}"#, #""b""#, #". must match the pattern "^a""#),
    (#"{"required": ["first name"]}"#, "{}", #".["first name"] is missing"#),
    (#"{"dependentRequired": {"a": ["b"]}}"#, #"{"a": 1}"#, ".b is missing beside 'a'"),
    (#"{"additionalProperties": false}"#, #"{"a": 1}"#, ".a is not allowed"),
    (#"{"minItems": 1}"#, "[]", ". must have 1 elements or more, not 0"),
    (#"{"maxProperties": 0}"#, #"{"a": 1}"#, ". must have 0 members or fewer, not 1"),
    (#"{"uniqueItems": true}"#, "[1, 1]", ".[1] repeats an earlier element"),
    (#"{"anyOf": [false, false]}"#, "1", ". fits none of the schemas under 'anyOf'"),
    (#"{"oneOf": [true, true]}"#, "1", ". fits 2 of the schemas under 'oneOf', not one"),
    (#"{"not": {}}"#, "1", ". must not match the schema under 'not'"),
    (
      #"{"propertyNames": {"maxLength": 1}}"#, #"{"ab": 1}"#,
      ".ab has a name that is not allowed: it must have 1 characters or fewer, not 2"
    ),
    (
      #"{"contains": {"const": 1}}"#, "[]",
      ". must contain 1 or more elements that match 'contains', not 0"
    ),
  ])
  func `a violation is told in a sentence`(schema: String, value: String, text: String) throws {
    let schema = try JSONSchema(try JSONValue.parsing(schema))
    #expect(try schema.violations(in: JSONValue.parsing(value)).map(\.text) == [text])
  }

  @Test(arguments: [
    // Each level is looked at twice.
    (
      ##"{"$defs": {"n": {"items": {"allOf": [{"$ref": "#/$defs/n"}, {"$ref": "#/$defs/n"}]}}}, "$ref": "#/$defs/n"}"##,
      nested
    ),
    // Each level tries two ways through the next.
    (
      ##"{"$defs": {"n": {"anyOf": [{"items": {"$ref": "#/$defs/n"}, "minItems": 2}, {"items": {"$ref": "#/$defs/n"}, "minItems": 3}]}}, "$ref": "#/$defs/n"}"##,
      nested
    ),
    (
      ##"{"$defs": {"n": {"not": {"contains": {"$ref": "#/$defs/n"}}, "if": {"contains": {"$ref": "#/$defs/n"}}}}, "$ref": "#/$defs/n"}"##,
      nested
    ),
    (#"{"items": {"pattern": "(.{1,200})*x"}}"#, longTexts),
    (#"{"items": {"propertyNames": {"pattern": "(.{1,200})*x"}}}"#, longName),
    (#"{"items": {"patternProperties": {"(.{1,200})*x": {}}}}"#, longName),
  ])
  func `a check that costs too much ends`(schema: String, value: String) throws {
    let schema = try JSONSchema(JSONValue.parsing(schema))
    let value = try JSONValue.parsing(value)
    var budget = SchemaBudget(300_000)
    #expect(throws: SchemaBudget.Exhausted.self) { try schema.violations(in: value, &budget) }
  }

  @Test(arguments: [
    #"{"uniqueItems": true}"#, #"{"items": {"type": "array"}}"#,
    #"{"items": {"uniqueItems": true}}"#,
    #"{"contains": {"type": "string"}, "minContains": 0}"#, #"{"not": {"contains": {"const": 1}}}"#,
    #"{"items": {"anyOf": [{"type": "object"}, {"items": {"type": "integer"}}]}}"#,
  ])
  func `what a check costs grows as its value does`(schema: String) throws {
    let schema = try JSONSchema(JSONValue.parsing(schema))
    func cost(_ count: Int) throws -> Int {
      let value = JSONValue.array((0..<count).map { .array([.integer($0)]) })
      var budget = SchemaBudget(.max)
      #expect(try schema.violations(in: value, &budget) == [])
      return Int.max - budget.left
    }
    #expect(try cost(2000) < 3 * cost(1000))
  }

  @Test func `elements that are alike are found among many`() throws {
    let schema = try JSONSchema(JSONValue.parsing(#"{"uniqueItems": true}"#))
    let many = (0..<50_000).map { JSONValue.object(["a": .integer($0)]) }
    #expect(try schema.violations(in: .array(many)) == [])
    let twin = try schema.violations(in: .array(many + [.object(["a": .number(7.5)]), many[7]]))
    #expect(twin.map(\.place.text) == [".[50001]"])
  }

  @Test func `texts of the same look are not the same`() throws {
    let schema = try JSONSchema(try JSONValue.parsing(#"{"maxLength": 1}"#))
    #expect(try schema.violations(in: .string("e\u{301}")).count == 1)
    #expect(try schema.violations(in: .string("\u{E9}")) == [])
  }
}

private let nested = String(repeating: "[", count: 60) + String(repeating: "]", count: 60)
private let longText = String(repeating: "a", count: 2000)
private let longName = #"[{"\#(longText)": 1}]"#
private let longTexts = #"["\#(longText)", "\#(longText)"]"#

/// A line of the table: a schema, a value, and the place where the value breaks it.
struct SchemaCase: CustomTestStringConvertible, Sendable {
  let schema: String
  let value: String
  /// `nil` where the value fits.
  let place: String?

  var testDescription: String { "\(schema) \(place ?? "+") \(value)" }

  static let all = ["values", "parts", "combinations"].flatMap { name -> [Self] in
    let text = (try? Fixture.text("schema/\(name).txt")) ?? ""
    var schema = ""
    return text.split(separator: "\n").compactMap { line in
      if line.hasPrefix("#") { return nil }
      let words = line.split(separator: " ", maxSplits: 2)
      switch line.prefix(4) {
      case "  + ":
        return Self(schema: schema, value: String(line.dropFirst(4)), place: nil)
      case "  - ":
        return Self(schema: schema, value: String(words[2]), place: String(words[1]))
      default:
        schema = String(line)
        return nil
      }
    }
  }
}

extension JSONValue {
  /// The value of a JSON text.
  static func parsing(_ text: String) throws -> JSONValue {
    try #require(JSONValue(Array(text.utf8)), "\(text) is no JSON")
  }
}

extension JSONSchema {
  /// How a value breaks the schema.
  func violations(in value: JSONValue) throws -> [SchemaViolation] {
    var budget = SchemaBudget()
    return try violations(in: value, &budget)
  }
}
