internal import ByokCore
internal import ByokKit

/// `byok conversations undo`: take the last turn back.
struct ConversationsUndo: Command {
  var common = CommonOptions()
  var conversation: ConversationName?

  static let name = "conversations undo"

  static let definition = CommandDefinition<Self>(
    summary: "Take the last turn of a conversation back",
    detail: [
      "No model sees the turn again. It stays in the file, where 'byok conversations show --all' prints"
        + " it; a conversation is removed only as a whole."
    ],
    operands: [.required("NAME", \.conversation)],
    unlocks: true,
    examples: [
      Example(line: "byok conversations undo trip", purpose: "to ask in another way")
    ])

  func run(in session: inout Session) throws(ByokError) {
    guard let name = conversation else { return }
    let count = try session.conversations(with: name).undo(name).conversation.turns.count
    session.console.note(
      "took turn \(count + 1) of '\(name.text)' back; \(count == 1 ? "1 turn is" : "\(count) turns are")"
        + " left")
  }
}
