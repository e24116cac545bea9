package import ByokCore

/// Asks providers for their models and keeps what they list.
package struct ModelRefresh {
  package let lookup: KeyLookup
  package let locations: Locations
  package let fetch: ModelListFetch
  package let console: Console

  package init(
    lookup: KeyLookup, locations: Locations, fetch: ModelListFetch, console: Console
  ) {
    (self.lookup, self.locations) = (lookup, locations)
    (self.fetch, self.console) = (fetch, console)
  }

  /// What came of it.
  package struct Outcome {
    package var asked = 0
    package var failures: [ByokError] = []
  }

  /// How many providers are asked at once.
  private static let width = 8

  /// Asks providers, several at once; what keeps one from answering does not stop the others.
  ///
  /// - Parameters:
  ///   - providers: Whom to ask.
  ///   - areNamed: Whether the user named them: that one lists nothing is then a failure.
  /// - Returns: How it went.
  package func run(_ providers: [Provider], areNamed: Bool) -> Outcome {
    var outcome = Outcome(asked: providers.count)
    var questions: [Question] = []
    for provider in providers {
      // Keys are looked up one after the other: a passphrase may be asked for.
      do throws(ByokError) {
        questions.append(try question(to: provider))
      } catch {
        note(error, of: provider, areNamed, in: &outcome)
      }
    }
    let fetch = fetch
    let answers = WorkerPool.map(questions, workers: Self.width) { question in
      Result { () throws(ByokError) in
        try fetch.run(question.list, of: question.provider, key: question.key)
      }
    }
    for (question, answer) in zip(questions, answers) {
      do throws(ByokError) {
        guard let list = try answer.get() else { throw .noModelList(of: question.provider) }
        report(list, of: question.provider)
        try list.write(of: question.provider.id, locations)
      } catch {
        note(error, of: question.provider, areNamed, in: &outcome)
      }
    }
    return outcome
  }

  /// What a provider is asked.
  private final class Question: Sendable {
    let provider: Provider
    let list: ModelList
    let key: ChosenKey

    init(_ provider: Provider, _ list: ModelList, _ key: consuming ChosenKey) {
      (self.provider, self.list) = (provider, list)
      self.key = key
    }
  }

  private func question(to provider: Provider) throws(ByokError) -> Question {
    if let retirement = provider.retirement { throw .retired(provider, retirement) }
    guard let list = provider.modelList else { throw .noModelList(of: provider) }
    let key = try lookup.find(for: provider, label: nil, baseURL: nil)
    console.detail(lookup.detail(of: key, for: provider))
    return Question(provider, list, key)
  }

  private func note(
    _ error: ByokError, of provider: Provider, _ areNamed: Bool, in outcome: inout Outcome
  ) {
    if areNamed || error != .noModelList(of: provider) {
      outcome.failures.append(error)
    } else {
      console.note(error.message)
    }
  }

  /// Reports prices that are not used because they cannot be.
  private func report(_ list: FetchedList, of provider: Provider) {
    let strange = list.models.filter { listed in
      let known = Catalogue.find(provider: provider.id, id: listed.id)
      return listed.hasStrangePrice(beside: known?.price)
    }
    guard let first = strange.first else { return }
    let others = strange.count > 1 ? " and \(strange.count - 1) more" : ""
    console.note(
      "\(provider.name) lists a price of \(first.id)\(others) that is ten times the known one or a"
        + " tenth of it; the known one stays")
  }
}

extension ModelRefresh.Outcome {
  /// Whether nobody answered.
  package var isFailure: Bool { asked > 0 && failures.count == asked }

  /// The failure of the command; those of several providers are told first, a line each.
  ///
  /// - Parameter console: Where to tell them.
  /// - Returns: The only one, or one of the most severe kind; `nil` if there is none.
  package func failure(_ console: Console) -> ByokError? {
    guard failures.count > 1 else { return failures.first }
    for failure in failures { console.warn(ByokError(failure.kind, failure.message)) }
    return ByokError(
      ByokError.Kind.mostSevere(of: failures.map(\.kind)),
      "\(failures.count) of \(asked) providers did not list their models",
      hint: "byok models --refresh --provider PROVIDER   says more of one")
  }
}

extension ByokError {
  fileprivate static func noModelList(of provider: Provider) -> Self {
    var error = Self(.failure, "\(provider.name) does not list its models")
    error.provider = .init(id: provider.id)
    return error
  }
}
