internal import ByokCore
internal import ByokKit

/// Renders the parts of README.md that say what the tables say.
struct ReadmeSection {
  private let commandIndex: CommandIndex

  init(_ commands: CommandIndex) { commandIndex = commands }

  /// The sections by the name of their markers, `<!-- name -->` … `<!-- /name -->`.
  var all: [(name: String, text: String)] {
    [("commands", commands), ("providers", Self.providers), ("exit statuses", Self.exitStatuses)]
  }

  private var commands: String {
    let rows = commandIndex.infos.map { "| `byok \($0.usage)` | \($0.summary) |" }
    return Self.table("| Command | What it does |\n|---|---|", rows)
  }

  private static var providers: String {
    let rows = Provider.builtIn.filter { $0.retirement == nil }.map { row in
      let variables = row.keyVariables.map { "`\($0)`" }.joined(separator: ", ")
      let address = row.isOffline ? "offline" : "`\(row.baseURL)`"
      return "| `\(row.id)` | \(row.name) | \(address) | \(variables.isEmpty ? "–" : variables) |"
    }
    return table("| Provider | Name | Base URL | Key from |\n|---|---|---|---|", rows)
  }

  private static var exitStatuses: String {
    let rows = ByokError.Kind.allCases.map { "| \($0.rawValue) | \($0.name) | \($0.summary) |" }
    return table("| n | kind | when |\n|---|---|---|\n| 0 | ok | |", rows)
  }

  private static func table(_ head: String, _ rows: [String]) -> String {
    ([head] + rows).joined(separator: "\n") + "\n"
  }

  /// A README with its sections made anew.
  ///
  /// - Parameter readme: The text with the markers.
  /// - Returns: The new text, or `nil` if a marker is missing.
  func refresh(_ readme: String) -> String? {
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
