internal import ByokCore
internal import ByokKit

/// `byok keys rekey`: change the data key.
struct KeysRekey: Command {
  var common = CommonOptions()

  static let name = "keys rekey"

  static let definition = CommandDefinition<Self>(
    summary: "Change the data key and seal every key anew",
    detail: [
      "The keys and passphrases of all slots are needed. The old keystore stays beside the new one"
        + " as keystore.bak; remove it once all is well."
    ],
    unlocks: true,
    examples: [Example(line: "byok keys rekey", purpose: "after a keystore file leaked")])

  func run(in session: inout Session) throws(ByokError) {
    let rewrap = SlotRewrap(access: session.keystore)
    var count = 0
    try Keystore.update(session.keystore, create: false, keepsOld: true) {
      (keystore) throws(ByokError) in
      try keystore.rekey(removing: nil) { (slot, key, document) throws(ByokError) in
        try rewrap.rewrap(slot, key, document)
      }
      count = keystore.entries.count
    }
    let path = try session.locations.keystore().text
    session.console.remark("sealed \(count) keys anew; the old keystore is '\(path).bak'")
  }
}
