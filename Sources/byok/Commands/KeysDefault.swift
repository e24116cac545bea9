internal import ByokCore
internal import ByokKit

/// `byok keys default`: choose the key that is used when no label is named.
struct KeysDefault: Command {
  var common = CommonOptions()
  var key: KeyReference?

  static let name = "keys default"

  static let definition = CommandDefinition<Self>(
    summary: "Choose the key used when no label is named",
    detail: [
      "The choice goes into config.json, under 'keys'; its comments stay. Without a choice, the key"
        + " called 'default' is used, or the only one."
    ],
    operands: [.required("PROVIDER/LABEL", \.key)],
    unlocks: true,
    examples: [
      Example(line: "byok keys default openai/work", purpose: "uses the key 'work' from now on")
    ])

  func run(in session: inout Session) throws(ByokError) {
    guard let key else { return }
    guard key.label != nil else { throw .missingOperand("the label", of: Self.info) }
    let keystore = try Keystore.open(
      session.keystore, provider: key.provider, label: key.label)
    guard keystore?[key.name] != nil else { throw .noSuchKey(key.name) }
    try Configuration.set(
      ["keys", key.provider], to: "\"\(key.name.label)\"", session.locations, clock: session.clock)
    session.console.remark("\(key.name.text) is now used where no label is named")
  }
}
