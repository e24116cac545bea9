extension Console {
  /// Writes a document to standard output, on lines of its own.
  ///
  /// - Parameters:
  ///   - document: What to write.
  ///   - pretty: Whether to indent it, as listings are.
  /// - Throws: A failure when the output cannot be written.
  package func write(_ document: JSONValue, pretty: Bool = false) throws(ByokError) {
    var bytes = try document.json(pretty: pretty)
    bytes.append(UInt8(ascii: "\n"))
    try write(bytes.span)
  }

  /// Writes a listing to standard output, on lines of its own.
  ///
  /// - Throws: A failure when the output cannot be written.
  package func write(_ listing: consuming JSONListing) throws(ByokError) {
    var bytes = try listing.json()
    bytes.append(UInt8(ascii: "\n"))
    try write(bytes.span)
  }
}
