/// Times as the usage log orders them: numbers such as 20261123073513, in UTC.
enum LogTime {
  /// The number of a moment.
  static func number(_ seconds: Double) -> Int {
    let text = Timestamp(seconds: Int(seconds)).rfc3339
    return Int(text.filter(\.isNumber)) ?? 0
  }

  /// The moment as `2026-11-23T07:35:13Z`.
  static func text(_ number: Int) -> String {
    let digits = Array("\(number + 100_000_000_000_000)".dropFirst())
    let parts = [0..<4, 4..<6, 6..<8, 8..<10, 10..<12, 12..<14].map { String(digits[$0]) }
    return "\(parts[0])-\(parts[1])-\(parts[2])T\(parts[3]):\(parts[4]):\(parts[5])Z"
  }

  /// The day of a number such as 20261123 as `2026-11-23`.
  static func dayText(_ day: Int) -> String { String(text(day * 1_000_000).prefix(10)) }
}
