package import ByokCore

/// Which of a provider's sealed keys is meant when no label is named.
///
/// The one that `byok keys default` has chosen; else the one that was added first, which stays the
/// default when others follow.
package struct DefaultKey: Sendable {
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
    let own = entries.entries(of: provider)
    // Of many keys, only the chosen one is looked at.
    if let label = labels[provider],
      let entry = entries[KeyName(provider: provider, label: label)], Self.isUsers(entry)
    {
      return entry.name
    }
    return try choose(among: own, of: provider)
  }

  /// The same among some of the provider's keys.
  func choose(
    among own: some Collection<KeyEntry>, of provider: String
  ) throws(ByokError) -> KeyName? {
    if let label = labels[provider] {
      let name = KeyName(provider: provider, label: label)
      guard own.contains(where: { $0.label == label && Self.isUsers($0) }) else {
        throw .danglingDefault(name, at: path, others: proposals(own))
      }
      return name
    }
    let oldest = oldest(of: own)
    // Of several that older versions of byok added within a second, it is not known which came first.
    if oldest.count > 1, !oldest.contains(where: { $0.label == KeyName.defaultLabel }) {
      let names = own.filter(Self.isUsers).map(\.name)
      throw .severalKeys(of: provider, names, proposals: proposals(own))
    }
    return (oldest.first { $0.label == KeyName.defaultLabel } ?? oldest.first)?.name
  }

  /// The keys that were added first: one, or several of the same second.
  private func oldest(of own: some Collection<KeyEntry>) -> [KeyEntry] {
    var (oldest, first) = ([] as [KeyEntry], Int.max)
    for entry in own {
      let added = entry.created.seconds
      guard added <= first, Self.isUsers(entry) else { continue }
      if added < first { oldest = [] }
      oldest.append(entry)
      first = added
    }
    return oldest
  }

  /// Whether it is a key of the user's, and not what byok keeps for itself.
  private static func isUsers(_ entry: KeyEntry) -> Bool { entry.kind != KeyKind.renewed.rawValue }

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
    if reference.provider == KeyName.serverGroup {
      let names = entries.entries(of: reference.provider).map(\.name.text)
      throw ByokError(
        .usage, "which key of MCP servers is meant?",
        hint: names.isEmpty ? "there are none yet" : "name one: \(names.joined(separator: ", "))")
    }
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
  private func proposals(_ entries: some Collection<KeyEntry>) -> [KeyName] {
    let last = locations.map { LastChecks.read($0) }
    return entries.filter { Self.isUsers($0) && last?.hasFailed($0) != true }
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
