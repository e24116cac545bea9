internal import ByokCore
internal import ByokKit

/// `byok keys rm`: remove keys from the keystore.
struct KeysRemove: Command {
  var common = CommonOptions()
  var keys: [KeyReference] = []
  var isSure = false

  static let name = "keys rm"

  static let definition = CommandDefinition<Self>(
    summary: "Remove keys from the keystore",
    detail: [
      "All of them or none: if one does not exist, nothing is removed. It asks first; where nobody"
        + " can be asked, --yes is needed. The key itself stays valid until it is revoked at its"
        + " provider. If a key that was chosen as the default is removed, the choice is cleared, and the"
        + " key that was added first becomes the default.",
      "Old copies of the keystore, such as backups and versions in git, still hold a removed key. If"
        + " keystore.bak does, which 'byok keys rekey' and 'byok keys recover' leave, you are warned.",
    ],
    operands: [.repeating("PROVIDER[/LABEL]", \.keys)],
    options: [.flag("yes", short: "y", \.isSure, "Do not ask for confirmation")],
    unlocks: true,
    examples: [
      Example(line: "byok keys rm openai/work", purpose: "asks, then removes one key"),
      Example(line: "byok keys rm groq mistral --yes", purpose: "removes two without asking"),
    ])

  func run(in session: inout Session) throws(ByokError) {
    guard let keystore = try Keystore.open(session.keystore) else {
      throw .noSuchKey(keys.first?.name ?? KeyName(provider: "", label: ""))
    }
    let configuration = try Configuration.load(session.locations)
    let defaults = DefaultKey(configuration)
    var names: [KeyName] = []
    for reference in keys {
      let name = try defaults.name(reference, in: keystore.entries)
      guard keystore[name] != nil else { throw .noSuchKey(name) }
      if !names.contains(name) { names.append(name) }
    }
    try askIfNeeded(names, session.console)
    try SealedKeys(session.keystore).remove(names)
    session.console.note("removed \(Self.list(names))")
    Self.warnOfCopies(names, session)
    try AccountNotes(session, configuration).removed(names, from: keystore.entries)
  }

  /// Says where the keys still are.
  private static func warnOfCopies(_ names: [KeyName], _ session: Session) {
    let it = names.count == 1 ? "it" : "them"
    session.console.note(
      "old copies of the keystore still hold \(it), and \(names.count == 1 ? "it stays" : "they stay")"
        + " valid until revoked at the provider")
    do throws(ByokError) {
      guard let copy = try KeystoreCopy(session.keystore) else { return }
      let held = names.filter(copy.names.contains)
      guard !held.isEmpty else { return }
      session.console.warn(.stillHeld(list(held), in: copy))
    } catch {
      session.console.warn(error)
    }
  }

  private static func list(_ names: [KeyName]) -> String {
    names.map(\.text).joined(separator: ", ")
  }

  private func askIfNeeded(_ names: [KeyName], _ console: Console) throws(ByokError) {
    guard !isSure else { return }
    let list = Self.list(names)
    guard console.mayAsk, let prompt = TerminalPrompt() else {
      throw ByokError(
        .usage, "confirmation required to remove \(list)",
        hint: "byok keys rm \(names.map(\.text).joined(separator: " ")) --yes")
    }
    guard try prompt.confirms("remove \(list)?") else {
      throw ByokError(.failure, "nothing is removed")
    }
  }
}

extension ByokError {
  fileprivate static func stillHeld(_ names: String, in copy: KeystoreCopy) -> Self {
    Self(
      .failure, "the old keystore '\(copy.path.text)' still holds \(names)",
      hint: "once it is not needed: rm '\(copy.path.text)'")
  }
}
