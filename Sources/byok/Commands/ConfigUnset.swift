internal import ByokCore
internal import ByokKit

/// `byok config unset`: take one key away.
struct ConfigUnset: Command {
  var common = CommonOptions()
  var key: String?

  static let name = "config unset"

  static let definition = CommandDefinition<Self>(
    summary: "Unset a configuration key (comments are preserved)",
    detail: ["It also removes what byok does not know, so that a mistake can be fixed."],
    operands: [.required("KEY", \.key)],
    examples: [Example(line: "byok config unset model", purpose: "goes back to no default model")])

  func run(in session: inout Session) throws(ByokError) {
    guard let key else { return }
    guard let file = try ConfigurationFile.load(session.locations),
      let found = try file.root().find(key)
    else {
      _ = try ConfigurationPath(key)
      throw .notConfigured(key)
    }
    try Configuration.remove(found.names, session.locations, clock: session.clock)
    session.console.note("\(Sanitizer.oneLine(key)) unset")
    AccountNotes(session, Configuration()).unset(found.names)
  }
}
