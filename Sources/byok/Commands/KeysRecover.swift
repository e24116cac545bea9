internal import ByokCore
internal import ByokKit

/// `byok keys recover`: save what can be saved from a damaged keystore.
struct KeysRecover: Command {
  var common = CommonOptions()

  static let name = "keys recover"

  static let definition = CommandDefinition<Self>(
    summary: "Save the keys that still open from a damaged keystore",
    detail: [
      "Each key that authenticates by itself is put into a new keystore; the damaged one stays"
        + " beside it as keystore.bak. A restored backup is better, where there is one."
    ],
    unlocks: true,
    examples: [Example(line: "byok keys recover", purpose: "after 'the keystore is damaged'")])

  func run(in session: inout Session) throws(ByokError) {
    guard let salvage = try Keystore.recover(session.keystore) else {
      return session.console.remark("the keystore is sound; there is nothing to recover")
    }
    session.console.remark(
      "saved \(salvage.saved.count) keys: \(Self.list(salvage.saved)); the damaged keystore is "
        + "'\(try session.locations.keystore().text).bak'")
    guard !salvage.lost.isEmpty || salvage.unreadable > 0 else { return }
    let unreadable = salvage.unreadable > 0 ? "\(salvage.unreadable) with unreadable names" : ""
    let lost = [Self.list(salvage.lost), unreadable].filter { !$0.isEmpty }
    throw ByokError(
      .damaged, "keys that are lost: \(lost.joined(separator: ", "))",
      hint: "make new ones at their providers")
  }

  private static func list(_ names: [KeyName]) -> String {
    names.map(\.text).joined(separator: ", ")
  }
}
