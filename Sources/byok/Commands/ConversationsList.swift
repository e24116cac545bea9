internal import ByokCore
internal import ByokKit

/// `byok conversations list`: which conversations are kept.
struct ConversationsList: Command {
  var common = CommonOptions()

  static let name = "conversations list"

  static let definition = CommandDefinition<Self>(
    summary: "List conversations, the last used first",
    detail: [
      "What is sealed with another keystore, or is damaged, is counted on standard error."
    ],
    json: true,
    unlocks: true,
    examples: [
      Example(line: "byok conversations list", purpose: "all of them", runsAnywhere: true),
      Example(
        line: "byok conversations list --json", purpose: "the same for programs",
        runsAnywhere: true),
    ])

  func run(in session: inout Session) throws(ByokError) {
    let console = session.console
    let listing = try ConversationStore.open(session, create: false)?.list() ?? .init()
    if common.json {
      try console.write(.array(listing.items.map(\.document)), pretty: true)
    } else if listing.items.isEmpty, listing.isEmpty {
      console.note("no conversations yet; byok chat --conversation NAME PROMPT begins one")
    } else if !listing.items.isEmpty {
      let now = session.clock.now()
      let rows = listing.items.map { item -> [TableCell] in
        [
          TableCell(item.name.text), TableCell("\(item.turns)"),
          TableCell(ByteCount.text(item.size)), .time(item.lastUsed, now: now),
          TableCell(item.model ?? "-"),
        ]
      }
      try console.write(Table(Self.columns, rows))
    }
    listing.warn(console)
  }

  private static let columns: [TableColumn] = [
    TableColumn("NAME", least: 12, overflow: .shortenInMiddle),
    TableColumn("TURNS", isNumber: true, rank: 3), TableColumn("SIZE", isNumber: true, rank: 4),
    TableColumn("LAST USED", rank: 1),
    TableColumn("MODEL", rank: 2, least: 14, overflow: .shortenInMiddle),
  ]
}

extension ConversationStore.Listing {
  /// Whether the folder holds no conversation at all.
  var isEmpty: Bool { items.isEmpty && foreign == 0 && damaged.isEmpty }

  /// Says what is not listed.
  func warn(_ console: Console) {
    if foreign > 0 {
      console.note(
        foreign == 1
          ? "1 conversation is sealed with another keystore"
          : "\(foreign) conversations are sealed with another keystore")
    }
    for path in damaged {
      console.warn(
        ByokError(
          .damaged, "'\(path.text)' is damaged: nothing of it can be read",
          hint: "restore it from a backup, or remove it: rm '\(path.text)'"))
    }
  }
}

extension Session {
  /// The conversations, one of which is asked for by its name.
  ///
  /// - Throws: A usage error where there is no keystore, and so no conversation.
  func conversations(with name: ConversationName?) throws(ByokError) -> ConversationStore {
    if let store = try ConversationStore.open(self, create: false) { return store }
    guard let name else {
      throw ByokError(
        .usage, "there are no conversations yet",
        hint: "byok chat --conversation NAME PROMPT begins one")
    }
    throw .noConversation(name)
  }

  /// A conversation that is there.
  ///
  /// - Throws: A usage error where there is none of that name.
  func conversation(
    _ name: ConversationName
  ) throws(ByokError) -> (ConversationStore, StoredConversation) {
    let store = try conversations(with: name)
    guard let conversation = try store.conversation(named: name) else {
      throw try store.missing(name)
    }
    if conversation.isTorn {
      console.note(
        "the last turn of '\(name.text)' was cut off while it was written, and is not there")
    }
    return (store, conversation)
  }
}
