internal import ByokCore

/// What the value of a keyword must be; keywords that are not listed decide nothing.
enum SchemaKeyword {
  /// A name of a type, or a list of them.
  case type
  /// Any value.
  case value
  /// A list of values.
  case values
  /// A number.
  case number
  /// A number above 0.
  case step
  /// A whole number, 0 or more.
  case count
  case flag
  /// A list of different texts.
  case names
  /// Lists of names, by name.
  case nameLists
  /// A regular expression.
  case pattern
  /// A schema that is about the value's parts.
  case partSchema
  /// A list of such schemas.
  case partSchemas
  /// Such schemas by name, or by what names look like.
  case partSchemasByName, partSchemasByPattern
  /// A schema that is about the value itself.
  case schema
  case schemas
  case schemasByName
  /// Schemas to refer to.
  case definitions
  /// A reference to a schema.
  case reference
  /// Not understood, though it would decide.
  case unsupported

  static let all: [String: Self] = [
    "type": .type, "const": .value, "enum": .values,
    "minimum": .number, "maximum": .number, "exclusiveMinimum": .number,
    "exclusiveMaximum": .number, "multipleOf": .step,
    "minLength": .count, "maxLength": .count, "pattern": .pattern,
    "minItems": .count, "maxItems": .count, "uniqueItems": .flag, "items": .partSchema,
    "prefixItems": .partSchemas, "contains": .partSchema, "minContains": .count,
    "maxContains": .count,
    "required": .names, "minProperties": .count, "maxProperties": .count,
    "dependentRequired": .nameLists, "properties": .partSchemasByName,
    "patternProperties": .partSchemasByPattern, "additionalProperties": .partSchema,
    "propertyNames": .partSchema,
    "allOf": .schemas, "anyOf": .schemas, "oneOf": .schemas, "not": .schema, "if": .schema,
    "then": .schema, "else": .schema, "dependentSchemas": .schemasByName, "$ref": .reference,
    "$defs": .definitions, "definitions": .definitions,
    "unevaluatedItems": .unsupported, "unevaluatedProperties": .unsupported,
    "$dynamicRef": .unsupported, "$recursiveRef": .unsupported, "dependencies": .unsupported,
    "additionalItems": .unsupported,
  ]

  /// Whether it holds schemas that are about the same value as its own.
  var isInPlace: Bool {
    switch self {
    case .schema, .schemas, .schemasByName, .reference: true
    default: false
    }
  }

  /// The schemas that a keyword's value holds, with the ends of the ways to them.
  func parts(of value: JSONValue) -> [(place: String, schema: JSONValue)] {
    switch (self, value) {
    case (.schema, _), (.partSchema, _): [("", value)]
    case (.schemas, .array(let list)), (.partSchemas, .array(let list)):
      list.enumerated().map { ("/\($0)", $1) }
    case (.schemasByName, .object(let named)), (.partSchemasByName, .object(let named)),
      (.partSchemasByPattern, .object(let named)), (.definitions, .object(let named)):
      named.sorted { $0.key < $1.key }.map { ("/\($0)", $1) }
    default: []
    }
  }
}

extension SchemaKeyword {
  /// The regular expressions that a keyword's value holds.
  func patterns(in value: JSONValue) -> [String] {
    switch (self, value) {
    case (.pattern, .string(let text)): [text]
    case (.partSchemasByPattern, .object(let named)): named.keys.sorted()
    default: []
    }
  }
}

/// A type that a value can have.
enum SchemaType: String, CaseIterable {
  case null, boolean, integer, number, string, array, object

  /// Whether a value is of the type: a whole number is one, however it is written.
  func contains(_ value: JSONValue) -> Bool {
    switch (self, value) {
    case (.null, .null), (.boolean, .bool), (.integer, .integer), (.number, .integer),
      (.number, .number), (.string, .string), (.array, .array), (.object, .object):
      true
    case (.integer, .number(let number)): number == number.rounded()
    default: false
    }
  }

  /// The type with its article.
  var words: String {
    switch self {
    case .null: "null"
    case .integer, .array, .object: "an \(rawValue)"
    case .boolean, .number, .string: "a \(rawValue)"
    }
  }

  /// The type of a value; whole numbers are numbers.
  static func words(for value: JSONValue) -> String {
    allCases.first { $0 != .integer && $0.contains(value) }?.words ?? ""
  }
}
