/// Comma-separated values, as spreadsheets and programs read them.
enum CSV {
  /// A text as a cell, which no spreadsheet takes for a formula.
  ///
  /// Source: RFC 4180, section 2; OWASP, "CSV Injection": the characters that begin a formula, and
  /// the apostrophe that makes a text of it.
  ///
  /// - Parameter text: The text.
  /// - Returns: The cell, in quotation marks where it needs them.
  static func cell(_ text: String) -> String {
    let text = isFormula(text) ? "'\(text)" : text
    guard text.utf8.contains(where: special.contains) else { return text }
    // By scalars: a quotation mark with an accent is another character.
    return "\"" + text.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
  }

  private static let special = Array(",\"\r\n".utf8)
  private static let formulaStarts = Array("=+-@\t\r".utf8)

  private static func isFormula(_ text: String) -> Bool {
    text.utf8.first.map(formulaStarts.contains) == true && !isNumber(text)
  }

  /// Whether it is a number as it is written everywhere, such as `-1.5`.
  private static func isNumber(_ text: String) -> Bool {
    text.utf8.allSatisfy { "+-.0123456789eE".utf8.contains($0) } && Double(text) != nil
  }
}
