internal import ByokCore
internal import ByokKit

/// `byok conversations reseal`: seal everything with the present data key.
struct ConversationsReseal: Command {
  var common = CommonOptions()

  static let name = "conversations reseal"

  static let definition = CommandDefinition<Self>(
    summary: "Re-encrypt conversations after the data key changed",
    detail: [
      "'byok keys rekey' leaves conversations as they are: the keystore keeps the keys that they are"
        + " sealed with. This seals conversations, attachments, memory notes and vectors of sealed indexes with"
        + " the present data key, and removes the old ones from the keystore, whose old state stays beside it as"
        + " keystore.bak.",
      "Conversations on other machines that use the same keystore cannot be read after that: export"
        + " them first.",
    ],
    unlocks: true,
    examples: [
      Example(
        line: "byok conversations reseal", purpose: "after a key leaked, and 'byok keys rekey'")
    ])

  func run(in session: inout Session) throws(ByokError) {
    let store = try session.conversations(with: nil)
    let result = try store.reseal(session.keystore)
    let console = session.console
    console.note("sealed \(result.files == 1 ? "1 file" : "\(result.files) files") anew")
    guard result.failed == 0 else {
      throw ByokError(
        .damaged,
        "\(result.failed == 1 ? "1 file" : "\(result.failed) files") cannot be read; the old keys stay"
          + " in the keystore", hint: "byok conversations list names them")
    }
    if result.forgetsRoots {
      console.note("the keystore keeps no old keys of conversations any more")
    }
  }
}
