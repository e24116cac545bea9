package import ByokCore

/// The form of the reply as the user gives it: JSON Schema, a file of it, or the short form.
package enum SchemaArgument {
  /// - Parameter text: The value of `--schema`.
  /// - Returns: The schema, which is sound.
  /// - Throws: A usage error that names the place where it is not; a failure when the file cannot be
  ///   read.
  package static func read(_ text: String) throws(ByokError) -> ReplySchema {
    ReplySchema(schema: try JSONSchema(try document(text)).document)
  }

  private static func document(_ text: String) throws(ByokError) -> JSONValue {
    if text.drop(while: \.isWhitespace).first == "{" {
      return try parse(Array(text.utf8), "--schema")
    }
    let isPath = text.contains("/") || text.hasSuffix(".json")
    guard isPath || fileExists(text) else { return try SchemaShorthand.schema(text) }
    return try parse(Array(try TextFile.read(text).utf8), text.quoted)
  }

  private static func parse(_ bytes: [UInt8], _ source: String) throws(ByokError) -> JSONValue {
    let value = try JSONValue(strict: bytes, from: source)
    guard value.isObject else {
      throw ByokError(.usage, "\(source) is not a JSON object")
    }
    return value
  }
}
