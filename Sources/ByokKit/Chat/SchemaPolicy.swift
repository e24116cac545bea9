internal import ByokCore

/// Accepts a reply that matches a JSON Schema, and asks once more for one that does not.
package struct SchemaPolicy: TurnPolicy {
  private let form: ReplyForm
  private var attempts = 0

  package init(_ form: ReplyForm) {
    self.form = form
  }

  package mutating func decide(on text: String, from client: ProviderClient) -> TurnDecision {
    attempts += 1
    let provider = client.provider
    // A check may take as long as a request.
    let (clock, timeout) = (client.session.clock, client.patience.timeout)
    let start = clock.monotonic()
    let budget = SchemaBudget { clock.monotonic() - start > timeout }
    switch form.examine(text, budget) {
    case .fits(let document): return .accept(document)
    case .breaks(let flaws) where attempts == 1:
      let complaint = ChatMessage(role: .user, parts: [.text(ReplyForm.complaint(flaws))])
      return .ask([complaint], reason: "the reply does not match the schema (\(flaws[0]))")
    case .isTooExpensive: return .fail(ReplyForm.tooExpensive(provider: provider.id))
    case .breaks(let flaws): return .fail(ReplyForm.failure(flaws, provider: provider.id))
    }
  }
}
