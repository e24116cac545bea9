package import ByokCore
internal import Synchronization

/// The plans of a batch, each made once, for all workers.
package final class PlanCache: Sendable {
  private struct State {
    let planner: ChatPlanner
    var candidates: [String?: Result<[ChatCandidate], ByokError>] = [:]
    var plans: [String: Result<ChatPlan, ByokError>] = [:]
    var limiters: [String: RateLimiter] = [:]
  }

  private let state: Mutex<State>
  private let makeLimiter: @Sendable () -> RateLimiter

  package init(_ planner: ChatPlanner, makeLimiter: @escaping @Sendable () -> RateLimiter) {
    state = Mutex(State(planner: planner))
    self.makeLimiter = makeLimiter
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
