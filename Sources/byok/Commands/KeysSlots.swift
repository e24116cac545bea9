internal import ByokCore
internal import ByokKit

/// `byok keys slots`: the ways into the keystore.
struct KeysSlots: Command {
  var common = CommonOptions()
  var removed: SlotReference?

  static let name = "keys slots"

  static let definition = CommandDefinition<Self>(
    summary: "List or remove the ways to unlock the keystore",
    detail: [
      "Removing a slot changes the data key, which requires the keys and passphrases of the other slots."
        + " Old copies of the keystore can still be unlocked by a removed slot: if its key or passphrase"
        + " leaked, replace the API keys at their providers."
    ],
    options: [
      .value("remove", "SLOT", \.removed, "Remove a slot, by number or name")
    ],
    json: true,
    unlocks: true,
    examples: [
      Example(line: "byok keys slots", purpose: "list the ways to unlock the keystore"),
      Example(line: "byok keys slots --remove ci", purpose: "revoke the passphrase of CI"),
    ])

  func run(in session: inout Session) throws(ByokError) {
    if let removed { return try Self.remove(removed, in: session) }
    guard let keystore = try Keystore.open(session.keystore) else {
      throw .noKeystore(try session.locations.keystore().text)
    }
    if common.json {
      let rows = keystore.slots.map { slot in
        JSONValue.object([
          "slot": .integer(slot.number), "name": slot.name.map(JSONValue.string) ?? .null,
          "kind": .string(slot.kind), "detail": .string(slot.detail),
        ])
      }
      return try session.console.write(.array(rows), pretty: true)
    }
    let rows = keystore.slots.map { slot in
      [String(slot.number), slot.name ?? "-", slot.kind, slot.detail].map { TableCell($0) }
    }
    let columns: [TableColumn] = [
      "SLOT", TableColumn("NAME", rank: 1, least: 12), "KIND",
      TableColumn("DETAIL", rank: 2, least: 16),
    ]
    try session.console.write(Table(columns, rows))
  }

  /// Removes a slot.
  ///
  /// - Throws: A usage error when it is not there or the last; `locked` when another slot's key is
  ///   not available.
  static func remove(_ reference: SlotReference, in session: Session) throws(ByokError) {
    let rewrap = SlotRewrap(access: session.keystore)
    var title = reference.text
    try Keystore.update(session.keystore, create: false, keepsOld: false) {
      (keystore) throws(ByokError) in
      guard let slot = reference.slot(among: keystore.slots) else { throw .noSlot(reference) }
      title = slot.title.text
      guard keystore.slots.count > 1 else {
        throw ByokError(
          .usage, "slot \(title) is the only way to unlock the keystore",
          hint: "byok keys passwd adds another first")
      }
      try keystore.rekey(removing: slot.number) { (slot, key, document) throws(ByokError) in
        try rewrap.rewrap(slot, key, document)
      }
    }
    session.console.note(
      "removed slot \(title); old copies of the keystore still open with it: if it leaked, replace "
        + "the API keys at their providers")
  }
}

extension KeystoreSlot {
  /// The word for how it is opened.
  fileprivate var kind: String { isPassphrase ? "passphrase" : "key file" }

  fileprivate var detail: String {
    switch method {
    case .keyFile(let id, _): "id \(id)"
    case .passphrase(let operations, let kibibytes, _):
      "argon2id, \(operations) passes, \(kibibytes >> 10) MiB"
    }
  }
}
