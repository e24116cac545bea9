internal import ByokCore
internal import ByokKit

/// `byok conversations rm`: remove conversations.
struct ConversationsRemove: Command {
  var common = CommonOptions()
  var names: [ConversationName] = []
  var isSure = false

  static let name = "conversations rm"

  static let definition = CommandDefinition<Self>(
    summary: "Remove conversations",
    detail: [
      "All of them or none: if one does not exist, nothing is removed. It asks first; where nobody"
        + " can be asked, --yes is needed. Attachments that no other conversation refers to are removed"
        + " as well. Backups still hold what was removed."
    ],
    operands: [.repeating("NAME", \.names)],
    options: [.flag("yes", short: "y", \.isSure, "Do not ask for confirmation")],
    unlocks: true,
    examples: [
      Example(line: "byok conversations rm trip", purpose: "asks, then removes it"),
      Example(line: "byok conversations rm trip rome --yes", purpose: "removes two without asking"),
    ])

  func run(in session: inout Session) throws(ByokError) {
    var distinct: [ConversationName] = []
    for name in names where !distinct.contains(name) { distinct.append(name) }
    let store = try session.conversations(with: distinct.first)
    for name in distinct where try !store.has(name) { throw try store.missing(name) }
    let list = distinct.map(\.text).joined(separator: ", ")
    if !isSure {
      let command =
        "byok conversations rm \(distinct.map(\.text).joined(separator: " ")) --yes"
      guard try session.console.confirms("remove \(list)?", otherwise: command) else {
        throw ByokError(.failure, "nothing was removed")
      }
    }
    try store.remove(distinct)
    session.console.note("removed \(list)")
  }
}
