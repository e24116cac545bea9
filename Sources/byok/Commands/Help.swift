internal import ByokCore
internal import ByokKit

/// `byok help`: what a command does and takes.
struct Help: Command {
  var common = CommonOptions()
  var words: [String] = []

  static let name = "help"

  static let definition = CommandDefinition<Self>(
    summary: "Show help for a command or topic",
    detail: [
      "Without a topic, lists the commands. A topic is a command, a page of the manual, or one of the"
        + " subjects that 'byok help topics' lists, such as 'schema' or 'exit-status'.",
      "On a terminal, long text is shown with PAGER, or less.",
    ],
    operands: [.repeating("TOPIC", optional: true, \.words)],
    examples: [
      Example(line: "byok help chat", purpose: "explain 'byok chat'", runsAnywhere: true),
      Example(
        line: "byok help keystore", purpose: "the format of the keystore", runsAnywhere: true),
    ])

  func run(in session: inout Session) throws(ByokError) {
    guard !words.isEmpty else {
      return try session.page(HelpText.overview(CommandTable.index))
    }
    let isCommand = CommandTable.commands.contains { $0.words == words }
    if words.count == 1, !isCommand, let text = Manual(CommandTable.index).text(on: words[0]) {
      return try session.page(text)
    }
    let groups = CommandTable.index.infos.map(\.group)
    if let word = words.first, words.count == 1, !isCommand, !groups.contains(word) {
      let near = Suggestion.nearest(
        to: word, among: groups + Manual(CommandTable.index).topicWords)
      throw ByokError(
        .usage, "unknown topic \(word.quoted)",
        hints: [
          near.map { "did you mean 'byok help \($0)'?" }, "byok help topics   lists the topics",
        ].compactMap(\.self))
    }
    try CommandTable.run(words + ["--help"], in: &session)
  }
}
