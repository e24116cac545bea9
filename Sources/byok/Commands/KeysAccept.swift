internal import ByokCore
internal import ByokKit

/// `byok keys accept`: accept an older keystore.
struct KeysAccept: Command {
  var common = CommonOptions()

  static let name = "keys accept"

  static let definition = CommandDefinition<Self>(
    summary: "Accept an older keystore, or another one, as the newest",
    detail: [
      "This machine records the newest state of each keystore, and which keystore is at which path. An"
        + " older keystore, such as a restored backup, or another one at the same path can be read, with a"
        + " warning, but not changed until it is accepted."
    ],
    unlocks: true,
    examples: [Example(line: "byok keys accept", purpose: "accept a restored backup")])

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
        + "\(keystore.entries.count.counted("key"))")
  }
}
