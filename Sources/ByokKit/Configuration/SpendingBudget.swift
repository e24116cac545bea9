internal import ByokCore

/// How much may be spent in a period, in USD, as the usage log estimates it.
package struct SpendingBudget: Equatable, Sendable {
  /// The limit of a day, a week from Monday on, and a calendar month, in UTC; `nil` for none.
  var day: Dollars?
  var week: Dollars?
  var month: Dollars?
  /// Whether a request is refused, and not only warned of, once a limit is reached.
  var isHard: Bool?

  /// Whether anything is limited.
  var isLimited: Bool { day != nil || week != nil || month != nil }
}
