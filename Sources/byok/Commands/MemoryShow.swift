internal import ByokCore
internal import ByokKit

/// `byok memory show`: what a prompt gets.
struct MemoryShow: Command {
  var common = CommonOptions()

  static let name = "memory show"

  static let definition = CommandDefinition<Self>(
    summary: "Print the notes as a model gets them",
    detail: ["They are put before the instructions of the prompt with 'byok chat --memory'."],
    unlocks: true,
    examples: [
      Example(line: "byok memory show", purpose: "the text that is sent", runsAnywhere: true)
    ])

  func run(in session: inout Session) throws(ByokError) {
    let notes = try session.memoryNotes()
    guard !notes.isEmpty else {
      return session.console.note("no memory notes yet; byok memory add TEXT adds one")
    }
    try session.console.write(ConversationText.body(MemoryNotes.prompt(notes)))
  }
}
