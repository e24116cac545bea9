internal import ByokCore
internal import ByokKit

/// `byok keys passwd`: add, change or remove a passphrase.
struct KeysPasswd: Command {
  var common = CommonOptions()
  var adds = false
  var removes = false
  var slot: SlotReference?
  var slotName: SlotName?
  var file: String?
  var descriptor: Int?
  var cost: KeystoreSlot.Cost?

  static let name = "keys passwd"

  static let definition = CommandDefinition<Self>(
    summary: "Add, change or remove a passphrase of the keystore",
    detail: [
      "Without a passphrase so far, adds one; with one, changes it; --add adds a further one. The"
        + " key file goes on opening the keystore until its slot is removed (byok keys slots).",
      "The new passphrase is asked for twice on the terminal, or read from --new-file or --new-fd."
        + " An empty one is replaced by a random one, which is shown once.",
      "A weak passphrase is accepted, with a warning that estimates its strength.",
      "A changed or removed passphrase still opens old copies of the keystore.",
    ],
    options: [
      .flag("add", \.adds, "Add a further passphrase"),
      .flag("remove", \.removes, "Remove a passphrase, and change the data key"),
      .value("slot", "SLOT", \.slot, "The slot to change or remove, by number or name"),
      .value("name", "NAME", \.slotName, "Name the slot, such as ci"),
      .value("new-file", "PATH", \.file, "Read the new passphrase from PATH"),
      .value("new-fd", "N", \.descriptor, "Read the new passphrase from descriptor N"),
      .value("kdf", "COST", \.cost, "Cost of guessing: portable, standard (default) or strong"),
    ],
    unlocks: true,
    examples: [
      Example(line: "byok keys passwd", purpose: "asks for a new passphrase, twice"),
      Example(
        line: "byok keys passwd --new-file /run/secrets/byok", purpose: "takes it from a file"),
      Example(
        line: "byok keys passwd --add --name ci", purpose: "adds another one, named ci"),
    ])

  func run(in session: inout Session) throws(ByokError) {
    if adds, removes { throw .conflict("--add", "--remove") }
    if removes, slotName != nil { throw .conflict("--remove", "--name") }
    if file != nil, descriptor != nil { throw .conflict("--new-file", "--new-fd") }
    let source = newSource
    // The current passphrase may come from a program.
    source?.withhold()
    guard let keystore = try Keystore.open(session.keystore) else {
      throw .noKeystore(try session.locations.keystore().text)
    }
    let target = try target(among: keystore.slots)
    if removes { return try KeysSlots.remove(.number(target ?? 0), in: session) }
    let passphrase = try NewPassphrase(console: session.console, access: session.keystore)
      .read(from: source)
    let title = try set(passphrase, of: target, session.keystore)
    let done = target == nil ? "added" : "changed"
    session.console.note("\(done) the passphrase of slot \(title)")
    if let warning = ByokError.weakPassphrase(passphrase, slot: title) {
      session.console.warn(warning)
    }
  }

  /// Where the new passphrase is read; `nil` for the terminal.
  private var newSource: UnlockSource? {
    file.map { .file($0, named: "--new-file") }
      ?? descriptor.map { .descriptor(CInt(clamping: $0), named: "--new-fd") }
  }

  /// Adds the passphrase, or puts it in place of a slot's; returns what the slot is called.
  private func set(
    _ passphrase: borrowing Secret, of target: Int?, _ access: KeystoreAccess
  ) throws(ByokError) -> String {
    let cost = cost ?? .standard
    let work = (cost.operations, cost.kibibytes)
    var number = target ?? 0
    var title: String?
    try Keystore.update(access, create: false) { (keystore) throws(ByokError) in
      if let target {
        try keystore.changePassphrase(
          ofSlot: target, to: passphrase, name: slotName?.text, cost: work)
      } else {
        number = try keystore.addPassphrase(passphrase, name: slotName?.text, cost: work)
      }
      title = keystore.slots.first { $0.number == number }?.title.text
    }
    return title ?? String(number)
  }

  /// The number of the slot that is meant; `nil` for a new one.
  private func target(among all: [KeystoreSlot]) throws(ByokError) -> Int? {
    let slots = all.filter(\.isPassphrase).map(\.number)
    if let slot {
      guard let found = slot.slot(among: all) else { throw .noSlot(slot) }
      guard found.isPassphrase else {
        throw ByokError(
          .usage, "slot \(found.title.text) has no passphrase", hint: "byok keys slots")
      }
      return found.number
    }
    if adds || (slots.isEmpty && !removes) { return nil }
    guard slots.count == 1 else {
      throw ByokError(
        .usage,
        slots.isEmpty ? "there is no passphrase to remove" : "there are several passphrases",
        hints: slots.isEmpty ? [] : slots.map { "--slot \($0)" })
    }
    return slots.first
  }
}

/// Reads a passphrase that is to be.
struct NewPassphrase {
  let console: Console
  let access: KeystoreAccess

  /// - Parameter source: Where it is; `nil` for the terminal.
  /// - Returns: The passphrase.
  /// - Throws: A usage error when nobody can be asked or the two differ.
  func read(from source: UnlockSource?) throws(ByokError) -> Secret {
    if let source {
      let material = try access.material(from: source)
      guard material.isPassphrase else {
        throw ByokError(.usage, "\(source.text) holds an unlock key, not a passphrase")
      }
      return try material.secret.slice(0..<material.secret.count)
    }
    guard console.mayAsk, let prompt = TerminalPrompt() else {
      throw ByokError(
        .usage, "no new passphrase is given, and byok may not ask for it",
        hint: "--new-file PATH or --new-fd N")
    }
    let first = try prompt.secret("new passphrase (empty: make a random one)")
    guard first.count > 0 else { return try random() }
    let second = try prompt.secret("the same again")
    guard first.equals(second) else { throw ByokError(.usage, "the two passphrases differ") }
    return first
  }

  private func random() throws(ByokError) -> Secret {
    let text = try Base64.encode(try Secret(randomBytes: 16))
    try text.withBytes { (bytes) throws(ByokError) in
      try console.show(bytes, after: "the passphrase, shown this once: ")
    }
    return text
  }
}
