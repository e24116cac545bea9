internal import ByokCore
internal import ByokKit

/// `byok index rm`: remove an index, and not its files.
struct IndexRemove: Command {
  var common = CommonOptions()
  var index: IndexName?

  static let name = "index rm"

  static let definition = CommandDefinition<Self>(
    summary: "Remove an index; its files stay",
    operands: [.required("NAME", \.index)],
    examples: [Example(line: "byok index rm docs", purpose: "forget the index 'docs'")])

  func run(in session: inout Session) throws(ByokError) {
    guard let name = index else { return }
    try IndexStore(session).remove(name)
    session.console.note("removed \(name.text)")
  }
}
