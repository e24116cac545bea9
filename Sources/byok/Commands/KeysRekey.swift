internal import ByokCore
internal import ByokKit

/// `byok keys rekey`: change the data key.
struct KeysRekey: Command {
  var common = CommonOptions()
  var makesKeyFile = false

  static let name = "keys rekey"

  static let definition = CommandDefinition<Self>(
    summary: "Change the data key and re-encrypt every key",
    detail: [
      "The keys and passphrases of all slots are needed. The old keystore stays beside the new one"
        + " as keystore.bak; remove it once all is well.",
      "A key file or passphrase that leaked still opens the new keystore. Change a passphrase with 'byok"
        + " keys passwd', and the key file with --new-key-file. The new unlock.key replaces the old one,"
        + " which stays beside it as unlock.key.bak. Copy the new one to where the old one was used, such as"
        + " other machines. Another keystore that the old one opens needs '--unlock-file"
        + " .../unlock.key.bak' from then on.",
      "Old copies of the keystore, such as keystore.bak, backups and versions in git, still open with"
        + " what opened them before: if that leaked, replace the API keys at their providers.",
    ],
    options: [
      .flag("new-key-file", \.makesKeyFile, "Replace unlock.key as well")
    ],
    unlocks: true,
    examples: [
      Example(line: "byok keys rekey", purpose: "new data key, same ways in"),
      Example(line: "byok keys rekey --new-key-file", purpose: "after unlock.key leaked"),
    ])

  func run(in session: inout Session) throws(ByokError) {
    let access = session.keystore
    let rewrap = SlotRewrap(access: access)
    var (count, hasKeyFile) = (0, false)
    try Keystore.update(access, create: false, keepsOld: true) { (keystore) throws(ByokError) in
      if makesKeyFile {
        try keystore.rekeyForNewKeyFile(access)
      } else {
        try keystore.rekey(removing: nil) { (slot, key, document) throws(ByokError) in
          try rewrap.rewrap(slot, key, document)
        }
      }
      count = keystore.entries.count
      hasKeyFile = keystore.slots.contains { !$0.isPassphrase }
    }
    let path = try session.locations.keystore().text
    let keyFile = try session.locations.unlockKey()
    let console = session.console
    console.note("sealed \(count) keys anew; the old keystore is '\(path).bak'")
    if makesKeyFile {
      let former = UnlockKey.former(keyFile)
      console.note(
        "the new key file is '\(keyFile.text)'"
          + (fileExists(former.text) ? "; the old one is '\(former.text)'" : ""))
    } else if hasKeyFile {
      console.note(
        "the key file still opens it; if that leaked, run: byok keys rekey --new-key-file")
    }
    console.note(
      "old copies of the keystore, such as '\(path).bak', backups and versions in git, still open with"
        + " what opened them before")
  }
}
