internal import ByokCore
internal import ByokKit

/// `byok conversations show`: what was said.
struct ConversationsShow: Command {
  var common = CommonOptions()
  var conversation: ConversationName?
  var isLastReply = false
  var isRaw = false
  var isAll = false
  var range: TurnRange?

  static let name = "conversations show"

  static let definition = CommandDefinition<Self>(
    summary: "Print the turns of a conversation",
    detail: [
      "Each message has a line before it: the turn's number, who speaks and when. Where a summary"
        + " replaces the first turns, it is printed instead of them; --all prints every turn, also"
        + " those that 'byok conversations undo' took back.",
      "Of a damaged conversation, the turns before the damage are printed, and the exit status is 11.",
    ],
    operands: [.required("NAME", \.conversation)],
    options: [
      .flag("last", \.isLastReply, "Print only the last reply, as it came"),
      .value("turns", "A-B", \.range, "Print only these turns: 3, 3-5 or 3-"),
      .flag("all", \.isAll, "Print every turn, with those summarised or taken back"),
      .flag("raw", \.isRaw, "Print the texts as they came"),
    ],
    json: true,
    unlocks: true,
    examples: [
      Example(line: "byok conversations show trip", purpose: "all that was said"),
      Example(line: "byok conversations show trip --last", purpose: "the last reply alone"),
      Example(line: "byok conversations show trip --turns 3-5", purpose: "some turns"),
    ])

  func run(in session: inout Session) throws(ByokError) {
    guard let name = conversation else { return }
    try checkOptions()
    let (_, conversation) = try session.conversation(name)
    if isLastReply {
      guard let reply = conversation.turns.last?.messages.last(where: { $0.role == .assistant })
      else {
        throw conversation.damage
          ?? ByokError(.usage, "the conversation '\(name.text)' has no reply yet")
      }
      try session.console.write(ConversationText.body(reply.text))
    } else {
      try show(conversation, in: session)
    }
    if let damage = conversation.damage { throw damage }
  }

  private func checkOptions() throws(ByokError) {
    let options = [
      ("--last", isLastReply), ("--turns", range != nil), ("--all", isAll), ("--json", common.json),
    ]
    let given = options.filter(\.1).map(\.0)
    if isLastReply, given.count > 1 { throw .conflict("--last", given[1]) }
    if isAll, range != nil { throw .conflict("--turns", "--all") }
  }

  private func show(
    _ conversation: StoredConversation, in session: Session
  ) throws(ByokError) {
    var summary: StoredConversation.Summary?
    var turns = Array(zip(1..., isAll ? conversation.allTurns : conversation.turns))
    if let range {
      turns = turns.filter { range.turns.contains($0.0) }
      guard !turns.isEmpty else {
        throw ByokError(
          .usage,
          "the conversation '\(conversation.name.text)' has no turn"
            + " \(range.turns.lowerBound): it has \(conversation.turns.count)")
      }
    } else if !isAll, !common.json, let text = conversation.summary {
      summary = text
      turns = turns.filter { $0.0 > text.upTo }
    }
    let numbered = turns.map { (number: $0.0, turn: $0.1) }
    if common.json {
      return try session.console.write(
        ConversationDocument.of(conversation, numbered), pretty: true)
    }
    let text = ConversationText(conversation: conversation, turns: numbered, summary: summary)
    let isWanted = try Configuration.load(session.locations).render ?? true
    guard let rendering = MarkdownRendering(session, isWanted: isWanted && !isRaw) else {
      return try session.page(text.plain)
    }
    try session.show(text.turnsAsMarkdown, rendering)
  }
}
