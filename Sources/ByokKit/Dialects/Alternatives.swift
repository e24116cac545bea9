/// Decides which of a reply's alternatives is the answer: the first that says something.
///
/// byok asks for one alone, so that a number says little: there are gateways that number the
/// thinking 0 and the answer 1.
struct Alternatives: Sendable {
  private var answer: Int?

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

  /// Whether an alternative may be the answer.
  func isAnswer(_ number: Int) -> Bool { answer == nil || answer == number }
}
