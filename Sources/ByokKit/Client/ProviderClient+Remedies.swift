internal import ByokCore

extension ProviderClient {
  /// A question in the form that the server is known to take since an earlier one.
  func withKnownRemedies<Question: Endpoint>(_ question: Question) -> Question {
    var question = question
    for remedy in session.remedies.remedies(for: name(of: question)) {
      question = question.amended(by: remedy) ?? question
    }
    return question
  }

  /// The request in the form that an error asks for, which is reported to the user; `nil` for none.
  func amended<Question: Endpoint>(
    _ question: Question, after problem: ProviderProblem
  ) -> Question? {
    var amended: Question?
    for remedy in question.remedies(after: problem) where remedy.isForAll || !provider.isBuiltIn {
      guard let next = (amended ?? question).amended(by: remedy) else { continue }
      amended = next
      guard session.remedies.note(remedy, for: name(of: question)) else { continue }
      let note = remedy.note(provider, next.chatRequest?.quirks ?? provider.quirks)
      if provider.isBuiltIn { session.console.detail(note) } else { session.console.note(note) }
    }
    return amended
  }

  private func name(of question: some Endpoint) -> String {
    "\(provider.id)/\(question.chatRequest?.model ?? "")"
  }
}
