/// `byok help`: what a command does and takes.
struct Help: Command {
  var common = CommonOptions()
  var words: [String] = []

  static let name = "help"

  static let definition = CommandDefinition<Self>(
    summary: "Explain a command",
    detail: ["Without a command, lists all of them and the exit statuses."],
    operands: [.repeating("COMMAND", optional: true, \.words)],
    examples: [
      Example(line: "byok help chat", purpose: "explain 'byok chat'", runsAnywhere: true)
    ])

  func run(in session: inout Session) throws(ByokError) {
    guard !words.isEmpty else {
      return try session.console.write(HelpText.overview(CommandTable.infos))
    }
    try CommandTable.run(words + ["--help"], in: &session)
  }
}
