extension Console {
  /// Writes a document to standard output, on lines of its own.
  ///
  /// - Parameters:
  ///   - document: What to write.
  ///   - pretty: Whether to indent it, as listings are.
  /// - Throws: A failure when the output cannot be written.
  func write(_ document: JSONValue, pretty: Bool = false) throws(ByokError) {
    // Foundation indents even an empty list.
    let isEmpty = document == .array([])
    var bytes = try document.json(pretty: pretty && !isEmpty)
    bytes.append(UInt8(ascii: "\n"))
    try write(bytes.span)
  }
}
