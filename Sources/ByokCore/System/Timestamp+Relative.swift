extension Timestamp {
  /// How long ago or ahead the moment is, such as `2 minutes ago` or `in 3 days`.
  ///
  /// - Parameter now: Seconds since 1970.
  /// - Returns: A whole number of the largest unit that is not more than that.
  package func relative(to now: Double) -> String {
    let distance = Double(seconds) - now
    guard let words = Self.words(for: abs(distance)) else { return "just now" }
    return distance > 0 ? "in \(words)" : "\(words) ago"
  }

  private static let units: [(String, Double)] = [
    ("minute", 60.0), ("hour", 3600), ("day", 86_400), ("month", 30.4375 * 86_400),
    ("year", 365.25 * 86_400),
  ]

  /// A length of time; `nil` for less than a minute.
  private static func words(for seconds: Double) -> String? {
    guard let unit = units.last(where: { seconds >= $0.1 }) else { return nil }
    let count = Int(seconds / unit.1)
    return "\(count) \(unit.0)\(count == 1 ? "" : "s")"
  }
}
