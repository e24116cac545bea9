internal import ByokCore
internal import ByokKit

/// `byok keys default`: choose the key that is used when no label is named.
struct KeysDefault: Command {
  var common = CommonOptions()
  var key: KeyReference?

  static let name = "keys default"

  static let definition = CommandDefinition<Self>(
    summary: "Choose the default key of a provider",
    detail: [
      "Without a choice, the key that was added first is the default. The choice is stored in"
        + " config.json, under 'keys'; comments are preserved. Renaming the key updates the choice,"
        + " removing it clears the choice. If the keystore does not contain the chosen key, commands that"
        + " need the default fail with status 2."
    ],
    operands: [.required("PROVIDER/LABEL", \.key)],
    unlocks: true,
    examples: [
      Example(line: "byok keys default openai/work", purpose: "use the key 'work' by default")
    ])

  func run(in session: inout Session) throws(ByokError) {
    guard let key else { return }
    guard !key.name.isOfServer else {
      throw ByokError(
        .usage, "keys of MCP servers have no default: config.json names the key of each server",
        hint: "byok mcp list")
    }
    guard key.label != nil else { throw .missingOperand("the label", of: Self.info) }
    let configuration = try Configuration.load(session.locations)
    let keystore = try Keystore.open(
      session.keystore, provider: key.provider, label: key.label)
    guard keystore?[key.name] != nil else { throw .noSuchKey(key.name) }
    try Configuration.set(
      ["keys", key.provider], to: "\"\(key.name.label)\"", session.locations, clock: session.clock)
    session.console.note("\(key.name.text) is now the default key for \(key.provider)")
    AccountNotes(session, configuration).chosen(key.name)
  }
}
