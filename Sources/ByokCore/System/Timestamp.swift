internal import CLinux
internal import Glibc

/// A moment, to the second.
package struct Timestamp: Equatable, Comparable, Sendable {
  /// Seconds since 1970-01-01 UTC, without leap seconds.
  package let seconds: Int

  package static func < (first: Self, second: Self) -> Bool { first.seconds < second.seconds }

  /// The moment as `2026-11-23T07:35:13Z` (RFC 3339, section 5.6).
  ///
  /// By the C library.
  package var rfc3339: String {
    var time = time_t(seconds)
    var fields = unsafe tm()
    unsafe gmtime_r(&time, &fields)
    var text = [UInt8](repeating: 0, count: 64)
    let count = unsafe text.withUnsafeMutableBytes { buffer in
      unsafe strftime(buffer.baseAddress, buffer.count, "%Y-%m-%dT%H:%M:%SZ", &fields)
    }
    return String(decoding: text.prefix(count), as: UTF8.self)
  }

  /// Days from 1970-01-01 to a day such as 20261123.
  ///
  /// Source: <https://howardhinnant.github.io/date_algorithms.html>, days_from_civil.
  package static func days(of date: Int) -> Int {
    let (month, day) = (date / 100 % 100, date % 100)
    // Years that begin with March, so that a day in February is the last.
    let year = date / 10_000 - (month <= 2 ? 1 : 0)
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return year * 365 + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
  }

  package init(seconds: Int) {
    self.seconds = seconds
  }

  /// Reads a moment such as `2026-11-23T07:35:13Z`; no other form of RFC 3339.
  package init?(rfc3339 text: String) {
    let bytes = Array(text.utf8)
    let form = Array("0000-00-00T00:00:00Z".utf8)
    let (zero, nine) = (UInt8(ascii: "0"), UInt8(ascii: "9"))
    guard bytes.count == form.count else { return nil }
    var (date, time) = (0, 0)
    for (index, (byte, wanted)) in zip(bytes, form).enumerated() {
      guard wanted == zero ? (zero...nine).contains(byte) : byte == wanted else { return nil }
      guard wanted == zero else { continue }
      if index < 10 {
        date = date * 10 + Int(byte - zero)
      } else {
        time = time * 10 + Int(byte - zero)
      }
    }
    guard (1...12).contains(date / 100 % 100), (1...31).contains(date % 100), time < 240_000 else {
      return nil
    }
    seconds =
      Self.days(of: date) * 86_400 + time / 10_000 * 3600 + time / 100 % 100 * 60 + time % 100
  }

  /// Reads an HTTP date such as `Sun, 06 Nov 1994 08:49:37 GMT`.
  ///
  /// Source: RFC 9110, section 5.6.7 (IMF-fixdate; the obsolete forms are not read).
  package init?(httpDate text: String) {
    let found = unsafe clinux_http_date(text)
    guard found >= 0 else { return nil }
    seconds = Int(found)
  }
}
