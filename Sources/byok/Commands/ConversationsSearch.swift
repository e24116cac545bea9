internal import ByokCore
internal import ByokKit

/// `byok conversations search`: find what was said.
struct ConversationsSearch: Command {
  var common = CommonOptions()
  var words: [String] = []
  var conversations: [ConversationName] = []

  static let name = "conversations search"

  /// How many bytes of lines are written at once: a call for each of many lines takes far longer.
  private static let pieceSize = 64 << 10

  static let definition = CommandDefinition<Self>(
    summary: "Find lines in all conversations",
    detail: [
      "Lines that hold every WORD are printed as NAME:TURN: LINE, whatever the case of their letters;"
        + " several words in quotes are one. The exit status is 1 if there are none."
    ],
    operands: [.repeating("WORD", \.words)],
    options: [
      .repeating(
        "in", "NAME", \.conversations, "Search only this conversation; may be given again")
    ],
    json: true,
    unlocks: true,
    examples: [
      Example(line: "byok conversations search 'colosseum tickets'", purpose: "where it was said"),
      Example(
        line: "byok conversations search rome hotel --in trip", purpose: "both words in a line"),
    ])

  func run(in session: inout Session) throws(ByokError) {
    guard !words.contains(where: \.isEmpty) else {
      throw ByokError(.usage, "an empty word is in every line")
    }
    let console = session.console
    var matches: [JSONValue] = []
    var lines = ""
    var count = 0
    var problem: ByokError?
    if let store = try ConversationStore.open(session, create: false) {
      for name in conversations where try !store.has(name) { throw try store.missing(name) }
      let names = conversations.isEmpty ? nil : conversations
      do throws(ByokError) {
        try store.search(words, in: names) { (match) throws(ByokError) in
          count += 1
          if common.json { return matches.append(match.document) }
          lines += "\(match.name.text):\(match.turn): \(match.line)\n"
          guard lines.utf8.count >= Self.pieceSize else { return }
          defer { lines.removeAll(keepingCapacity: true) }
          try console.write(lines)
        }
      } catch {
        // What was found before is printed first.
        problem = error
      }
    }
    if problem?.code != .outputFailed, !lines.isEmpty { try console.write(lines) }
    if let problem { throw problem }
    if common.json { try console.write(.array(matches), pretty: true) }
    guard count == 0 else { return }
    var failure = ByokError(.failure, "no matches")
    failure.reporting = common.json ? .inWords : .everywhere
    throw failure
  }
}

extension ConversationStore.Match {
  fileprivate var document: JSONValue {
    .object([
      "name": .string(name.text), "turn": .integer(turn), "role": .string(role.rawValue),
      "line": .string(line),
    ])
  }
}
