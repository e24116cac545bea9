internal import ByokCore
internal import ByokKit

/// Cells for what byok's listings show.
extension TableCell {
  /// A count of tokens; `-` where it is not known.
  static func count(_ count: Int?) -> Self {
    count.map(Self.number) ?? "-"
  }

  /// US dollars for a million tokens; on a terminal, the heading says so.
  static func price(_ price: Double?) -> Self {
    price.map(Self.amount) ?? "-"
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
