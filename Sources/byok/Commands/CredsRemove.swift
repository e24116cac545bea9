internal import ByokCore
internal import ByokKit

/// `byok creds rm`: remove imported creds from the keystore.
struct CredsRemove: Command {
  var common = CommonOptions()
  var creds: CredsReference?
  var isSure = false

  static let name = "creds rm"

  static let definition = CommandDefinition<Self>(
    summary: "Remove imported credentials from the keystore",
    detail: ["The tool's own file and its credentials do not change."],
    operands: [.required("TOOL[/LABEL]", \.creds)],
    options: [.flag("yes", short: "y", \.isSure, "Do not ask")],
    unlocks: true,
    examples: [Example(line: "byok creds rm qwen", purpose: "asks, then removes them")])

  func run(in session: inout Session) throws(ByokError) {
    guard let reference = creds?.key else { return }
    guard let keystore = try Keystore.open(session.keystore) else {
      throw Self.notImported(reference.name)
    }
    guard !keystore.entries.entries(of: reference.provider).isEmpty else {
      throw Self.notImported(reference.name)
    }
    let configuration = try Configuration.load(session.locations)
    let defaults = DefaultKey(configuration)
    let name = try defaults.name(reference, in: keystore.entries)
    guard keystore[name]?.kind == KeyKind.oauth.rawValue else { throw Self.notImported(name) }
    if !isSure {
      let command = "byok creds rm \(name.text) --yes"
      guard try session.console.confirms("remove \(name.text)?", otherwise: command) else {
        throw ByokError(.failure, "nothing is removed")
      }
    }
    try Keystore.update(session.keystore, create: false) { (keystore) throws(ByokError) in
      guard keystore[name] != nil else { throw Self.notImported(name) }
      keystore.remove(name)
    }
    session.console.note("removed \(name.text)")
    try AccountNotes(session, configuration).removed([name], from: keystore.entries)
  }

  private static func notImported(_ name: KeyName) -> ByokError {
    ByokError(
      .noKey, "there are no imported creds '\(name.text)'", hint: "byok creds list")
  }
}

/// How imported creds are named on the command line: `TOOL` or `TOOL/LABEL`.
struct CredsReference: ArgumentValue {
  static let expectation =
    "TOOL or TOOL/LABEL, where TOOL is one of \(CredentialToolName.expectation)"
  static let words = CredentialToolName.words
  let key: KeyReference

  init?(argument: String) {
    guard let reference = KeyReference(argument: argument),
      let tool = CredentialTool.named(reference.provider),
      let key = KeyReference(
        argument: ([tool.id] + [reference.label].compactMap { $0 })
          .joined(separator: "/"))
    else { return nil }
    self.key = key
  }
}
