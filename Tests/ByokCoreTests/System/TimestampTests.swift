import Testing

@testable import ByokCore

@Suite struct TimestampTests {
  @Test(arguments: [
    (0, "1970-01-01T00:00:00Z"), (784_111_777, "1994-11-06T08:49:37Z"),
    (951_782_400, "2000-02-29T00:00:00Z"), (2_147_483_648, "2038-01-19T03:14:08Z"),
    (253_402_300_799, "9999-12-31T23:59:59Z"),
  ])
  func `a moment is written as RFC 3339 asks`(seconds: Int, expected: String) {
    #expect(Timestamp(seconds: seconds).rfc3339 == expected)
  }

  @Test(arguments: [
    ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
    ("Tue, 29 Feb 2000 00:00:00 GMT", 951_782_400),
    ("Fri, 31 Dec 9999 23:59:59 GMT", 253_402_300_799),
  ])
  func `an HTTP date is read`(text: String, seconds: Int) {
    #expect(Timestamp(httpDate: text) == Timestamp(seconds: seconds))
  }

  @Test(arguments: [
    "", "120", "Sun", "Sun, 06 Nov 1994", "Sun, 06 Nov 1994 08:49:37",
    "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 Nov 1994 08:49:37 +0000",
    "Sun, 06 Nov 1994 08:49:37 GMT and more", "Sun, 32 Nov 1994 08:49:37 GMT",
    "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT",
    "Sun, 06 Nov 1994 08:61:37 GMT", "Wed, 31 Dec 1969 23:59:59 GMT",
    "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "1994-11-06T08:49:37Z",
  ])
  func `anything else is no HTTP date`(text: String) {
    #expect(Timestamp(httpDate: text) == nil)
  }

  @Test func `moments are ordered`() {
    #expect(Timestamp(seconds: 1) < Timestamp(seconds: 2))
    #expect(!(Timestamp(seconds: 2) < Timestamp(seconds: 2)))
  }

  /// The most that a keystore's line can hold.
  @Test(arguments: [253_402_300_800, 999_999_999_999_999_999, -1, Int.max, Int.min])
  func `no number is a trap`(seconds: Int) {
    #expect(!Timestamp(seconds: seconds).rfc3339.isEmpty)
  }
}
