internal import ByokCore
internal import ByokKit

/// `byok conversations export`: a conversation for other programs.
struct ConversationsExport: Command {
  var common = CommonOptions()
  var conversation: ConversationName?
  var format: ExportFormat?

  /// What an export looks like.
  enum ExportFormat: String, ArgumentValue, CaseIterable {
    case json, markdown, messages

    static let expectation = "json, markdown or messages"

    init?(argument: String) { self.init(rawValue: argument) }
  }

  static let name = "conversations export"

  static let definition = CommandDefinition<Self>(
    summary: "Print a conversation for other programs",
    detail: [
      "'json' has all that is known of each message, and is what 'byok conversations import' reads;"
        + " 'messages' is what 'byok chat --messages' reads. Attachments are named, but not printed.",
      "What is printed is no longer sealed.",
    ],
    operands: [.required("NAME", \.conversation)],
    options: [
      .value("format", "FORMAT", \.format, "Format: json (default), markdown or messages")
    ],
    unlocks: true,
    examples: [
      Example(line: "byok conversations export trip > trip.json", purpose: "all of it, as JSON"),
      Example(
        line:
          "byok conversations export trip --format messages | byok chat --messages - 'and now?'",
        purpose: "goes on with it without keeping the turn"),
    ])

  func run(in session: inout Session) throws(ByokError) {
    guard let name = conversation else { return }
    let (_, conversation) = try session.conversation(name)
    let turns = zip(1..., conversation.turns).map { (number: $0.0, turn: $0.1) }
    switch format ?? .json {
    case .json:
      try session.console.write(ConversationDocument.of(conversation, turns), pretty: true)
    case .markdown:
      try session.console.write(
        ConversationText(conversation: conversation, turns: turns).markdown)
    case .messages:
      let hasFiles = conversation.turns.contains { turn in
        turn.messages.contains { !$0.attachments.isEmpty }
      }
      if hasFiles { session.console.note("attachments are left out") }
      try session.console.write(ConversationDocument.messages(conversation), pretty: true)
    }
    if let damage = conversation.damage { throw damage }
  }
}
