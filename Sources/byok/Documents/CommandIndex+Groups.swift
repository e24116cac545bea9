internal import ByokCore
internal import ByokKit

extension CommandIndex {
  /// A word of a command's name, and what it stands for.
  typealias Word = (word: String, summary: String)

  /// The first words of commands, each once.
  var firstWords: [Word] {
    var seen: Set<String> = []
    return infos.map(\.group).filter { seen.insert($0).inserted }.map { group in
      let only = infos.first { $0.name == group && verbs(of: group).isEmpty }
      let summary = only?.summary ?? CommandProse.of(group, in: self).summary
      return (group, summary.prefix(1).uppercased() + summary.dropFirst())
    }
  }

  /// The words that may follow a group's.
  func verbs(of group: String) -> [Word] {
    infos.filter { $0.group == group && $0.name != group }.map { info in
      (String(info.name.dropFirst(group.count + 1)), info.summary)
    }
  }

  /// The groups that have verbs.
  var groups: [String] { firstWords.map(\.word).filter { !verbs(of: $0).isEmpty } }

  /// The command that a first word means by itself, if any.
  func command(alone word: String) -> CommandInfo? {
    let name = defaultCommands[word] ?? word
    return infos.first { $0.name == name }
  }
}

extension CommandInfo {
  /// Its options, and the one for help.
  var completedOptions: [OptionInfo] {
    options + [
      OptionInfo(
        long: "help", short: "h", metavariable: nil, summary: "Show this help",
        heading: OptionInfo.commonHeading)
    ]
  }
}

extension OptionInfo {
  /// Its names as they are typed, the long one first.
  var spellings: [String] { ["--\(long)"] + (short.map { ["-\($0)"] } ?? []) }

  /// Whether a word of a command line is it, with or without its value.
  func isNamed(by word: String) -> Bool {
    spellings.contains(word) || metavariable != nil && word.hasPrefix("--\(long)=")
  }
}
