package import ByokCore

/// The plans of a batch, each made once, for all workers.
package final class PlanCache: Sendable {
  private struct State {
    let planner: ChatPlanner
    var candidates: [String?: Result<[ChatCandidate], ByokError>] = [:]
    var plans: [String: Result<ChatPlan, ByokError>] = [:]
    var limiters: [String: RateLimiter] = [:]
    var paces: [String: Result<SharedPace, ByokError>] = [:]
  }

  private let state: Condition<State>
  private let makeLimiter: @Sendable () -> RateLimiter
  private let makePace: PaceMaker?

  /// Makes the pace of requests to a provider.
  package typealias PaceMaker = @Sendable (String) throws(ByokError) -> SharedPace

  /// - Parameters:
  ///   - planner: Makes the plans.
  ///   - makePace: Makes the pace of requests to a provider; `nil` for no pace.
  ///   - makeLimiter: Makes what slows down all workers of a provider.
  package init(
    _ planner: ChatPlanner, makePace: PaceMaker? = nil,
    makeLimiter: @escaping @Sendable () -> RateLimiter
  ) {
    state = Condition(State(planner: planner))
    (self.makePace, self.makeLimiter) = (makePace, makeLimiter)
  }

  /// The pace that all workers of a provider keep; `nil` for none.
  ///
  /// - Throws: What ``SharedPace`` throws.
  func pace(of provider: String) throws(ByokError) -> SharedPace? {
    guard let makePace else { return nil }
    let found = state.withLock { state in
      if let known = state.paces[provider] { return known }
      let made = Result { () throws(ByokError) in try makePace(provider) }
      state.paces[provider] = made
      return made
    }
    return try found.get()
  }

  /// The models that may be asked; see ``ChatPlanner/candidates(_:)``.
  package func candidates(_ models: String?) throws(ByokError) -> [ChatCandidate] {
    let found = state.withLock { state in
      if let known = state.candidates[models] { return known }
      let found = Result { () throws(ByokError) in try state.planner.candidates(models) }
      state.candidates[models] = found
      return found
    }
    return try found.get()
  }

  /// The plan to ask one of them.
  package func plan(_ candidate: ChatCandidate) throws(ByokError) -> ChatPlan {
    let found = state.withLock { state in
      if let known = state.plans[candidate.name] { return known }
      let found = Result { () throws(ByokError) in try state.planner.plan(candidate) }
      state.plans[candidate.name] = found
      return found
    }
    return try found.get()
  }

  /// The limiter that all workers share for a provider.
  func limiter(of provider: String) -> RateLimiter {
    state.withLock { state in
      if let known = state.limiters[provider] { return known }
      let limiter = makeLimiter()
      state.limiters[provider] = limiter
      return limiter
    }
  }
}
