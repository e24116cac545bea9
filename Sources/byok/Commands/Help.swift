internal import ByokCore
internal import ByokKit

/// `byok help`: what a command does and takes.
struct Help: Command {
  var common = CommonOptions()
  var words: [String] = []

  static let name = "help"

  static let definition = CommandDefinition<Self>(
    summary: "Explain a command, or show a page of the manual",
    detail: [
      "Without a command, lists all of them and the exit statuses.",
      "A page of the manual is shown for 'byok', for the first word of commands ('keys', 'creds') and"
        + " for the files ('keystore') and the rules ('security'); with 'man' installed they are"
        + " byok(1), byok-keys(1), byok-keystore(5), byok-security(7) and so on.",
    ],
    operands: [.repeating("TOPIC", optional: true, \.words)],
    examples: [
      Example(line: "byok help chat", purpose: "explain 'byok chat'", runsAnywhere: true),
      Example(
        line: "byok help keystore", purpose: "the format of the keystore", runsAnywhere: true),
    ])

  func run(in session: inout Session) throws(ByokError) {
    guard !words.isEmpty else {
      return try session.console.write(HelpText.overview(CommandTable.index.infos))
    }
    let isCommand = CommandTable.commands.contains { $0.words == words }
    if words.count == 1, !isCommand, let page = Manual(CommandTable.index).page(words[0]) {
      return try session.console.write(page.text)
    }
    try CommandTable.run(words + ["--help"], in: &session)
  }
}
