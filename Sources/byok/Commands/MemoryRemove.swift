internal import ByokCore
internal import ByokKit

/// `byok memory rm`: remove notes.
struct MemoryRemove: Command {
  var common = CommonOptions()
  var numbers: [Int] = []

  static let name = "memory rm"

  static let definition = CommandDefinition<Self>(
    summary: "Remove memory notes by their numbers",
    detail: ["The notes after a removed one get other numbers. All of them or none are removed."],
    operands: [.repeating("NUMBER", \.numbers)],
    unlocks: true,
    examples: [Example(line: "byok memory rm 2", purpose: "removes the second note")])

  func run(in session: inout Session) throws(ByokError) {
    guard let store = try ConversationStore.open(session, create: false) else {
      throw ByokError(.usage, "there is no note \(numbers.first ?? 1)", hint: "byok memory list")
    }
    for note in try MemoryNotes(store).remove(numbers) {
      session.console.note("removed \(note.text.quoted)")
    }
  }
}
