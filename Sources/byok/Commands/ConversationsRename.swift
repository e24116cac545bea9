internal import ByokCore
internal import ByokKit

/// `byok conversations rename`: give a conversation another name.
struct ConversationsRename: Command {
  var common = CommonOptions()
  var old: ConversationName?
  var new: ConversationName?

  static let name = "conversations rename"

  static let definition = CommandDefinition<Self>(
    summary: "Rename a conversation",
    operands: [.required("OLD", \.old), .required("NEW", \.new, words: .text)],
    unlocks: true,
    examples: [
      Example(
        line: "byok conversations rename trip rome-2027", purpose: "the turns stay as they are")
    ])

  func run(in session: inout Session) throws(ByokError) {
    guard let old, let new else { return }
    try session.conversations(with: old).rename(old, to: new)
    session.console.note("'\(old.text)' is now '\(new.text)'")
  }
}
