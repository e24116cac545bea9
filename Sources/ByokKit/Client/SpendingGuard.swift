package import ByokCore

/// Keeps requests within what they may cost: budgets, `--max-cost`, `--max-input-tokens`.
///
/// Whoever sends asks it before each request, so that no second attempt and no further turn passes
/// it by. Threads may share it.
package final class SpendingGuard: Sendable {
  private struct State {
    /// What ended requests cost, in USD.
    var spent = 0.0
    /// What requests under way may cost.
    var reserved = 0.0
  }

  private let limits: ChatLimits
  private let budget: BudgetGuard?
  private let state = Condition(State())

  /// - Parameters:
  ///   - limits: The limits of this command.
  ///   - budget: The budgets of the configuration; `nil` for none.
  init(_ limits: ChatLimits = ChatLimits(), _ budget: BudgetGuard? = nil) {
    (self.limits, self.budget) = (limits, budget)
  }

  /// Money set aside for a request under way.
  struct Permit {
    /// The most that the request is estimated to cost, in USD.
    fileprivate let reserved: Double
  }

  /// Looks at what a request may cost before it is sent.
  ///
  /// - Parameters:
  ///   - request: The request.
  ///   - provider: Who is to be asked.
  /// - Returns: The permit to send it, which ``settle(_:cost:)`` takes back.
  /// - Throws: `limited` for a spent budget; `overBudget` where earlier requests leave too little;
  ///   what ``ChatLimits/check(_:_:)`` throws.
  func admit(_ request: ChatRequest, _ provider: Provider) throws(ByokError) -> Permit {
    try admit(ChatEstimate(request, provider), provider)
  }

  /// Looks at what a request may cost of which only an estimate is known; see ``admit(_:_:)``.
  func admit(
    _ estimate: @autoclosure () -> ChatEstimate, _ provider: Provider
  ) throws(ByokError) -> Permit {
    if !provider.isOffline { try budget?.check() }
    guard let limit = limits.maxCost?.amount else {
      if limits.maxInputTokens != nil { try limits.check(estimate()) }
      return Permit(reserved: 0)
    }
    let isFirst = state.withLock { $0.spent + $0.reserved == 0 }
    let estimate = estimate()
    // What is too much by itself is explained; else it is the sum that is.
    if isFirst || limits.maxInputTokens != nil { try limits.check(estimate) }
    let cost = try estimate.cost()
    let isWithin = state.withLock { state in
      guard state.spent + state.reserved + cost <= limit else { return false }
      state.reserved += cost
      return true
    }
    guard isWithin else { throw .overBudget }
    return Permit(reserved: cost)
  }

  /// Replaces what was set aside by what the request cost.
  ///
  /// - Parameters:
  ///   - permit: The permit of the request.
  ///   - cost: What it cost; `nil` where the provider did not count, and the estimate counts.
  func settle(_ permit: Permit, cost: Double?) {
    state.withLock { state in
      state.reserved -= permit.reserved
      state.spent += cost ?? permit.reserved
    }
  }
}

extension ByokError {
  /// All requests together would cost more than the user allows.
  package static let overBudget = Self(
    .failure, "the next request may cost more than is left of --max-cost; it was not sent",
    hint: "raise --max-cost", code: .overBudget)
}

extension ByokError.Code {
  /// All requests together would cost more than the user allows.
  static let overBudget = Self("over budget")
}
