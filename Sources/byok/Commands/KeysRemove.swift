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
        + " key that was added first becomes the default."
    ],
    operands: [.repeating("PROVIDER[/LABEL]", \.keys)],
    options: [.flag("yes", short: "y", \.isSure, "Do not ask")],
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
    session.console.remark("removed \(names.map(\.text).joined(separator: ", "))")
    try AccountNotes(session, configuration).removed(names, from: keystore.entries)
  }

  private func askIfNeeded(_ names: [KeyName], _ console: Console) throws(ByokError) {
    guard !isSure else { return }
    let list = names.map(\.text).joined(separator: ", ")
    guard console.mayAsk, let prompt = TerminalPrompt() else {
      throw ByokError(
        .usage, "removing \(list) needs a yes, and byok may not ask",
        hint: "byok keys rm \(names.map(\.text).joined(separator: " ")) --yes")
    }
    guard try prompt.confirms("remove \(list)?") else {
      throw ByokError(.failure, "nothing is removed")
    }
  }
}
