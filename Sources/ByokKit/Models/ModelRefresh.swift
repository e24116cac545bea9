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

  /// Asks one provider after the other; what keeps one from answering does not stop the others.
  ///
  /// - Parameters:
  ///   - providers: Whom to ask.
  ///   - areNamed: Whether the user named them: that one lists nothing is then a failure.
  /// - Returns: How it went.
  package func run(_ providers: [Provider], areNamed: Bool) -> Outcome {
    var outcome = Outcome()
    for provider in providers {
      outcome.asked += 1
      do throws(ByokError) {
        guard try refresh(provider) else { throw .noModelList(of: provider) }
      } catch {
        guard areNamed || error != .noModelList(of: provider) else {
          console.remark(error.message)
          continue
        }
        outcome.failures.append(error)
      }
    }
    return outcome
  }

  /// Asks one provider; answers whether it has a list.
  private func refresh(_ provider: Provider) throws(ByokError) -> Bool {
    if let retirement = provider.retirement { throw .retired(provider, retirement) }
    guard let list = provider.modelList else { return false }
    let key = try lookup.find(for: provider, label: nil, baseURL: nil)
    console.detail(lookup.detail(of: key, for: provider))
    guard let models = try fetch.run(list, of: provider, key: key) else { return false }
    try models.write(of: provider.id, locations)
    return true
  }
}

extension ModelRefresh.Outcome {
  /// Whether nobody answered.
  package var isFailure: Bool { asked > 0 && failures.count == asked }

  /// The failure of the command; those of several providers are told first, a line each.
  ///
  /// - Parameter console: Where to tell them.
  /// - Returns: The only one, or one of the gravest kind; `nil` if there is none.
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
