extension JSONValue {
  /// The value as JSON, on one line unless it is to be `pretty`.
  ///
  /// - Throws: A failure when a number is not finite.
  package func json(pretty: Bool = false) throws(ByokError) -> [UInt8] {
    var writer = JSONWriter(isPretty: pretty)
    do {
      try writer.write(self)
    } catch {
      throw .unwritable(error)
    }
    return writer.bytes
  }

  /// The value as JSON on one line; empty where a number in it has no form in JSON.
  package var compactText: String {
    (try? json()).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  /// The value of a document that a user wrote.
  ///
  /// - Parameters:
  ///   - bytes: The document.
  ///   - source: What messages call it.
  ///   - hint: What to do about it.
  /// - Throws: A usage error that names the place where it is not JSON.
  package init(strict bytes: [UInt8], from source: String, hint: String? = nil) throws(ByokError) {
    do throws(JSONFlaw) {
      self = try Self.read(bytes.span, .strict)
    } catch {
      throw ByokError(
        .usage, "\(source) is not JSON: \(error.description(in: bytes.span))",
        hints: hint.map { [$0] } ?? [])
    }
  }
}

extension ByokError {
  static func unwritable(_ flaw: JSONFlaw) -> Self {
    Self(.failure, "cannot write JSON: \(flaw.rule)")
  }
}
