import Testing

@testable import ByokCore
@testable import ByokKit

/// Arguments as header fields: which schemas ask for them, and which must not.
@Suite struct ParameterHeadersTests {
  private func flaw(_ schema: String) throws -> String? {
    let schema = try #require(JSONValue(Array(schema.utf8)))
    do throws(ParameterHeaders.Flaw) {
      _ = try ParameterHeaders(schema)
      return nil
    } catch {
      return error.reason
    }
  }

  @Test(
    arguments: [
      #"{"properties": {"a": {"type": "string", "x-mcp-header": ""}}}"#,
      #"{"properties": {"a": {"type": "string", "x-mcp-header": "A B"}}}"#,
      #"{"properties": {"a": {"type": "string", "x-mcp-header": "A\r\nB"}}}"#,
      #"{"properties": {"a": {"type": "string", "x-mcp-header": 1}}}"#,
      #"{"properties": {"a": {"type": "number", "x-mcp-header": "A"}}}"#,
      #"{"properties": {"a": {"type": "object", "x-mcp-header": "A"}}}"#,
      #"{"properties": {"a": {"x-mcp-header": "A"}}}"#,
      #"{"type": "string", "x-mcp-header": "A"}"#,
      #"{"properties": {"a": {"items": {"type": "string", "x-mcp-header": "A"}}}}"#,
      #"{"anyOf": [{"properties": {"a": {"type": "string", "x-mcp-header": "A"}}}]}"#,
      #"{"$defs": {"d": {"type": "string", "x-mcp-header": "A"}}}"#,
      #"{"if": {"properties": {"a": {"type": "string", "x-mcp-header": "A"}}}}"#,
      """
      {"properties": {"a": {"type": "string", "x-mcp-header": "A"},
      "b": {"properties": {"c": {"type": "string", "x-mcp-header": "a"}}}}}
      """,
    ])
  func `what must not be asked for is refused`(_ schema: String) throws {
    #expect(try flaw(schema) != nil)
  }

  @Test(
    arguments: [
      #"{"properties": {"x-mcp-header": {"type": "string"}}}"#,
      #"{"properties": {"a": {"default": {"x-mcp-header": "A"}}}}"#,
      #"{"properties": {"a": {"enum": [{"x-mcp-header": "A"}]}}}"#,
      "true", "{}",
    ])
  func `data and properties of that name ask for nothing`(_ schema: String) throws {
    #expect(try flaw(schema) == nil)
    let value = try #require(JSONValue(Array(schema.utf8)))
    #expect(try ParameterHeaders(value).fields(for: .object(["a": .string("x")])).isEmpty)
  }

  @Test func `values have one form`() throws {
    let schema = #"{"properties": {"a": {"type": ["string", "integer"], "x-mcp-header": "A"}}}"#
    let headers = try ParameterHeaders(try #require(JSONValue(Array(schema.utf8))))
    func sent(_ value: JSONValue) throws -> String? {
      try headers.fields(for: .object(["a": value])).first?.value
    }
    #expect(try sent(.string("us-west1")) == "us-west1")
    #expect(try sent(.string(" padded ")) == "=?base64?IHBhZGRlZCA=?=")
    #expect(try sent(.string("=?base64?literal?=")) == "=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?=")
    #expect(try sent(.integer(9_007_199_254_740_991)) == "9007199254740991")
    #expect(try sent(.number(42)) == "42")
    #expect(try sent(.null) == nil)
    #expect(throws: ParameterHeaders.Flaw.self) { try sent(.integer(9_007_199_254_740_992)) }
    #expect(throws: ParameterHeaders.Flaw.self) { try sent(.number(0.5)) }
  }
}
