internal import ByokCore
internal import ByokKit

/// `byok keys accept`: accept an older keystore.
struct KeysAccept: Command {
  var common = CommonOptions()

  static let name = "keys accept"

  static let definition = CommandDefinition<Self>(
    summary: "Accept an older keystore, or another one, as the newest",
    detail: [
      "The machine remembers the newest state of each keystore, and which keystore is where. An older"
        + " one, such as a restored backup, or another one in its place can be read with a warning, and"
        + " changed only after this."
    ],
    unlocks: true,
    examples: [Example(line: "byok keys accept", purpose: "after restoring a backup on purpose")])

  func run(in session: inout Session) throws(ByokError) {
    guard let keystore = try Keystore.open(session.keystore) else {
      throw .noKeystore(try session.locations.keystore().text)
    }
    let note = try RollbackRecord.read(try session.locations.rollbackRecord(), acceptsDamage: true)
    let seen = note[keystore.document.storeID]
    try keystore.remember(session.keystore, .accepted)
    let instead = seen.map { " instead of write \($0.sequence)" } ?? ""
    session.console.note(
      "accepted the keystore as of write \(keystore.document.sequence)\(instead), with "
        + "\(keystore.entries.count) keys")
  }
}
