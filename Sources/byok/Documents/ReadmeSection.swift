internal import ByokCore
internal import ByokKit

/// Renders the parts of README.md that repeat a table.
enum ReadmeSection {
  /// The sections by the name of their markers, `<!-- name -->` … `<!-- /name -->`.
  static var all: [(name: String, text: String)] { [("exit statuses", exitStatuses)] }

  private static var exitStatuses: String {
    let rows = ByokError.Kind.allCases.map { "| \($0.rawValue) | \($0.name) | \($0.summary) |" }
    return (["| n | kind | when |\n|---|---|---|\n| 0 | ok | |"] + rows).joined(separator: "\n")
      + "\n"
  }

  /// A README with its sections rendered again.
  ///
  /// - Parameter readme: The text with the markers.
  /// - Returns: The new text, or `nil` if a marker is missing.
  static func refresh(_ readme: String) -> String? {
    var text = readme
    for (name, section) in all {
      guard let start = text.firstRange(of: "<!-- \(name) -->\n")?.upperBound,
        let end = text[start...].firstRange(of: "<!-- /\(name) -->")?.lowerBound
      else { return nil }
      text.replaceSubrange(start..<end, with: section)
    }
    return text
  }
}
