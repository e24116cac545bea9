internal import ByokCore

/// The regular expressions of schemas, by the standard library's own engine.
///
/// As in ECMA-262, a match may lie anywhere in the text, and `\d` and `\w` are of ASCII.
///
/// Source: <https://json-schema.org/draft/2020-12/json-schema-core>, section 6.4.
enum SchemaPattern {
  /// Whether the engine understands it.
  static func isValid(_ pattern: String) -> Bool { compile(pattern) != nil }

  /// Whether some part of `text` matches; a pattern that is not valid matches nothing.
  static func matches(_ pattern: String, _ text: String) -> Bool {
    guard let expression = compile(pattern) else { return false }
    return (try? expression.firstMatch(in: text)) ?? nil != nil
  }

  private static func compile(_ pattern: String) -> Regex<AnyRegexOutput>? {
    guard let expression = try? Regex(pattern) else { return nil }
    return expression.matchingSemantics(.unicodeScalar).asciiOnlyDigits()
      .asciiOnlyWordCharacters()
  }
}
