package import ByokCore

/// Times as the usage log orders them: numbers such as 20261123073513, in UTC.
package enum LogTime {
  /// The number of a moment.
  package static func number(_ seconds: Double) -> Int {
    let text = Timestamp(seconds: Int(seconds)).rfc3339
    return Int(text.filter(\.isNumber)) ?? 0
  }

  /// The number of a time such as `2026-11-23T07:35:13Z`; `nil` for any other text.
  package static func number(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    guard range.count == 20 else { return nil }
    var number = 0
    for (offset, index) in range.enumerated() {
      let byte = bytes[index]
      switch offset {
      case 4, 7: guard byte == UInt8(ascii: "-") else { return nil }
      case 10: guard byte == UInt8(ascii: "T") else { return nil }
      case 13, 16: guard byte == UInt8(ascii: ":") else { return nil }
      case 19: guard byte == UInt8(ascii: "Z") else { return nil }
      default:
        guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
        number = number * 10 + Int(byte - UInt8(ascii: "0"))
      }
    }
    return number
  }

  /// Seconds since 1970 of a number such as 20261123073513.
  static func seconds(_ number: Int) -> Int {
    let time = number % 1_000_000
    return Timestamp.days(of: number / 1_000_000) * 86_400
      + time / 10_000 * 3600 + time / 100 % 100 * 60 + time % 100
  }

  /// The moment of a time such as `2026-11-23T07:35:13Z`; `nil` for any other text.
  package static func timestamp(_ text: String) -> Timestamp? {
    let bytes = Array(text.utf8)
    return number(bytes.span, bytes.indices).map { Timestamp(seconds: seconds($0)) }
  }

  /// The moment as `2026-11-23T07:35:13Z`.
  package static func text(_ number: Int) -> String {
    let digits = Array("\(number + 100_000_000_000_000)".dropFirst())
    let parts = [0..<4, 4..<6, 6..<8, 8..<10, 10..<12, 12..<14].map { String(digits[$0]) }
    return "\(parts[0])-\(parts[1])-\(parts[2])T\(parts[3]):\(parts[4]):\(parts[5])Z"
  }

  /// The day of a number such as 20261123 as `2026-11-23`.
  static func dayText(_ day: Int) -> String { String(text(day * 1_000_000).prefix(10)) }
}
