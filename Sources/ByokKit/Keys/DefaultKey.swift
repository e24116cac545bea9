package import ByokCore

/// Which of a provider's sealed keys is meant when no label is named.
///
/// The one that `byok keys default` has chosen; else the one that was added first, which stays the
/// default when others follow.
package struct DefaultKey {
  /// What `byok keys default` has chosen, by provider.
  package private(set) var labels: [String: String]
  /// Where the choices and the results of checks are.
  private let locations: Locations?

  package init(_ configuration: Configuration = Configuration()) {
    labels = configuration.defaultLabels.mapValues(\.text)
    locations = configuration.locations
  }

  /// The key that is used.
  ///
  /// - Parameters:
  ///   - provider: Whose.
  ///   - entries: What the keystore holds.
  /// - Returns: One of the provider's keys; `nil` if there is none, or it is open which.
  package func name(of provider: String, in entries: KeyEntries) -> KeyName? {
    (try? find(provider, in: entries)) ?? nil
  }

  /// The key that is used.
  ///
  /// - Parameters:
  ///   - provider: Whose.
  ///   - entries: What the keystore holds.
  /// - Returns: One of the provider's keys; `nil` if it has none.
  /// - Throws: A usage error when the chosen one is not in the keystore, or several were added at the
  ///   same time.
  package func find(_ provider: String, in entries: KeyEntries) throws(ByokError) -> KeyName? {
    // What byok keeps for itself is no key of the user's.
    try choose(
      among: entries.entries(of: provider).filter { $0.kind != KeyKind.renewed.rawValue },
      of: provider)
  }

  /// The same among some of the provider's keys.
  func choose(among own: [KeyEntry], of provider: String) throws(ByokError) -> KeyName? {
    if let label = labels[provider] {
      let name = KeyName(provider: provider, label: label)
      guard own.contains(where: { $0.label == label }) else {
        throw .danglingDefault(name, at: path, others: proposals(own))
      }
      return name
    }
    let first = own.map(\.created.seconds).min()
    let oldest = own.filter { $0.created.seconds == first }
    // Of several that older versions of byok added within a second, it is not known which came first.
    if oldest.count > 1, !oldest.contains(where: { $0.label == KeyName.defaultLabel }) {
      throw .severalKeys(of: provider, own.map(\.name), proposals: proposals(own))
    }
    return (oldest.first { $0.label == KeyName.defaultLabel } ?? oldest.first)?.name
  }

  /// The key that a word of the command line means.
  ///
  /// - Parameters:
  ///   - reference: The word.
  ///   - entries: What the keystore holds.
  /// - Returns: Its name; whether there is such a key is for the caller to see.
  /// - Throws: `noKey` when the provider has none; a usage error when it is open which is meant.
  package func name(_ reference: KeyReference, in entries: KeyEntries) throws(ByokError) -> KeyName
  {
    guard reference.label == nil else { return reference.name }
    guard let name = try find(reference.provider, in: entries) else {
      throw .noSuchKey(reference.name)
    }
    return name
  }

  /// Whether a key of the provider is chosen, there or not.
  package func isChosen(_ provider: String) -> Bool { labels[provider] != nil }

  /// The same without the choice for a provider.
  func unset(_ provider: String) -> Self {
    var other = self
    other.labels[provider] = nil
    return other
  }

  /// Where the choices are, as messages name it.
  private var path: String {
    (try? locations?.configuration().text).map { "'\($0)'" } ?? "the configuration"
  }

  /// The keys that a hint may name, oldest first: not those that did not work when last checked.
  private func proposals(_ entries: [KeyEntry]) -> [KeyName] {
    let last = locations.map { LastChecks.read($0) }
    return entries.filter { last?.hasFailed($0) != true }
      .sorted { $0.created.seconds < $1.created.seconds }.map(\.name)
  }
}

extension ByokError {
  /// The key that the configuration chooses is not there.
  static func danglingDefault(_ name: KeyName, at path: String, others: [KeyName]) -> Self {
    let unset = "byok config unset keys.\(name.provider)"
    return Self(
      .usage,
      "the default key \(name.text.quoted) in \(path) is not in the keystore",
      hints: others.first.map {
        ["byok keys default \($0.text)", "or, for the key that was added first: \(unset)"]
      } ?? ["byok keys add \(name.text)", "or: \(unset)"])
  }

  static func severalKeys(of provider: String, _ names: [KeyName], proposals: [KeyName]) -> Self {
    let shown = proposals.prefix(8)
    let rest = proposals.count > shown.count ? ", …" : ""
    return Self(
      .usage, "\(provider.quoted) has \(names.count) keys, and none is the default",
      hints: shown.first.map { first in
        [
          "name one: \(shown.map(\.text).joined(separator: ", "))\(rest)",
          "or choose the default: byok keys default \(first.text)",
        ]
      } ?? ["none of them worked when it was last checked: byok keys check \(provider)"])
  }
}
