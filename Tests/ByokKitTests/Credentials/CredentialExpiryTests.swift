import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct CredentialExpiryTests {
  @Test(
    arguments: [
      ("1764876220290", 1_764_876_220.29), ("1769159945362.7791", 1_769_159_945.3627791),
      ("1764876220", 1_764_876_220), ("1.76e12", 1_760_000_000), ("0", 0), ("100000000000", nil),
      ("100000000001", 100_000_000.001), ("-1", nil), ("nan", nil), ("inf", nil), ("1e999", nil),
      ("", nil), ("tomorrow", nil),
    ] as [(String, Double?)])
  func `numbers are seconds or milliseconds by their size`(text: String, seconds: Double?) {
    let found = CredentialExpiry.seconds(text)
    #expect(found.map { ($0 * 1000).rounded() } == seconds.map { ($0 * 1000).rounded() })
  }

  @Test func `seconds that are known to be such are not taken for milliseconds`() {
    #expect(CredentialExpiry.seconds("1764876220", isSeconds: true) == 1_764_876_220)
    #expect(CredentialExpiry.seconds("1764876220290", isSeconds: true) == nil)
  }

  @Test(
    arguments: [
      ("1970-01-01T00:00:00Z", 0), ("2026-11-23T12:00:00Z", 1_795_435_200),
      ("2026-11-23 12:00:00", 1_795_435_200), ("2026-11-23t12:00:00z", 1_795_435_200),
      ("2026-11-23T13:30:00+01:30", 1_795_435_200), ("2026-11-23T04:00:00-0800", 1_795_435_200),
      ("2026-11-23T12:00:00.5Z", 1_795_435_200.5), ("2026-11-23T12:00:00,25", 1_795_435_200.25),
      ("2024-02-29T23:59:60Z", 1_709_251_200), ("2000-03-01T00:00:00Z", 951_868_800),
      ("2026-11-23", nil), ("2026-11-23T12:00Z", nil), ("2026-11-23T24:00:00Z", nil),
      ("2026-00-23T12:00:00Z", nil), ("2026-11-32T12:00:00Z", nil), ("2026-11-23T12:00:00.Z", nil),
      ("2026-11-23T12:00:00+1", nil), ("2026-11-23T12:00:00+25:00", nil),
      ("1969-12-31T23:59:59Z", nil),
      ("2026-11-23T12:00:00 UTC", nil), ("1970-01-01T00:00:00+01:00", nil),
      ("२०२६-11-23T12:00:00Z", nil),
    ] as [(String, Double?)])
  func `dates are read with their zone`(text: String, seconds: Double?) {
    #expect(CredentialExpiry.seconds(text) == seconds)
  }

  @Test(arguments: [
    (30.0, "in 30 s"), (-30, "30 s ago"), (0, "0 s ago"), (90, "in 1 min"), (3599, "in 59 min"),
    (12_000, "in 3 h 20 min"), (-86_400, "1 day ago"), (200_000, "in 2 days"),
  ])
  func `the distance is told in words`(distance: Double, words: String) {
    #expect(CredentialExpiry.words(1_000_000 + distance, now: 1_000_000) == words)
  }
}
