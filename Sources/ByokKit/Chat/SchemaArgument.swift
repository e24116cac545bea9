package import ByokCore

/// The form of the reply as the user gives it: JSON Schema, a file of it, or the short form.
package enum SchemaArgument {
  /// - Parameters:
  ///   - text: The value of `--schema`.
  ///   - console: Where standard input is read, for `-`; `nil` where that is a file like others.
  /// - Returns: The schema, which is sound.
  /// - Throws: A usage error that names the place where it is not; a failure when the file cannot be
  ///   read.
  package static func read(_ text: String, _ console: Console?) throws(ByokError) -> ReplySchema {
    ReplySchema(schema: try JSONSchema(try document(text, console)).document)
  }

  private static func document(
    _ text: String, _ console: Console?
  ) throws(ByokError) -> JSONValue {
    if text.drop(while: \.isWhitespace).first == "{" {
      return try parse(Array(text.utf8), "--schema")
    }
    let isPath = text == "-" || text.contains("/") || text.hasSuffix(".json")
    guard isPath || fileExists(text) else { return try SchemaShorthand.schema(text) }
    let source = text == "-" && console != nil ? "standard input" : text.quoted
    return try parse(Array(try TextFile.read(text, console).utf8), source)
  }

  private static func parse(_ bytes: [UInt8], _ source: String) throws(ByokError) -> JSONValue {
    let value = try JSONValue(strict: bytes, from: source)
    guard value.isObject else {
      throw ByokError(.usage, "\(source) is not a JSON object")
    }
    return value
  }
}
