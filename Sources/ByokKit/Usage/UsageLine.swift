internal import ByokCore

extension Usage {
  /// The counts for a person, such as `tokens: 12 in (3 cached), 45 out (20 thinking); cost: $0.01`.
  package var line: String {
    let prompt = Self.count(input, "in", cachedInput, "cached")
    let reply = Self.count(output, "out", reasoning, "thinking")
    return "tokens: \(prompt), \(reply); cost: \(cost.map(Self.dollars) ?? "unknown")"
  }

  private static func count(_ all: Int?, _ word: String, _ part: Int?, _ what: String) -> String {
    let inner = part.map { $0 > 0 ? " (\($0) \(what))" : "" } ?? ""
    return "\(all.map { "\($0)" } ?? "unknown") \(word)\(inner)"
  }

  /// An amount with two to six places, as prices of single requests need.
  package static func dollars(_ amount: Double) -> String {
    guard amount >= 0, amount < 1_000_000_000 else { return "$\(amount)" }
    let millionths = Int((amount * 1_000_000).rounded())
    var (fraction, places) = (millionths % 1_000_000, 6)
    while places > 2, fraction % 10 == 0 { (fraction, places) = (fraction / 10, places - 1) }
    let digits = String(fraction)
    let zeros = "000000".prefix(places - digits.utf8.count)
    return "$\(millionths / 1_000_000).\(zeros)\(digits)"
  }
}
