internal import ByokCore
internal import ByokKit

/// The manual: what is rendered from the command table, and the pages that a person wrote.
struct Manual {
  let commands: CommandIndex

  init(_ commands: CommandIndex) { self.commands = commands }

  /// Every page; the overview first.
  var pages: [ManualPage] { [.overview(self)] + others }

  /// The pages of commands and files.
  var others: [ManualPage] {
    groups.map { .commands(of: $0, in: commands) }
      + [.configuration, .keystore, .providerTable, .security]
  }

  /// The groups of commands that have a page, such as `keys`, in the order of the table.
  private var groups: [String] {
    var seen: Set<String> = ["help"]
    return commands.infos.map(\.group).filter { seen.insert($0).inserted }
  }

  /// The files under `man`, by their names.
  var files: [(name: String, text: String)] {
    pages.map { ($0.fileName, $0.roff) }
  }

  /// The examples that run without network, key or file: lines for a shell, each once.
  var portableExamples: [String] {
    let all = commands.infos.flatMap(\.examples) + ManualPage.examples
    return Set(all.filter(\.runsAnywhere).map(\.line)).sorted()
  }

  /// The page that `byok help TOPIC` shows: by its name, with or without `byok-`.
  func page(_ topic: String) -> ManualPage? {
    pages.first { page in
      topic == page.name || topic == page.fileName || "byok-\(topic)" == page.name
        || "byok-\(topic)" == page.fileName
    }
  }
}

extension CommandInfo {
  /// The first word of its name.
  var group: String { String(name.prefix { $0 != " " }) }
}

extension ManualPage {
  /// The page of a command, or of several that begin with the same word.
  static func commands(of group: String, in commands: CommandIndex) -> ManualPage {
    let infos = commands.infos.filter { $0.group == group }
    let prose = CommandProse.of(group, in: commands)
    var description = prose.description.map { Block.paragraph($0) }
    if infos.count == 1, let only = infos.first {
      description += only.detail.map { .paragraph($0) }
    }
    let synopsis = Part(title: "Synopsis", blocks: [.lines(infos.map { "byok \($0.usage)" })])
    let commons = Set(commands.commonOptions.map(\.long))
    var parts = [synopsis]
    if !description.isEmpty { parts.append(Part(title: "Description", blocks: description)) }
    if infos.count == 1, let only = infos.first {
      parts.append(Part(title: "Options", blocks: [only.terms(without: commons)]))
      parts.append(Part(title: "Examples", blocks: Block.examples(only.examples)))
    } else {
      parts.append(Part(title: "Commands", blocks: infos.flatMap { $0.blocks(without: commons) }))
    }
    return ManualPage(
      name: "byok-\(group)", section: 1, summary: prose.summary,
      parts: parts + prose.parts + [seeAlso])
  }

  private static var seeAlso: Part {
    Part(
      title: "See also",
      blocks: [
        .paragraph(
          "`byok`(1) for the options of every command, exit statuses, files and variables;"
            + " `byok-config`(5); `byok-keystore`(5);"
            + " `byok-providers`(7); `byok-security`(7)")
      ])
  }
}

extension CommandInfo {
  /// What a page of several commands says of one.
  fileprivate func blocks(without commons: Set<String>) -> [ManualPage.Block] {
    var blocks: [ManualPage.Block] = [.heading("byok \(usage)"), .paragraph(summary + ".")]
    blocks += detail.map { .paragraph($0) }
    if options.contains(where: { !commons.contains($0.long) }) {
      blocks.append(terms(without: commons))
    }
    return blocks + ManualPage.Block.examples(examples)
  }

  /// The options, but for those of every command.
  fileprivate func terms(without commons: Set<String>) -> ManualPage.Block {
    .terms(
      options.filter { !commons.contains($0.long) }.map { option in
        (option.usage, option.summary + ".")
      })
  }
}

extension OptionInfo {
  /// Such as `-m, --model MODEL`.
  var usage: String {
    (short.map { "-\($0), " } ?? "") + "--\(long)" + (metavariable.map { " \($0)" } ?? "")
  }
}
