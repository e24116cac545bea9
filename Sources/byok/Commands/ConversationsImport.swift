internal import ByokCore
internal import ByokKit

/// `byok conversations import`: keep a conversation that is in a file.
struct ConversationsImport: Command {
  var common = CommonOptions()
  var conversation: ConversationName?
  var file: String?

  static let name = "conversations import"

  private static let limit = 256 << 20

  static let definition = CommandDefinition<Self>(
    summary: "Keep the conversation in a file, sealed",
    detail: [
      "FILE is what 'byok conversations export' printed as json, or an array of messages as 'byok"
        + " chat --messages' reads it; '-' is standard input."
    ],
    operands: [.required("NAME", \.conversation, words: .text), .required("FILE|-", \.file)],
    unlocks: true,
    examples: [
      Example(line: "byok conversations import trip trip.json", purpose: "keeps it as 'trip'")
    ])

  func run(in session: inout Session) throws(ByokError) {
    guard let name = conversation, let file else { return }
    let bytes: [UInt8]
    if file == "-" {
      bytes = Array(try session.console.readText().utf8)
    } else {
      do throws(ReadFailure) {
        bytes = try readFile(file, limit: Self.limit)
      } catch {
        throw ByokError(.failure, "cannot read \(file.quoted): \(error.text)")
      }
    }
    let source = file == "-" ? "standard input" : file.quoted
    let (system, turns) = try ConversationDocument.read(bytes, from: source)
    guard let store = try ConversationStore.open(session, create: true) else { return }
    try store.add(turns, system: system, as: name)
    session.console.note(
      "kept \(turns.count == 1 ? "1 turn" : "\(turns.count) turns") as '\(name.text)'")
  }
}
