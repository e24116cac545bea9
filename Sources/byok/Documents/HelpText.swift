internal import ByokCore
internal import ByokKit

/// Renders help for a terminal from the command table.
enum HelpText {
  /// All commands, and what the exit statuses mean.
  static func overview(_ infos: [CommandInfo]) -> String {
    let commands = rows(infos.map { ($0.name, $0.summary) })
    let statuses = rows(
      [("0", "success")] + ByokError.Kind.allCases.map { (String($0.rawValue), $0.summary) })
    return """
      byok keeps your keys to language models sealed, and asks models with them.

      Usage: byok COMMAND [options] [operands]     (byok help COMMAND explains one)

      Commands:
      \(commands)
      Options of every command:
      \(rows(optionRows(commonOptions(infos))))
      Exit statuses:
      \(statuses)
      Try: byok chat -m echo/echo 'It works'

      """
  }

  /// The commands of one group, such as `keys`.
  static func group(_ name: String, _ infos: [CommandInfo]) -> String {
    """
    Commands of 'byok \(name)':
    \(rows(infos.map { ("byok \($0.usage)", $0.summary) }, stacked: true))
    'byok help \(name) COMMAND' explains one.

    """
  }

  /// One command.
  static func command(_ info: CommandInfo) -> String {
    var text = "\(info.summary).\n\nUsage: byok \(info.usage)\n"
    for paragraph in info.detail { text += "\n" + wrap(paragraph) }
    text += "\nOptions:\n" + rows(optionRows(info.options) + [("-h, --help", "Print this help")])
    if !info.examples.isEmpty {
      text += "\nExamples:\n"
      for example in info.examples { text += "  # \(example.purpose)\n  \(example.line)\n" }
    }
    return text
  }

  private static func commonOptions(_ infos: [CommandInfo]) -> [OptionInfo] {
    infos.last?.options ?? []
  }

  private static func optionRows(_ options: [OptionInfo]) -> [(String, String)] {
    options.map { option in
      let short = option.short.map { "-\($0), " } ?? "    "
      let value = option.metavariable.map { " \($0)" } ?? ""
      return (short + "--" + option.long + value, option.summary)
    }
  }

  /// Two columns, or each second part on a line of its own.
  private static func rows(_ rows: [(String, String)], stacked: Bool = false) -> String {
    let width = rows.map(\.0.count).max() ?? 0
    return rows.map { first, second in
      if stacked { return "  \(first)\n      \(second)\n" }
      return "  \(first.padded(to: width, gap: 2))\(second)\n"
    }.joined()
  }

  private static func wrap(_ paragraph: String, width: Int = 80) -> String {
    var lines = [""]
    for word in paragraph.split(separator: " ") {
      if let last = lines.last, !last.isEmpty, last.count + word.count + 1 > width {
        lines.append("")
      }
      let separator = lines[lines.count - 1].isEmpty ? "" : " "
      lines[lines.count - 1] += separator + word
    }
    return lines.map { $0 + "\n" }.joined()
  }
}
