internal import ByokCore
internal import ByokKit

/// `byok keys unlock`: keep the keystore unlocked for a while.
struct KeysUnlock: Command {
  var common = CommonOptions()
  var time: CacheTime?

  static let name = "keys unlock"

  static let definition = CommandDefinition<Self>(
    summary: "Keep the keystore unlocked for a time",
    detail: [
      "The data key goes into the Linux kernel's keyring of the user, out of reach of other users"
        + " and of the disk, and is forgotten when the time is over. Programs of the same user can"
        + " use it meanwhile. A passphrase that is added, changed or removed on this machine, and"
        + " 'keys rekey', do not end it or prolong it."
    ],
    options: [.value("for", "TIME", \.time, "How long, such as 90s, 15m or 8h (default: 8h)")],
    unlocks: true,
    examples: [Example(line: "byok keys unlock --for 15m", purpose: "asks once, then not again")])

  func run(in session: inout Session) throws(ByokError) {
    guard let keystore = try Keystore.open(session.keystore) else {
      throw .noKeystore(try session.locations.keystore().text)
    }
    let seconds = time?.seconds ?? 8 * 3600
    try KeyCache(keystore.document).store(
      keystore.dataKey, seconds: UInt32(seconds), clock: session.clock)
    session.console.note("unlocked for \(time?.text ?? "8h")")
  }
}

/// A length of time such as `15m`.
struct CacheTime: ArgumentValue {
  static let expectation = "a time such as 90s, 15m, 8h or 2d, up to 30d"
  let text: String
  let seconds: Int

  init?(argument: String) {
    guard let duration = RetryWait.duration(argument), duration >= 1, duration <= 30 * 86_400
    else { return nil }
    text = argument
    seconds = Int(duration)
  }
}

/// `byok keys lock`: forget the cached key.
struct KeysLock: Command {
  var common = CommonOptions()

  static let name = "keys lock"

  static let definition = CommandDefinition<Self>(
    summary: "Lock the keystore again",
    examples: [Example(line: "byok keys lock", purpose: "before leaving the desk")])

  func run(in session: inout Session) throws(ByokError) {
    let path = try session.locations.keystore()
    guard let document = try Keystore.document(session.keystore) else {
      throw .noKeystore(path.text)
    }
    let wasKept = KeyCache(document).remove()
    session.console.note(wasKept ? "locked" : "it was not unlocked")
  }
}
