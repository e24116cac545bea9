internal import ByokCore

/// How many tokens were sent, and how many fit.
struct ContextOverflow: Equatable, Sendable {
  var sent: Int
  var allowed: Int

  /// How much of what was sent is too much, in per cent, rounded up.
  var percent: Int { Int((Double(sent - allowed) / Double(sent) * 100).rounded(.up)) }

  init?(sent: Int, allowed: Int) {
    guard allowed > 0, sent > allowed else { return nil }
    (self.sent, self.allowed) = (sent, allowed)
  }

  /// The counts that llama.cpp gives beside its sentence.
  init?(counted error: JSONValue) {
    guard let sent = error["n_prompt_tokens"]?.double.flatMap(Int.init(exactly:)),
      let allowed = error["n_ctx"]?.double.flatMap(Int.init(exactly:))
    else { return nil }
    self.init(sent: sent, allowed: allowed)
  }

  /// The counts in a sentence such as `prompt is too long: 213462 tokens > 200000 maximum`.
  ///
  /// Providers put them in any order, and name parts of the prompt behind them: the largest number
  /// is what was sent, the next what fits; but of `exceeded by` one is the difference. Numbers
  /// inside of names and dates are none.
  init?(named message: String) {
    let text = message.lowercased()
    guard text.contains("token") else { return nil }
    // Where prompt and reply share a limit, only some say their sum.
    if ["max_tokens", "max_new_tokens", "max_completion_tokens"].contains(where: text.contains),
      !text.contains("requested")
    {
      guard let sum = Self(sum: text) else { return nil }
      self = sum
      return
    }
    let words = text.split { $0.isWhitespace || "()[]:;><=".contains($0) }
    let numbers = Set(words.compactMap(Self.number)).sorted(by: >)
    guard numbers.count >= 2 else { return nil }
    if let by = words.firstIndex(of: "by"), by + 1 < words.count,
      let difference = Self.number(words[by + 1])
    {
      guard let allowed = numbers.first(where: { $0 != difference }) else { return nil }
      self.init(sent: allowed + difference, allowed: allowed)
    } else {
      self.init(sent: numbers[0], allowed: numbers[1])
    }
  }

  /// The counts in `188240 + 21333 > 200000`.
  private init?(sum text: String) {
    let words = text.split { $0.isWhitespace || "()[]:;".contains($0) }
    guard let plus = words.firstIndex(of: "+"), plus > 0, plus + 3 < words.count,
      words[plus + 2] == ">", let first = Self.number(words[plus - 1]),
      let second = Self.number(words[plus + 1]), let allowed = Self.number(words[plus + 3])
    else { return nil }
    self.init(sent: first + second, allowed: allowed)
  }

  private static func number(_ word: Substring) -> Int? {
    var digits = word
    while let last = digits.last, ".,".contains(last) { digits.removeLast() }
    guard let first = digits.first, first.isASCII, first.isNumber else { return nil }
    let number = Int(digits.filter { $0 != "," })
    // Below are parameters, versions and seconds; above, nothing that can be added to.
    return number.flatMap { (256...1 << 40).contains($0) ? $0 : nil }
  }
}
