internal import ByokCore
internal import ByokKit

/// The results of a check as GitHub Actions show them.
///
/// Source: docs.github.com, "Workflow commands for GitHub Actions": annotations and job summaries,
/// read 2026-11-23; the escapes of <https://github.com/actions/toolkit>, packages/core/command.ts.
enum GitHubReport {
  /// A line for each key that is not known to work without limits.
  static func annotations(_ results: [KeyCheckResult]) -> String {
    results.filter { $0.finding.verdict != .valid }.map { result in
      let level = result.finding.failure == nil ? "warning" : "error"
      let title = property(result.statement)
      let words = [result.finding.verdict.rawValue, result.says].filter { !$0.isEmpty }
      return
        "::\(level) title=\(title)::\(data("\(result.name): " + words.joined(separator: ": ")))\n"
    }.joined()
  }

  /// A table in Markdown.
  static func summary(_ results: [KeyCheckResult]) -> String {
    let rows = results.map { result in
      let cells = [
        mark(result.finding), result.name, result.key.place,
        result.finding.verdict.rawValue, "\(result.milliseconds) ms", result.says,
      ]
      return "| " + cells.map(cell).joined(separator: " | ") + " |\n"
    }
    return """
      ### Keys

      | | Key | From | Verdict | Time | The provider says |
      |---|---|---|---|---|---|
      \(rows.joined())

      """
  }

  private static func mark(_ finding: KeyFinding) -> String {
    finding.failure != nil ? "❌" : finding.isOpen ? "⚠️" : "✅"
  }

  /// The text of an annotation.
  static func data(_ text: String) -> String { escaped(text, "%\r\n") }

  /// The value of a property of an annotation.
  static func property(_ text: String) -> String { escaped(text, "%\r\n:,") }

  /// Text with some characters, all ASCII, percent-encoded, each for itself: "\r\n" is two.
  private static func escaped(_ text: String, _ special: String) -> String {
    text.unicodeScalars.map { scalar in
      guard special.unicodeScalars.contains(scalar) else { return String(scalar) }
      return "%" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16, uppercase: true)
    }.joined()
  }

  /// Text that is no Markdown.
  static func cell(_ text: String) -> String {
    let special = Set("\\`*_[]<>|".unicodeScalars)
    return text.unicodeScalars.map { special.contains($0) ? "\\\($0)" : String($0) }.joined()
  }
}
