import Testing

@testable import ByokCore

@Suite struct RelativeTimeTests {
  @Test(arguments: [
    (0, "just now"), (-59, "just now"), (59, "just now"), (-60, "1 minute ago"),
    (-119, "1 minute ago"), (-120, "2 minutes ago"), (-3599, "59 minutes ago"),
    (-3600, "1 hour ago"), (-86_399, "23 hours ago"), (-86_400, "1 day ago"),
    (-30 * 86_400, "30 days ago"), (-31 * 86_400, "1 month ago"), (-364 * 86_400, "11 months ago"),
    (-366 * 86_400, "1 year ago"), (-20 * 365 * 86_400, "19 years ago"), (3 * 86_400, "in 3 days"),
    (90, "in 1 minute"),
  ])
  func `a moment is named by its distance`(seconds: Int, words: String) {
    let now = 1_795_419_313
    #expect(Timestamp(seconds: now + seconds).relative(to: Double(now)) == words)
  }
}
