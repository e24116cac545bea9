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
  /// What else the price depends on.
  package var billing = Billing()

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
    var filled = Usage(
      input: input ?? older.input, output: output ?? older.output,
      cachedInput: cachedInput ?? older.cachedInput, reasoning: reasoning ?? older.reasoning,
      cost: cost ?? older.cost)
    filled.billing = billing.filled(from: older.billing)
    return filled
  }
}

extension Usage {
  /// Both together, each with its cost; unknown only where neither is known.
  package func added(to other: Usage) -> Usage {
    func sum<Number: AdditiveArithmetic>(_ one: Number?, _ two: Number?) -> Number? {
      guard let one else { return two }
      return two.map { one + $0 } ?? one
    }
    var both = Usage(
      input: sum(input, other.input), output: sum(output, other.output),
      cachedInput: sum(cachedInput, other.cachedInput),
      reasoning: sum(reasoning, other.reasoning), cost: sum(cost, other.cost))
    both.billing.isImplausible = billing.isImplausible || other.billing.isImplausible
    return both
  }
}

extension Usage {
  /// The most that a single reply is believed to cost, in USD: no provider sells a larger one.
  static let highestCost = 10_000.0

  /// Whether an amount of USD can be what a reply cost.
  static func isPlausible(cost: Double) -> Bool { (0...highestCost).contains(cost) }

  /// Takes what the provider says that it charged, unless that cannot be.
  mutating func take(cost: Double?) {
    guard let cost else { return }
    if Self.isPlausible(cost: cost) { self.cost = cost } else { billing.isImplausible = true }
  }

  /// The same with the cost that byok goes by: what the provider charged, else by the model's price.
  ///
  /// A cost of 0 for a model that has a price counts as none: a gateway says so where it does not
  /// know, or where another bills it. Counts that no model can have are taken for none.
  ///
  /// - Parameters:
  ///   - model: What is known of the model.
  ///   - time: When the reply ended, in seconds since 1970; `nil` for the dearest time of the day.
  /// - Returns: The usage.
  func priced(as model: Model?, at time: Int? = nil) -> Usage {
    var usage = self
    guard cost ?? 0 == 0, let own = model?.cost(of: self, at: time) else { return usage }
    if Self.isPlausible(cost: own) {
      usage.cost = own
      usage.billing.isEstimated = true
    } else {
      (usage.input, usage.output, usage.cachedInput, usage.reasoning) = (nil, nil, nil, nil)
      usage.billing = Billing(isImplausible: true)
    }
    return usage
  }
}
