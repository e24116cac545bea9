internal import ByokCore
internal import ByokKit

/// Cells for what byok's listings show.
extension TableCell {
  /// A count of tokens; `-` where it is not known.
  static func count(_ count: Int?) -> Self {
    count.map { Self("\($0)", shown: short($0)) } ?? "-"
  }

  /// A number with a unit where it is long, such as `9999`, `128k` or `1.5M`.
  private static func short(_ number: Int) -> String {
    func rounded(_ unit: Int, _ suffix: String) -> String {
      let tenths = number < unit * 100 ? (number + unit / 20) / (unit / 10) : 0
      return tenths == 0 || unit == 1000 || tenths % 10 == 0
        ? "\((number + unit / 2) / unit)\(suffix)" : "\(tenths / 10).\(tenths % 10)\(suffix)"
    }
    switch number {
    case ..<10_000: return "\(number)"
    case ..<999_500: return rounded(1000, "k")
    case ..<999_500_000: return rounded(1_000_000, "M")
    default: return rounded(1_000_000_000, "G")
    }
  }

  /// US dollars for a million tokens; on a terminal, the heading says so.
  static func price(_ price: Double?) -> Self {
    guard let price else { return "-" }
    let text = Usage.dollars(price)
    return Self(text, shown: String(text.dropFirst()))
  }

  /// What a check of a key found, and when.
  static func check(_ check: LastChecks.Check?, now: Double) -> Self {
    guard let check else { return "-" }
    return Self(
      check.text, shown: "\(check.verdict.rawValue) \(check.checkedAt.relative(to: now))",
      style: check.verdict.style)
  }

  /// A moment with its date, also on a terminal.
  static func datedTime(_ time: Timestamp?, now: Double) -> Self {
    guard let time else { return "-" }
    return Self(time.rfc3339, shown: "\(time.rfc3339) (\(time.relative(to: now)))")
  }
}

extension KeyVerdict {
  /// How a listing displays it.
  var style: TextStyle {
    switch self {
    case .valid: .good
    case .validLimited, .unreachable: .warning
    case .noCredit, .rejected, .expired: .bad
    case .unknown: .dim
    }
  }
}
