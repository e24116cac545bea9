internal import ByokCore
internal import ByokKit

/// What a line of a conversation at a terminal asks of byok.
enum DialogueCommand {
  case help
  case model(String?)
  case file(FileArgument)
  case undo
  case save(ConversationName)
  case usage
  case edit
  case quit

  /// The commands and what they do.
  static let rows: [(line: String, meaning: String)] = [
    ("/help", "List these commands"),
    ("/model [MODEL]", "Show the model, or ask another from now on"),
    ("/file FILE|URL", "Attach a file to the next turn"),
    ("/edit", "Write the next turn in your editor"),
    ("/undo", "Take the last turn back"),
    ("/save NAME", "Keep the conversation under a name"),
    ("/usage", "Show the tokens and the cost so far"),
    ("/quit", "End, as Ctrl-D does"),
    ("\"\"\"", "Begin and end a turn of several lines"),
    ("//...", "Send a line that begins with '/'"),
    ("Ctrl-C", "Stop the reply, or drop the line"),
  ]

  static var listing: String {
    let width = rows.map(\.line.count).max() ?? 0
    return rows.map { $0.line.padded(to: width, gap: 2) + $0.meaning + "\n" }.joined()
  }

  /// Reads a line that begins with `/`.
  ///
  /// - Throws: A usage error.
  init(_ line: String) throws(ByokError) {
    let word = String(line.prefix { $0 != " " })
    let rest = String(
      line.dropFirst(word.count).drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    switch word {
    case "/help", "/?": self = .help
    case "/model": self = .model(rest.isEmpty ? nil : rest)
    case "/file":
      guard !rest.isEmpty, rest != "-", let file = FileArgument(argument: rest) else {
        throw ByokError(.usage, "/file needs a file or an https address", hint: "/file notes.txt")
      }
      self = .file(file)
    case "/undo": self = .undo
    case "/save":
      guard let name = ConversationName(argument: rest) else {
        throw ByokError(
          .usage, "/save needs \(ConversationName.expectation)", hint: "/save trip")
      }
      self = .save(name)
    case "/usage": self = .usage
    case "/edit": self = .edit
    case "/quit", "/exit", "/bye": self = .quit
    default:
      let known = Self.rows.map { String($0.line.prefix { $0 != " " }) }.filter {
        $0.hasPrefix("/")
      }
      let hint = Suggestion.nearest(to: word, among: known).map { "did you mean '\($0)'?" }
      throw ByokError(
        .usage, "unknown command \(word.quoted)",
        hints: [hint ?? "/help lists the commands", "'/\(word)' sends the line as it is"])
    }
  }
}
