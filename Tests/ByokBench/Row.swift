internal import Foundation

/// One line of the table.
struct Row {
  /// How a row stands to its budget.
  enum Verdict: String {
    case ok
    case over = "OVER"
    case none = "-"
  }

  /// What was measured, and the result with its unit.
  var what: String
  var value: String
  /// What it is measured against, and the result of that.
  var yardstick = "-"
  var yardstickValue = "-"
  /// The difference of the medians, and the median of the differences of pairs.
  var difference = "-"
  var paired = "-"
  /// The budget in words.
  var budget = "-"
  var verdict = Verdict.none

  private var cells: [String] {
    [what, value, yardstick, yardstickValue, difference, paired, budget, verdict.rawValue]
  }

  /// The rows under their headings, in aligned columns.
  static func table(_ rows: [Row]) -> String {
    let headings = [
      "WHAT", "MEDIAN", "YARDSTICK", "MEDIAN", "OF MEDIANS", "OF PAIRS", "BUDGET", "VERDICT",
    ]
    let lines = [headings] + rows.map(\.cells)
    let widths = headings.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    return lines.map { cells in
      zip(cells, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }
        .joined(separator: "  ").trimmingCharacters(in: .whitespaces)
    }.joined(separator: "\n")
  }
}

/// The pairs of one interleaved run: A B A B ….
struct Pairs {
  /// The values of what is measured, and of the yardstick.
  var first: [Double] = []
  var second: [Double] = []

  /// Takes `count` pairs after `warmUps` that are thrown away.
  init(
    _ count: Int, warmUps: Int, _ one: () throws -> Double, _ other: () throws -> Double
  ) rethrows {
    for index in 0..<(warmUps + count) {
      let pair = (try one(), try other())
      guard index >= warmUps else { continue }
      first.append(pair.0)
      second.append(pair.1)
    }
  }

  /// The median of the differences of pairs.
  var paired: Double { zip(first, second).map { $0 - $1 }.median }
}

extension [Double] {
  /// The middle value; 0 when there is none.
  var median: Double {
    guard !isEmpty else { return 0 }
    let sorted = sorted()
    return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
  }
}

extension Double {
  /// The number with a digit after the point, or more of them, and a unit.
  func with(_ unit: String, sign: Bool = false, digits: Int = 1) -> String {
    String(format: sign ? "%+.\(digits)f" : "%.\(digits)f", self) + " \(unit)"
  }
}
