package import ByokCore

/// Asks one model after the other until one answers.
package struct ChatFallback {
  package let candidates: [ChatCandidate]
  package let console: Console

  package init(candidates: [ChatCandidate], console: Console) {
    self.candidates = candidates
    self.console = console
  }

  /// - Parameters:
  ///   - plan: Makes the plan for a candidate; the flag tells whether it is the last.
  ///   - ask: Carries it out.
  /// - Returns: What came of the last that was asked.
  /// - Throws: What `plan` throws, except for a missing key where there is another to ask; what
  ///   `ask` throws.
  package func run(
    plan: (ChatCandidate, Bool) throws(ByokError) -> ChatPlan,
    ask: (ChatPlan) throws(ByokError) -> ChatResult
  ) throws(ByokError) -> ChatResult {
    var rest = candidates[...]
    while let candidate = rest.popFirst() {
      let made: ChatPlan
      do throws(ByokError) {
        made = try plan(candidate, rest.isEmpty)
      } catch {
        guard let next = rest.first, error.allowsFallback else { throw error }
        tell(error, next)
        continue
      }
      let result = try ask(made)
      guard let failure = result.failure, let next = rest.first, failure.allowsFallback,
        !result.reply.hasOutput, result.toolRuns.isEmpty
      else { return result }
      tell(failure, next)
    }
    preconditionFailure("there is at least one candidate")
  }

  private func tell(_ failure: ByokError, _ next: ChatCandidate) {
    console.note("\(failure.message); asking \(next.name)")
  }
}

extension ByokError {
  /// Whether another model, or another key, may do better.
  var allowsFallback: Bool {
    [.noKey, .limited, .modelUnavailable, .provider].contains(kind)
  }
}
