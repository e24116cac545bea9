internal import ByokCore
internal import ByokKit

/// Renders help for a terminal from the command table.
enum HelpText {
  /// The columns that a line may have.
  static let width = 79

  /// The commands by what they are for.
  static func overview(_ index: CommandIndex) -> String {
    let names = index.sections.flatMap(\.usual)
    let column = names.map(\.count).max() ?? 0
    let sections = index.sections.map { section($0, of: index, column) }
    return """
      byok keeps API keys for language models sealed, and sends prompts with them.

      Usage: byok COMMAND [options] [arguments]

      \(sections.joined(separator: "\n"))
      Common options:
      \(rows(index.commonOptions.map(row)))
      More help:
      \(rows([
        ("byok help COMMAND", "the options of a command, with examples"),
        ("byok help topics", "all topics and pages of the manual"),
        ("byok help exit-status", "the meaning of each exit status"),
      ]))
      Try: byok chat -m echo/echo 'It works'

      """
  }

  private static func section(
    _ section: CommandIndex.Section, of index: CommandIndex, _ column: Int
  ) -> String {
    let infos = section.usual.compactMap { name in index.infos.first { $0.name == name } }
    var text = "\(section.title):\n" + rows(infos.map { ($0.name, $0.summary) }, column: column)
    if let group = section.rare.first?.prefix(while: { $0 != " " }) {
      let verbs = section.rare.map { name in
        String(name.hasPrefix(group + " ") ? name.dropFirst(group.count + 1) : name[...])
      }.joined(separator: ", ")
      text += indented("See 'byok \(group) --help' for more: \(verbs)", by: 2)
    }
    return text
  }

  /// The commands of one group, such as `keys`.
  static func group(_ name: String, _ infos: [CommandInfo]) -> String {
    """
    Commands of 'byok \(name)':
    \(infos.map { "  byok \($0.usage)\n      \($0.summary)\n" }.joined())
    'byok help \(name) COMMAND' explains one.

    """
  }

  /// One command.
  static func command(_ info: CommandInfo) -> String {
    var text = "\(info.summary).\n\nUsage: byok \(info.usage)\n"
    for paragraph in info.detail { text += "\n" + indented(paragraph, by: 0) }
    for (heading, options) in info.optionsByHeading {
      text += "\n\(heading):\n" + rows(options.map(row), column: 24)
    }
    if !info.examples.isEmpty {
      text += "\nExamples:\n"
      for example in info.examples { text += "  # \(example.purpose)\n  \(example.line)\n" }
    }
    return text
  }

  private static func row(_ option: OptionInfo) -> (String, String) {
    let short = option.short.map { "-\($0), " } ?? "    "
    let value = option.metavariable.map { " \($0)" } ?? ""
    return (short + "--" + option.long + value, option.summary)
  }

  /// Two columns; what does not fit the first has a line of its own.
  static func rows(_ rows: [(String, String)], column: Int? = nil) -> String {
    let column = column ?? rows.map(\.0.count).max() ?? 0
    return rows.map { first, second in
      let lines = TextWrap.lines(of: second, width: width - column - 4)
      let start = first.count > column ? ["  \(first)"] : []
      return
        (start
        + lines.enumerated().map { index, line in
          "  "
            + (index == 0 && start.isEmpty ? first : "").padded(to: column, gap: 2) + line
        }).map { $0 + "\n" }.joined()
    }.joined()
  }

  /// A paragraph, indented by `count` columns.
  private static func indented(_ paragraph: String, by count: Int) -> String {
    let margin = "".padded(to: count)
    return TextWrap.lines(of: paragraph, width: width - count).map { "\(margin)\($0)\n" }.joined()
  }
}

extension CommandInfo {
  /// The options under their headings, in the order of the command.
  fileprivate var optionsByHeading: [(heading: String, options: [OptionInfo])] {
    var groups: [(heading: String, options: [OptionInfo])] = []
    for option in completedOptions {
      let heading = option.heading ?? "Options"
      if groups.last?.heading != heading { groups.append((heading, [])) }
      groups[groups.count - 1].options.append(option)
    }
    return groups
  }
}
