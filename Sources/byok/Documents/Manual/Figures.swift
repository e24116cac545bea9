/// Numbers as the manual shows them.
enum Figures {
  /// A number with a comma before every third digit, such as `10,000`.
  static func count(_ number: Int) -> String {
    let digits = String(number)
    return digits.enumerated().reduce(into: "") { text, digit in
      let left = digits.count - digit.offset
      if digit.offset > 0, left % 3 == 0 { text += "," }
      text.append(digit.element)
    }
  }

  /// A number of bytes in the largest binary unit that divides it, such as `64 KiB`.
  static func size(_ bytes: Int) -> String {
    for (shift, unit) in [(30, "GiB"), (20, "MiB"), (10, "KiB")]
    where bytes >= 1 << shift && bytes % (1 << shift) == 0 {
      return "\(bytes >> shift) \(unit)"
    }
    return "\(count(bytes)) bytes"
  }

  /// A duration in whole seconds, such as `10 seconds`.
  static func duration(_ seconds: Double) -> String {
    seconds == 1 ? "1 second" : "\(count(Int(seconds))) seconds"
  }
}
