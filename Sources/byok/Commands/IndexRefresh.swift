internal import ByokCore
internal import ByokKit

/// `byok index update`: bring indexes up to date with their files.
struct IndexRefresh: Command {
  var common = CommonOptions()
  var indexes: [IndexName] = []

  static let name = "index update"

  static let definition = CommandDefinition<Self>(
    summary: "Bring indexes up to date with their files",
    detail: [
      "All indexes, or those that are named. Only files whose size, time or inode changed are read; files"
        + " that are gone are removed from the index. An index that is missing, damaged or of another version"
        + " of byok is built anew. Ctrl-C keeps what was written so far; the next update goes on from there."
    ],
    operands: [.repeating("NAME", optional: true, \.indexes)],
    json: true,
    unlocks: true,
    examples: [
      Example(line: "byok index update", purpose: "update all indexes", runsAnywhere: true),
      Example(line: "byok index update docs", purpose: "update one"),
    ])

  func run(in session: inout Session) throws(ByokError) {
    let store = try IndexStore(session)
    var meant = try store.definitions()
    if !indexes.isEmpty {
      meant = try indexes.map { (name) throws(ByokError) in try store.definition(name) }
    }
    if meant.isEmpty { session.console.note("no indexes yet; byok index add NAME PATH adds one") }
    var reports: [IndexReport] = []
    var problem: ByokError?
    for definition in meant {
      do throws(ByokError) {
        let report = try store.update(definition)
        report.write(to: session.console)
        reports.append(report)
      } catch {
        // The others are brought up to date all the same.
        if let problem { session.console.report(problem) }
        problem = error
      }
    }
    if common.json { try session.console.write(.array(reports.map(\.document)), pretty: true) }
    if let problem { throw problem }
  }
}
