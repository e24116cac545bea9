internal import ByokCore

/// The money and the requests of one token.
///
/// What a request may cost is set aside before it is sent, so that many at once cannot exceed the
/// limit together. Amounts are whole millionths of a dollar.
final class BrokerLedger: Sendable {
  private struct State {
    var spent = 0
    var reserved = 0
    var requests = 0
    var underWay = 0
    /// When the requests of the last minute began, on the monotonic clock.
    var starts: [Double] = []
  }

  private let limits: BrokerLimits
  private let clock: Clock
  private let state: Condition<State>
  /// The longest that a request waits for its turn, in seconds.
  private static let patience = 5.0
  private static let minute = 60.0

  /// - Parameters:
  ///   - limits: What it keeps to.
  ///   - before: What was done before.
  ///   - clock: For the requests of a minute.
  init(_ limits: BrokerLimits, before: TokenUse = TokenUse(), _ clock: Clock) {
    (self.limits, self.clock) = (limits, clock)
    state = Condition(State(spent: Self.millionths(before.spent), requests: before.requests))
  }

  /// Money set aside for a request under way.
  struct Permit {
    fileprivate let reserved: Int
  }

  /// What was done so far.
  var use: TokenUse {
    state.withLock { TokenUse(spent: Double($0.spent) / 1_000_000, requests: $0.requests) }
  }

  /// USD that is set aside for requests under way.
  var reserved: Double { state.withLock { Double($0.reserved) / 1_000_000 } }

  /// Lets a request be sent.
  ///
  /// - Parameter cost: What it may cost at most, in USD; `nil` where that is not known.
  /// - Returns: What ``settle(_:cost:)`` takes back.
  /// - Throws: Why it must not be sent.
  func admit(cost: Double?) throws(BrokerRefusal) -> Permit {
    let reserved = cost.map(Self.millionths) ?? 0
    let refusal: BrokerRefusal? = state.withLock { state in
      if let refusal = self.refusal(of: reserved, cost, state) { return refusal }
      state.reserved += reserved
      state.requests += 1
      return nil
    }
    if let refusal { throw refusal }
    do {
      try waitForTurn()
    } catch {
      state.update { state in
        state.reserved -= reserved
        state.requests -= 1
      }
      throw error
    }
    return Permit(reserved: reserved)
  }

  private func refusal(of reserved: Int, _ cost: Double?, _ state: State) -> BrokerRefusal? {
    if let most = limits.maxRequests, state.requests >= most {
      return BrokerRefusal(.spent, "all \(most) requests of the token are used up")
    }
    guard let maxCost = limits.maxCost else { return nil }
    guard let cost else {
      return BrokerRefusal(
        .forbidden, "the price of this request is not known, and its cost is limited")
    }
    guard state.spent + state.reserved + reserved <= Self.millionths(maxCost.amount) else {
      let left = max(0, Self.millionths(maxCost.amount) - state.spent - state.reserved)
      return BrokerRefusal(
        .spent,
        "this request may cost \(Usage.dollars(cost)), and"
          + " \(Usage.dollars(Double(left) / 1_000_000)) of"
          + " \(Usage.dollars(maxCost.amount)) is left; a limit of the reply's tokens makes it"
          + " cheaper")
    }
    return nil
  }

  /// Waits until fewer requests are under way, and fewer were sent in the last minute.
  private func waitForTurn() throws(BrokerRefusal) {
    let isAdmitted = state.wait(atMost: Self.patience) { state -> Bool? in
      let now = clock.monotonic()
      state.starts.removeAll { $0 <= now - Self.minute }
      if let parallel = limits.parallel, state.underWay >= parallel { return nil }
      if let perMinute = limits.perMinute, state.starts.count >= perMinute { return nil }
      state.underWay += 1
      if limits.perMinute != nil { state.starts.append(now) }
      return true
    }
    guard isAdmitted == nil else { return }
    throw BrokerRefusal(.limited, "too many requests with this token", retryAfter: 5)
  }

  /// Replaces what was set aside by what the request cost.
  ///
  /// - Parameters:
  ///   - permit: The permit of the request.
  ///   - cost: What it cost in USD; `nil` where that is not known.
  func settle(_ permit: Permit, cost: Double?) {
    state.update { state in
      state.reserved -= permit.reserved
      state.spent += cost.map(Self.millionths) ?? permit.reserved
      state.underWay -= 1
    }
  }

  private static func millionths(_ dollars: Double) -> Int {
    Int((min(max(0, dollars), 1e9) * 1_000_000).rounded(.up))
  }
}
