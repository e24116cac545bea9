/// Decides which of a reply's alternatives is the answer: the first that says something.
///
/// byok asks for one alone, so that a number says little: there are gateways that number the
/// thinking 0 and the answer 1.
struct Alternatives: Sendable {
  private var answer: Int?
  private var caller: Int?

  /// Whether what an alternative says is of the answer.
  ///
  /// - Parameters:
  ///   - number: The alternative's number.
  ///   - hasText: Whether it has text, which decides.
  /// - Returns: Whether it may be the answer.
  mutating func isAnswer(_ number: Int, hasText: Bool) -> Bool {
    if hasText, answer == nil { answer = number }
    return isAnswer(number)
  }

  /// Whether the calls of an alternative are the reply's: those of the first one that has any.
  ///
  /// That need not be the one with the text: there are gateways that part the two.
  mutating func isCaller(_ number: Int) -> Bool {
    caller = caller ?? number
    return caller == number
  }

  /// Whether an alternative may be the answer.
  func isAnswer(_ number: Int) -> Bool { answer == nil || answer == number }
}
