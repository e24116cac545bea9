import Testing

@testable import ByokCore

@Suite struct RetryWaitTests {
  /// 1994-11-06 08:49:37 UTC, the date of RFC 9110's example.
  private static let moment = 784_111_777.0

  @Test(arguments: [
    ("0", 0), ("1", 1), ("20", 20), ("1.5", 1.5), ("86400", 86_400),
    ("Sun, 06 Nov 1994 08:49:37 GMT", 0), ("Sun, 06 Nov 1994 08:50:07 GMT", 30),
    ("Sun, 06 Nov 1994 08:49:07 GMT", 0), ("Mon, 07 Nov 1994 08:49:37 GMT", 86_400),
    ("1e300", 1e9), ("99999999999999999999", 1e9),
    ("2s", 2), ("850ms", 0.85), ("1m30s", 90), ("1h0m5s", 3605), ("99999999999d", 1e9),
    ("30, 30", 30), ("30,30", 30), ("5, 1m30s", 90), ("30 \t, 20", 30), ("soon, 7", 7),
    ("-1, 7", 7),
    ("Sun, 06 Nov 1994 08:50:07 GMT, Sun, 06 Nov 1994 08:50:07 GMT", 30),
    ("5, Sun, 06 Nov 1994 08:50:07 GMT", 30), ("Sun, 06 Nov 1994 08:49:47 GMT, 2s", 10),
  ])
  func `retry-after is seconds, a duration or a date, or several`(
    _ value: String, _ seconds: Double
  ) {
    let head = ResponseHead(status: 429, headers: [.init(name: "retry-after", value: value)])
    #expect(RetryWait.seconds(in: head, now: Self.moment) == seconds)
  }

  @Test(arguments: [
    ("retry-after", ["30", "30"], 30), ("retry-after", ["soon", "20"], 20),
    ("retry-after", ["10", "1m"], 60), ("retry-after-ms", ["500", "250"], 0.5),
    ("retry-after-ms", ["x", "2s"], 2),
  ])
  func `a field that is a duplicate asks for the longer wait`(
    _ name: String, _ values: [String], _ seconds: Double
  ) {
    let fields = values.map { ResponseHead.Field(name: name, value: $0) }
    let head = ResponseHead(status: 429, headers: fields)
    #expect(RetryWait.seconds(in: head, now: Self.moment) == seconds)
  }

  @Test func `a date is counted from that of the answer`() {
    for now in [0, Self.moment, 4_102_444_800] {
      let head = ResponseHead(
        status: 429,
        headers: [
          .init(name: "date", value: "Sun, 06 Nov 1994 08:49:07 GMT"),
          .init(name: "retry-after", value: "Sun, 06 Nov 1994 08:49:37 GMT"),
        ])
      #expect(RetryWait.seconds(in: head, now: now) == 30)
    }
  }

  @Test(arguments: [
    "", "-1", "soon", "nan", "inf", "-inf", "1e999", "10 s", "Sun, 06 Nov 1994",
    "Sunday, 06-Nov-94 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT or later", ",", ", ,", "Sun",
    "Sun,", "soon, later", "2x", "1m30", "-2s", "30 30", "30; 30",
  ])
  func `a retry-after that is none is ignored`(_ value: String) {
    let head = ResponseHead(status: 429, headers: [.init(name: "retry-after", value: value)])
    #expect(RetryWait.seconds(in: head, now: Self.moment) == nil)
  }

  @Test(arguments: [
    ("0", 0), ("250", 0.25), ("1500.5", 1.5005), ("1e308", 1e9), ("250ms", 0.25), ("2s", 2),
    ("1m30s", 90), ("250, 250", 0.25), ("x, 250", 0.25),
  ])
  func `retry-after-ms comes first`(_ value: String, _ seconds: Double) {
    let head = ResponseHead(
      status: 429,
      headers: [
        .init(name: "retry-after", value: "7"), .init(name: "retry-after-ms", value: value),
      ])
    #expect(RetryWait.seconds(in: head, now: 0) == seconds)
  }

  @Test(arguments: ["", "-5", "x", "nan", "inf", "1e999", "5 ms", ",", "-5, x"])
  func `a retry-after-ms that is no time gives way to retry-after`(_ value: String) {
    let head = ResponseHead(
      status: 429,
      headers: [
        .init(name: "retry-after-ms", value: value), .init(name: "retry-after", value: "7"),
      ])
    #expect(RetryWait.seconds(in: head, now: 0) == 7)
  }

  @Test func `without either nothing is asked for`() {
    #expect(RetryWait.seconds(in: ResponseHead(status: 429), now: 0) == nil)
  }

  @Test(arguments: [
    ("36s", 36), ("36.2s", 36.2), ("850ms", 0.85), ("4.77s", 4.77), ("1m2s", 62), ("1h", 3600),
    ("2m59.56s", 179.56), ("1d", 86_400), ("6m0s", 360), ("0s", 0), ("1h1m1s1ms", 3661.001),
  ])
  func `a duration is read`(_ text: String, _ seconds: Double) throws {
    let found = try #require(RetryWait.duration(text))
    #expect(abs(found - seconds) < 1e-9)
  }

  @Test(arguments: ["", "s", "36", "36x", "-5s", "1..2s", "5 s", "s5", "٣s", "1e5s", "∞s"])
  func `what is no duration is refused`(_ text: String) {
    #expect(RetryWait.duration(text) == nil)
  }

  @Test(arguments: [
    ("Please retry in 36.2s.", 36.2),
    ("Rate limit reached for model. Please try again in 4.77s. Visit https://x.y", 4.77),
    ("Please try again in 1m2s", 62),
    ("TRY AGAIN in 7s, thanks", 7),
    ("in 5s retry in 9s", 9),
    ("retry in a moment, or try again in 3s", 3),
    ("Please retry after 6 seconds.", 6), ("Try again in 2 minutes (or later)", 120),
    ("Retry after 1 hour, please", 3600), ("try again in 850 milliseconds", 0.85),
    ("retry after 1 day", 86_400),
  ])
  func `a wait named in a sentence is found`(_ message: String, _ seconds: Double) {
    #expect(RetryWait.named(in: message) == seconds)
  }

  @Test(arguments: [
    "", "in", "retry in", "in 5s", "5s", "retry 5s", "we bill in 5s steps",
    "Please retry in a while", "try again later in 5s", "retry after 6", "retry after 6 weeks",
    "retry after",
  ])
  func `a sentence without one names none`(_ message: String) {
    #expect(RetryWait.named(in: message) == nil)
  }

  @Test(
    arguments: [
      (["x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "6m0s"], 360),
      (
        [
          "x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "1s",
          "x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "2m59.5s",
        ], 179.5
      ),
      (["x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "30"], 30),
      (["x-ratelimit-remaining-tokens": "0, 0", "x-ratelimit-reset-tokens": "6s, 6s"], 6),
      (["x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "1764000000"], nil),
      (["x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "-1"], nil),
      (["x-ratelimit-remaining-requests": "1", "x-ratelimit-reset-requests": "6m0s"], nil),
      (["x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "soon"], nil),
      (["x-ratelimit-remaining-requests": "0"], nil), ([:], nil),
    ] as [([String: String], Double?)])
  func `the limit that is used up tells when it begins anew`(
    _ headers: [String: String], _ seconds: Double?
  ) {
    let fields = headers.map { ResponseHead.Field(name: $0.key, value: $0.value) }
    #expect(RetryWait.limitReset(in: ResponseHead(status: 429, headers: fields)) == seconds)
  }
}
