internal import ByokCore
internal import ByokKit

/// `byok keys recover`: save what can be saved from a damaged keystore.
struct KeysRecover: Command {
  var common = CommonOptions()
  var isSure = false

  static let name = "keys recover"

  static let definition = CommandDefinition<Self>(
    summary: "Recover the keys of a damaged keystore",
    detail: [
      "Lists the keys that can still be decrypted, asks for confirmation, and writes them to a new"
        + " keystore; the damaged one is kept as keystore.bak. Without a terminal, --yes is required."
        + " Restoring a backup is better, if there is one.",
      "An older version of a key, or a removed key, can be decrypted too if somebody put it back."
        + " CONFIRMED is 'yes' for keys that are known to be in the keystore as byok last wrote it;"
        + " check the dates of the others.",
      "The same is true of an older passphrase. If no key is confirmed, only the given key file and"
        + " passphrase continue to unlock the keystore. The others are listed; add them again.",
    ],
    options: [.flag("yes", short: "y", \.isSure, "Do not ask for confirmation")],
    unlocks: true,
    examples: [
      Example(line: "byok keys recover", purpose: "recover keys after 'the keystore is damaged'")
    ])

  func run(in session: inout Session) throws(ByokError) {
    let (console, isSure) = (session.console, isSure)
    let salvage = try Keystore.recover(session.keystore) { (salvage) throws(ByokError) in
      try Self.show(salvage, on: console)
      guard !isSure else { return }
      guard try console.confirms("write these keys to a new keystore?", otherwise: Self.confirmed)
      else { throw ByokError(.failure, "nothing was changed") }
    }
    guard let salvage else {
      return console.note("the keystore is intact; there is nothing to recover")
    }
    console.note(
      "saved \(Self.keys(salvage.saved.count)); the damaged keystore is "
        + "'\(try session.locations.keystore().text).bak'")
    guard let lost = Self.lost(salvage) else { return }
    throw ByokError(
      .damaged, "lost keys: \(lost)", hint: "make new ones at their providers")
  }

  private static let confirmed = "byok keys recover --yes"

  /// Lists what would be saved, and what would not.
  private static func show(_ salvage: Keystore.Salvage, on console: Console) throws(ByokError) {
    let rows = salvage.saved.map { kept in
      [
        TableCell(kept.entry.name.text), TableCell(kept.entry.created.rfc3339),
        TableCell(kept.entry.updated.rfc3339), TableCell(kept.isConfirmed ? "yes" : "no"),
      ]
    }
    // The dates are what is to be checked, and so absolute.
    let columns: [TableColumn] = [
      TableColumn("KEY", least: 14), TableColumn("ADDED", rank: 1), "CHANGED", "CONFIRMED",
    ]
    try console.write(Table(columns, rows))
    let doubtful = salvage.saved.count { !$0.isConfirmed }
    if doubtful > 0 {
      console.warn(
        ByokError(
          .damaged,
          "could not confirm that \(keys(doubtful)) \(doubtful == 1 ? "is" : "are") as byok last wrote"
            + " the keystore",
          hint: "check the dates: an older version, or a key that was removed, may be among them"))
    }
    if let age = salvage.age {
      console.warn(
        ByokError(.damaged, age.message, hint: "if there is a copy of the newer one, restore it"))
    }
    for slot in salvage.leftOut { console.warn(.slotLeftOut(slot)) }
    if salvage.isAnotherStore {
      console.note("the number of writes is used up, so that a new keystore begins with write 1")
    }
    if let lost = lost(salvage) { console.note("cannot be recovered: \(lost)") }
  }

  /// What is lost, as a list; `nil` for nothing.
  private static func lost(_ salvage: Keystore.Salvage) -> String? {
    let unreadable = salvage.unreadable > 0 ? ["\(salvage.unreadable) with unreadable names"] : []
    let lost = salvage.lost.map(\.text) + unreadable
    return lost.isEmpty ? nil : lost.joined(separator: ", ")
  }

  private static func keys(_ count: Int) -> String { count.counted("key") }
}

extension ByokError {
  fileprivate static func slotLeftOut(_ slot: KeystoreSlot) -> Self {
    let name = slot.name.map { " --name \($0)" } ?? ""
    return Self(
      .damaged,
      "could not confirm that byok wrote slot \(slot.title.text); it will no longer open the keystore",
      hint: slot.isPassphrase
        ? "to add it again: byok keys passwd --add\(name)"
        : "to keep it, give its key file: --unlock-file FILE")
  }
}
