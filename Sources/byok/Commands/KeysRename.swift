internal import ByokCore
internal import ByokKit

/// `byok keys rename`: give a key another label.
struct KeysRename: Command {
  var common = CommonOptions()
  var old: KeyReference?
  var new: KeyReference?

  static let name = "keys rename"

  static let definition = CommandDefinition<Self>(
    summary: "Rename a key",
    detail: [
      "The provider stays, for the key is bound to it; a new label may be given alone. If the key was"
        + " chosen as the default, it stays that under its new name."
    ],
    operands: [.required("PROVIDER/LABEL", \.old), .required("NEW", \.new, words: .text)],
    unlocks: true,
    examples: [Example(line: "byok keys rename openai openai/private", purpose: "relabels a key")])

  func run(in session: inout Session) throws(ByokError) {
    guard let old, let new else { return }
    let target = KeyName(provider: old.provider, label: new.label ?? new.provider)
    guard new.label == nil || new.provider == old.provider else {
      throw ByokError(
        .usage,
        "a key stays with its provider: \(old.provider.quoted) cannot become "
          + new.provider.quoted, hint: "byok keys add \(new.provider)")
    }
    let configuration = try Configuration.load(session.locations)
    let defaults = DefaultKey(configuration)
    var name = target
    try Keystore.update(session.keystore, create: false) { (keystore) throws(ByokError) in
      name = try defaults.name(old, in: keystore.entries)
      guard let entry = keystore[name] else { throw .noSuchKey(name) }
      guard keystore[target] == nil else {
        throw ByokError(.failure, "there is a key \(target.text.quoted) already")
      }
      try keystore.rename(entry, to: target)
    }
    session.console.note("\(name.text) is now \(target.text)")
    try AccountNotes(session, configuration).renamed(name, to: target)
  }
}
