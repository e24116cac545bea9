internal import ByokCore
internal import ByokKit

/// Results of checks as they come, each shown at once.
struct CheckTable {
  private let console: Console
  private let widths: [Int]
  private let showsLines: Bool
  private(set) var results: [KeyCheckResult?]
  /// Why a line could not be shown; no more are then.
  private(set) var problem: ByokError?

  /// - Parameters:
  ///   - keys: What is checked.
  ///   - console: Where lines go.
  ///   - showsLines: Whether there are any.
  init(_ keys: [KeyFacts], _ console: Console, showsLines: Bool) {
    (self.console, self.showsLines) = (console, showsLines)
    results = Array(repeating: nil, count: keys.count)
    widths = [
      keys.map(\.listedName.count).max() ?? 0, keys.map(\.place.count).max() ?? 0,
      KeyVerdict.allCases.map(\.rawValue.count).max() ?? 0, 8,
    ]
    show(["NAME", "FROM", "VERDICT", "TIME", "THE PROVIDER SAYS"])
  }

  /// Notes the result of the key at a place, and shows it.
  mutating func add(_ result: KeyCheckResult, at place: Int) {
    results[place] = result
    show([
      result.key.listedName, result.key.place, result.finding.verdict.rawValue,
      "\(result.milliseconds) ms", result.says,
    ])
  }

  private mutating func show(_ cells: [String]) {
    guard showsLines, problem == nil else { return }
    var line = ""
    for (cell, width) in zip(cells, widths + [0]) {
      line += cell.padded(to: width, gap: 2)
    }
    while line.last == " " { line.removeLast() }
    do throws(ByokError) {
      try console.write(line + "\n")
    } catch {
      problem = error
    }
  }
}
