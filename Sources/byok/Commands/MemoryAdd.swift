internal import ByokCore
internal import ByokKit

/// `byok memory add`: keep a note for prompts.
struct MemoryAdd: Command {
  var common = CommonOptions()
  var words: [String] = []

  static let name = "memory add"

  static let definition = CommandDefinition<Self>(
    summary: "Add a note that prompts may ask for",
    detail: [
      "Notes are sealed, and go to a model only with 'byok chat --memory' or chat.memory in config.json."
        + " byok adds none by itself."
    ],
    operands: [.repeating("TEXT", \.words, words: .text)],
    unlocks: true,
    examples: [
      Example(line: "byok memory add 'I use metric units'", purpose: "for prompts with --memory")
    ])

  func run(in session: inout Session) throws(ByokError) {
    let text = words.joined(separator: " ")
    guard text.contains(where: { !$0.isWhitespace }) else {
      throw ByokError(.usage, "an empty note says nothing")
    }
    guard let store = try ConversationStore.open(session, create: true) else { return }
    session.console.note("added note \(try MemoryNotes(store).add(text))")
  }
}
