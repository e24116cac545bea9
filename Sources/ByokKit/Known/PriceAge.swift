package import ByokCore

/// How old prices are, in words and as a warning.
package enum PriceAge {
  /// Days after which prices may mislead.
  package static let limit = 45

  /// A day with its age, such as `2026-11-20 (9 days old)`.
  ///
  /// - Parameters:
  ///   - day: As `2026-11-20`.
  ///   - now: Seconds since 1970.
  /// - Returns: The day alone where its age cannot be determined.
  package static func words(_ day: String, now: Double) -> String {
    guard let days = days(since: day, now: now) else { return day }
    return "\(day) (\(days.counted("day")) old)"
  }

  /// How many days a day is past; `nil` for what is no day, or in the future.
  package static func days(since day: String, now: Double) -> Int? {
    let digits = day.filter(\.isNumber)
    guard digits.utf8.count == 8, let date = Int(digits) else { return nil }
    let days = Int(now) / 86_400 - Timestamp.days(of: date)
    return days >= 0 ? days : nil
  }

  /// The warning that prices are old, if they are, with the command that helps.
  package static func warning(_ day: String, now: Double) -> ByokError? {
    guard let days = days(since: day, now: now), days > limit else { return nil }
    return ByokError(
      .failure, "prices are of \(day), \(days) days ago: costs and limits may be wrong",
      hints: [
        "byok models --refresh   asks your providers",
        "byok models update FILE imports a table of prices",
      ])
  }
}
