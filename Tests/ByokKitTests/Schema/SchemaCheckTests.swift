import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct SchemaCheckTests {
  @Test(arguments: [
    ("[]", "# must be a schema: an object, true or false"),
    (##"{"properties": {"a": 1}}"##, "#/properties/a must be a schema: an object, true or false"),
    (
      ##"{"type": "text"}"##,
      "#/type must be one of null, boolean, integer, number, string, array, object, or a list of some"
    ),
    (##"{"enum": "a"}"##, "#/enum must be a list"),
    (##"{"minimum": "1"}"##, "#/minimum must be a number"),
    (##"{"multipleOf": 0}"##, "#/multipleOf must be a number above 0"),
    (##"{"minLength": -1}"##, "#/minLength must be a whole number, 0 or more"),
    (##"{"maxItems": 1.5}"##, "#/maxItems must be a whole number, 0 or more"),
    (##"{"uniqueItems": 1}"##, "#/uniqueItems must be true or false"),
    (##"{"required": "a"}"##, "#/required must be a list of different names"),
    (##"{"required": ["a", "a"]}"##, "#/required must be a list of different names"),
    (##"{"dependentRequired": []}"##, "#/dependentRequired must contain lists of different names"),
    (##"{"pattern": 1}"##, "#/pattern must be a string"),
    (##"{"anyOf": []}"##, "#/anyOf must be a list of schemas, at least one"),
    (##"{"anyOf": {}}"##, "#/anyOf must be a list of schemas, at least one"),
    (##"{"anyOf": [{}, 1]}"##, "#/anyOf/1 must be a schema: an object, true or false"),
    (##"{"properties": []}"##, "#/properties must be an object of schemas"),
    (##"{"items": [{}]}"##, "#/items must be one schema"),
    (##"{"not": null}"##, "#/not must be a schema: an object, true or false"),
    (##"{"$ref": 1}"##, "#/$ref must be a string"),
    (##"{"$ref": "#/$defs/a"}"##, "#/$ref refers to '#/$defs/a', which is not in the schema"),
    (##"{"$ref": "#a"}"##, "#/$ref refers to '#a', which is not in the schema"),
    (##"{"$ref": "#%zz"}"##, "#/$ref refers to '#%zz', which is not in the schema"),
    (
      ##"{"$ref": "https://a.example/s"}"##,
      "#/$ref refers to 'https://a.example/s', which is not in the schema"
    ),
    (##"{"$ref": "#/x", "x": 3}"##, "#/x must be a schema: an object, true or false"),
    (##"{"unevaluatedProperties": false}"##, "#/unevaluatedProperties is not supported by byok"),
    (
      ##"{"items": {"$dynamicRef": "#a"}}"##,
      "#/items/$dynamicRef is not supported by byok"
    ),
    (
      ##"{"$defs": {"a": {"$id": "b"}}}"##,
      "#/$defs/a/$id starts another document, which byok does not support"
    ),
    (##"{"$ref": "#"}"##, "# refers to itself without end"),
    (
      ##"{"$defs": {"a": {"allOf": [{"$ref": "#/$defs/b"}]}, "b": {"$ref": "#/$defs/a"}}}"##,
      "#/$defs/b refers to itself without end"
    ),
  ])
  func `what is no schema is told with its place`(schema: String, message: String) throws {
    let document = try JSONValue.parsing(schema)
    let error = #expect(throws: ByokError.self) { try JSONSchema(document) }
    #expect(error?.message == "in the schema, \(message)")
    #expect(error?.kind == .usage)
  }

  @Test(arguments: [
    (##"{"pattern": "(a"}"##, "#/pattern", "'(a', character 1: this group is not closed"),
    (
      ##"{"items": {"patternProperties": {"a": {}, "^(a)\\1": {}}}}"##,
      "#/items/patternProperties",
      #"'^(a)\1', character 5: backreferences are not supported"#
    ),
    (
      ##"{"allOf": [{"pattern": "a{90000}"}, {"pattern": "a{90000}"}, {"pattern": "b{90000}"}, {"pattern": "xc{90000}"}]}"##,
      "#/allOf/3/pattern",
      "'xc{90000}', character 2: it repeats too much: the patterns of a schema may have 200000 steps in all"
    ),
  ])
  func `a pattern that is not understood is told`(schema: String, place: String, flaw: String)
    throws
  {
    let document = try JSONValue.parsing(schema)
    let error = #expect(throws: ByokError.self) { try JSONSchema(document) }
    let rule = "is not a regular expression that byok supports"
    #expect(error?.message == "in the schema, \(place) \(rule): \(flaw)")
    #expect(error?.kind == .usage)
  }

  @Test func `a chain of schemas about one value has an end`() throws {
    let links = (0..<SchemaCheck.chainLimit + 1).map { number in
      ##""a\##(number)": {"$ref": "#/$defs/a\##(number + 1)"}"##
    }
    let last = ##""a\##(SchemaCheck.chainLimit + 1)": {}"##
    let all = (links + [last]).joined(separator: ", ")
    let text = ##"{"$defs": {\##(all)}, "$ref": "#/$defs/a0"}"##
    let document = try JSONValue.parsing(text)
    let error = #expect(throws: ByokError.self) { try JSONSchema(document) }
    #expect(error?.message.hasSuffix("is nested too deeply") == true)
  }

  @Test func `a chain of references may be longer than the stack, but not about one value`() throws
  {
    func document(_ before: String, _ behind: String) throws -> JSONValue {
      let links = (0..<4_000).map {
        ##""a\##($0)": {\##(before)"$ref": "#/$defs/a\##($0 + 1)"\##(behind)}"##
      }
      let all = links.joined(separator: ", ")
      return try JSONValue.parsing(
        ##"{"$defs": {\##(all), "a4000": {}}, "$ref": "#/$defs/a0"}"##)
    }
    let schema = try JSONSchema(document(#""items": {"#, "}"))
    #expect(try schema.violations(in: JSONValue.parsing("[[1]]")) == [])
    let error = #expect(throws: ByokError.self) { try JSONSchema(document("", "")) }
    #expect(error?.message.hasSuffix("is nested too deeply") == true)
  }

  @Test func `lookahead is refused with what to write instead`() throws {
    let document = try JSONValue.parsing(##"{"pattern": "^(?!b)a"}"##)
    let error = #expect(throws: ByokError.self) { try JSONSchema(document) }
    #expect(error?.message.hasSuffix("'^(?!b)a', character 2: lookahead is not supported") == true)
    #expect(
      error?.hints == ["write the condition as a pattern of its own, under allOf or under not"])
  }

  @Test func `what was the way of older drafts is told with the new one`() throws {
    let document = try JSONValue.parsing(##"{"dependencies": {"a": ["b"]}}"##)
    let error = #expect(throws: ByokError.self) { try JSONSchema(document) }
    #expect(error?.hints == ["use dependentRequired or dependentSchemas"])
  }
}
