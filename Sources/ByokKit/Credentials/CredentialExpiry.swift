internal import ByokCore

/// When an access token ends, in the many ways in which files say it.
///
/// Source: files of Qwen Code, Gemini CLI and Claude Code, collected 2026-11-23: milliseconds,
/// sometimes with a fraction; copies by other programs: seconds, ISO 8601 texts, numbers in quotes;
/// router-for-me/CLIProxyAPI, `internal/auth/*/token.go`, read 2026-11-29: RFC 3339 texts, `expired`.
package enum CredentialExpiry {
  /// Numbers above this are milliseconds: as seconds they would be in the year 5138.
  private static let millisecondsFrom = 1e11

  /// Reads an expiry.
  ///
  /// - Parameters:
  ///   - text: A number or a date.
  ///   - isSeconds: Whether a number is known to be seconds.
  /// - Returns: Seconds since 1970; `nil` if it is neither a number nor a date of this age.
  package static func seconds(_ text: String, isSeconds: Bool = false) -> Double? {
    let seconds: Double?
    if let number = Double(text) {
      seconds = !isSeconds && number > millisecondsFrom ? number / 1000 : number
    } else {
      seconds = date(text)
    }
    guard let seconds, seconds.isFinite, seconds >= 0, seconds < millisecondsFrom else {
      return nil
    }
    return seconds
  }

  /// A date such as `2026-11-23T07:35:13.25+01:00`; one without a zone is UTC.
  ///
  /// Source: RFC 3339, section 5.6; Python's `datetime.isoformat`, which leaves the zone out.
  private static func date(_ text: String) -> Double? {
    let bytes = Array(text.utf8)
    func number(_ start: Int, _ count: Int) -> Int? {
      guard start + count <= bytes.count else { return nil }
      let digits = bytes[start..<start + count]
      guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
        return nil
      }
      return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }
    func stands(_ characters: String, at index: Int) -> Bool {
      index < bytes.count && characters.utf8.contains(bytes[index])
    }
    guard let year = number(0, 4), let month = number(5, 2), let day = number(8, 2),
      let hour = number(11, 2), let minute = number(14, 2), let second = number(17, 2),
      stands("-", at: 4), stands("-", at: 7), stands("Tt ", at: 10), stands(":", at: 13),
      stands(":", at: 16), year >= 1970, (1...12).contains(month), (1...31).contains(day),
      hour < 24, minute < 60, second <= 60
    else { return nil }
    var end = 19
    if stands(".,", at: end) {
      end += 1
      while number(end, 1) != nil { end += 1 }
      guard end > 20 else { return nil }
    }
    let fraction = Double("0." + String(decoding: bytes[min(20, end)..<end], as: UTF8.self) + "0")
    guard let offset = zone(bytes[end...]), let fraction else { return nil }
    let days = dayNumber(year, month, day)
    return Double(days * 86_400 + hour * 3600 + minute * 60 + second - offset) + fraction
  }

  /// The seconds by which a zone such as `Z`, `+01:00` or nothing is ahead of UTC.
  private static func zone(_ bytes: ArraySlice<UInt8>) -> Int? {
    let text = String(decoding: bytes, as: UTF8.self)
    if ["", "Z", "z"].contains(text) { return 0 }
    let digits = text.dropFirst().filter { $0 != ":" }
    guard ["+", "-"].contains(text.prefix(1)), digits.utf8.count == 4, let number = Int(digits),
      number >= 0, number / 100 < 24, number % 100 < 60
    else { return nil }
    let seconds = number / 100 * 3600 + number % 100 * 60
    return text.hasPrefix("-") ? -seconds : seconds
  }

  /// The days from 1970-01-01 to a date of the Gregorian calendar, whose years begin in March here.
  private static func dayNumber(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let (year, month) = month > 2 ? (year, month - 3) : (year - 1, month + 9)
    let leaps = year / 4 - year / 100 + year / 400
    return year * 365 + leaps + (month * 153 + 2) / 5 + day - 1 - 719_468
  }

  /// How far away a moment is, for a person: `in 3 h 20 min`, `2 days ago`.
  package static func words(_ expiry: Double, now: Double) -> String {
    let seconds = Int(abs(expiry - now))
    let length =
      switch seconds {
      case ..<60: "\(seconds) s"
      case ..<3600: "\(seconds / 60) min"
      case ..<86_400: "\(seconds / 3600) h \(seconds / 60 % 60) min"
      case ..<172_800: "1 day"
      default: "\(seconds / 86_400) days"
      }
    return expiry > now ? "in \(length)" : "\(length) ago"
  }
}
