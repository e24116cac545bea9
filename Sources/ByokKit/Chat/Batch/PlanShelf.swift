/// The plans of a batch, each made once, for all workers.
final class PlanShelf: Sendable {
  private struct State {
    var candidates: [String?: Result<[ChatCandidate], ByokError>] = [:]
    var plans: [String: Result<ChatPlan, ByokError>] = [:]
    var paces: [String: RequestPace] = [:]
  }

  // Used by one thread at a time, with the lock of `state`.
  private nonisolated(unsafe) let planner: ChatPlanner
  private let state = Monitor(State())
  private let makePace: @Sendable () -> RequestPace

  init(_ planner: ChatPlanner, makePace: @escaping @Sendable () -> RequestPace) {
    unsafe self.planner = planner
    self.makePace = makePace
  }

  /// The models that may be asked; see ``ChatPlanner/candidates(_:)``.
  func candidates(_ models: String?) throws(ByokError) -> [ChatCandidate] {
    let found = state.withLock { state in
      if let known = state.candidates[models] { return known }
      let found = Result { () throws(ByokError) in try unsafe planner.candidates(models) }
      state.candidates[models] = found
      return found
    }
    return try found.get()
  }

  /// The plan to ask one of them.
  func plan(_ candidate: ChatCandidate) throws(ByokError) -> ChatPlan {
    let found = state.withLock { state in
      if let known = state.plans[candidate.name] { return known }
      let found = Result { () throws(ByokError) in try unsafe planner.plan(candidate) }
      state.plans[candidate.name] = found
      return found
    }
    return try found.get()
  }

  /// How fast all workers together may ask a provider.
  func pace(of provider: String) -> RequestPace {
    state.withLock { state in
      if let known = state.paces[provider] { return known }
      let pace = makePace()
      state.paces[provider] = pace
      return pace
    }
  }
}
