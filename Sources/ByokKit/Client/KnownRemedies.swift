internal import ByokCore

/// The remedies that the requests of one command have found, so that each is looked for once.
///
/// Threads may share it.
package final class KnownRemedies: Sendable {
  private let found = Condition<[String: [Remedy]]>([:])

  /// The remedies for a model of a provider, in the order in which they were found.
  func remedies(for model: String) -> [Remedy] { found.withLock { $0[model] ?? [] } }

  /// Notes a remedy.
  ///
  /// - Returns: Whether it is new.
  func note(_ remedy: Remedy, for model: String) -> Bool {
    found.withLock { found in
      guard found[model]?.contains(remedy) != true else { return false }
      found[model, default: []].append(remedy)
      return true
    }
  }
}
