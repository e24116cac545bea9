internal import ByokCore

/// How many tokens a reply used; `nil` where the provider does not say.
public struct Usage: Equatable, Sendable {
  /// Tokens of the prompt, cached ones included.
  public var input: Int?
  /// Tokens of the reply, reasoning included where the provider counts it so.
  public var output: Int?
  /// Tokens of the prompt that came from a cache.
  public var cachedInput: Int?
  /// Tokens of the model's thinking.
  public var reasoning: Int?
  /// What the provider charged, in US dollars.
  public var cost: Double?

  package init(
    input: Int? = nil, output: Int? = nil, cachedInput: Int? = nil, reasoning: Int? = nil,
    cost: Double? = nil
  ) {
    self.input = input
    self.output = output
    self.cachedInput = cachedInput
    self.reasoning = reasoning
    self.cost = cost
  }

  /// These numbers, with `older` ones where these lack any.
  func filled(from older: Usage) -> Usage {
    Usage(
      input: input ?? older.input, output: output ?? older.output,
      cachedInput: cachedInput ?? older.cachedInput, reasoning: reasoning ?? older.reasoning,
      cost: cost ?? older.cost)
  }
}

extension Usage {
  /// Both together; unknown only where neither is known.
  package func added(to other: Usage) -> Usage {
    func sum<Number: AdditiveArithmetic>(_ one: Number?, _ two: Number?) -> Number? {
      guard let one else { return two }
      return two.map { one + $0 } ?? one
    }
    return Usage(
      input: sum(input, other.input), output: sum(output, other.output),
      cachedInput: sum(cachedInput, other.cachedInput),
      reasoning: sum(reasoning, other.reasoning), cost: sum(cost, other.cost))
  }
}
