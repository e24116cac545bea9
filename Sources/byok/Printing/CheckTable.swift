internal import ByokCore
internal import ByokKit

/// Results of checks as they come, each shown at once.
struct CheckTable {
  private let console: Console
  private let layout: TableLayout
  private let showsLines: Bool
  private(set) var results: [KeyCheckResult?]
  /// Why a line could not be shown; no more are then.
  private(set) var problem: ByokError?

  private static let columns = [
    TableColumn("NAME", comfortable: 24, least: 14, overflow: .shortenInMiddle),
    TableColumn("FROM", rank: 3, least: 10), "VERDICT",
    TableColumn("TIME", rank: 4),
    TableColumn("THE PROVIDER SAYS", comfortable: 36, least: 24, overflow: .wrap),
  ]

  /// - Parameters:
  ///   - keys: What is checked.
  ///   - console: Where lines go.
  ///   - showsLines: Whether there are any.
  init(_ keys: [KeyFacts], _ console: Console, showsLines: Bool) {
    (self.console, self.showsLines) = (console, showsLines)
    results = Array(repeating: nil, count: keys.count)
    let form = console.listingForm
    // What the providers will say is not known yet: it takes the room that is left.
    layout = TableLayout(
      Self.columns,
      widths: [
        keys.map(\.listedName.columns).max() ?? 0, keys.map(\.place.columns).max() ?? 0,
        KeyVerdict.allCases.map(\.rawValue.columns).max() ?? 0, 8, form.width ?? 0,
      ], form)
    show(layout.header)
  }

  /// Notes the result of the key at a place, and shows it.
  mutating func add(_ result: KeyCheckResult, at place: Int) {
    results[place] = result
    let verdict = result.finding.verdict
    show(
      layout.row([
        TableCell(result.key.listedName), TableCell(result.key.place),
        TableCell(verdict.rawValue, style: verdict.style), TableCell("\(result.milliseconds) ms"),
        TableCell(result.says),
      ]))
  }

  private mutating func show(_ line: String) {
    guard showsLines, problem == nil else { return }
    do throws(ByokError) {
      try console.write(Array(line.utf8).span)
    } catch {
      problem = error
    }
  }
}
