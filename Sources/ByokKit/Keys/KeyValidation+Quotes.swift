package import ByokCore

extension KeyValidation {
  /// A warning where a key from a variable has a quotation mark at its beginning or end.
  ///
  /// `docker --env-file` and others hand quotes over as they are.
  ///
  /// - Parameters:
  ///   - raw: The variable's bytes.
  ///   - variable: Its name.
  /// - Returns: `nil` for a key without.
  package static func warning(
    ofQuotesIn raw: borrowing Secret, from variable: String
  ) -> ByokError? {
    let hasQuote = raw.withBytes { bytes in
      let text = bytes.indices.filter { bytes[$0] > 0x20 }
      return [text.first, text.last].contains { place in
        place.map { #""'`"#.utf8.contains(bytes[$0]) } ?? false
      }
    }
    guard hasQuote else { return nil }
    return ByokError(
      .usage,
      "the key in \(variable) begins or ends with a quotation mark, which is sent as a part of it",
      hint: "take the quotes away; 'docker --env-file' keeps those in the file")
  }
}
