internal import ByokCore
internal import ByokKit

/// `byok memory list`: the notes that prompts may ask for.
struct MemoryList: Command {
  var common = CommonOptions()

  static let name = "memory list"

  static let definition = CommandDefinition<Self>(
    summary: "List memory notes with their numbers",
    json: true,
    unlocks: true,
    examples: [
      Example(line: "byok memory list", purpose: "all notes", runsAnywhere: true)
    ])

  func run(in session: inout Session) throws(ByokError) {
    let notes = try session.memoryNotes()
    if common.json {
      let rows = notes.enumerated().map { index, note in
        JSONValue.object([
          "number": .integer(index + 1), "text": .string(note.text),
          "created_at": .string(note.at.rfc3339),
        ])
      }
      return try session.console.write(.array(rows), pretty: true)
    }
    guard !notes.isEmpty else {
      return session.console.note("no memory notes yet; byok memory add TEXT adds one")
    }
    let now = session.clock.now()
    let rows = notes.enumerated().map { index, note -> [TableCell] in
      [
        TableCell("\(index + 1)"), .time(note.at, now: now),
        TableCell(note.text.split(whereSeparator: \.isNewline).joined(separator: " ")),
      ]
    }
    let columns = ["", TableColumn("ADDED", rank: 2), TableColumn("NOTE", rank: 1, least: 20)]
    try session.console.write(Table(columns, rows))
  }
}

extension Session {
  /// The memory notes; none where there is no keystore.
  ///
  /// - Throws: `locked` or `damaged` when they cannot be read.
  func memoryNotes() throws(ByokError) -> [MemoryNotes.Note] {
    guard let store = try ConversationStore.open(self, create: false) else { return [] }
    return try MemoryNotes(store).all()
  }
}
