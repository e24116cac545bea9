internal import ByokCore
internal import ByokKit

/// `byok conversations prune`: remove what was not used for long.
struct ConversationsPrune: Command {
  var common = CommonOptions()
  var age: LogMoment?
  var isRehearsal = false

  static let name = "conversations prune"

  static let definition = CommandDefinition<Self>(
    summary: "Remove conversations that were last used before a time",
    detail: ["Nothing is ever removed but by this command and 'byok conversations rm'."],
    options: [
      .value("older-than", "TIME", \.age, "The time: 90d, 2026-01-01 (required)"),
      .flag("dry-run", \.isRehearsal, "Print what would be removed, and remove nothing"),
    ],
    unlocks: true,
    examples: [
      Example(
        line: "byok conversations prune --older-than 90d --dry-run",
        purpose: "which were not used for 90 days")
    ])

  func run(in session: inout Session) throws(ByokError) {
    guard let age else {
      throw ByokError(
        .usage, "--older-than is required",
        hint: "byok conversations prune --older-than 90d --dry-run")
    }
    let end = age.number(session.clock.now())
    guard let store = try ConversationStore.open(session, create: false) else {
      return session.console.note("no conversations yet")
    }
    let listing = try store.list()
    let old = listing.items.filter { item in
      guard let time = item.lastUsed ?? item.created else { return false }
      return LogTime.number(Double(time.seconds)) < end
    }
    for item in old { try session.console.write("\(item.name.text)\n") }
    listing.warn(session.console)
    let count = old.count == 1 ? "1 conversation" : "\(old.count) conversations"
    guard !isRehearsal, !old.isEmpty else {
      return session.console.note("\(count) last used before \(LogTime.text(end))")
    }
    try store.remove(old.map(\.name))
    session.console.note("removed \(count) last used before \(LogTime.text(end))")
  }
}
