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

  /// An amount; see ``DollarText``.
  package static func dollars(_ amount: Double) -> String { DollarText.text(amount) }
}
