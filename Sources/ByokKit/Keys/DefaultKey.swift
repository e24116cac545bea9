package import ByokCore

/// Which of a provider's sealed keys is meant when no label is named.
package struct DefaultKey {
  /// What `byok keys default` has chosen, by provider.
  package let labels: [String: String]

  package init(_ configuration: Configuration = Configuration()) {
    labels = configuration.defaultLabels.mapValues(\.text)
  }

  /// The chosen key, else the one called `default`, else the only one.
  ///
  /// - Parameters:
  ///   - provider: Whose.
  ///   - entries: What the keystore holds.
  /// - Returns: One of the provider's keys, or `nil` if that leaves it open.
  package func name(of provider: String, in entries: KeyEntries) -> KeyName? {
    for label in [labels[provider], KeyName.defaultLabel].compactMap(\.self) {
      let name = KeyName(provider: provider, label: label)
      if entries[name] != nil { return name }
    }
    let own = entries.entries(of: provider)
    return own.count == 1 ? own.first?.name : nil
  }

  /// The key that a word of the command line means.
  ///
  /// - Parameters:
  ///   - reference: The word.
  ///   - entries: What the keystore holds.
  /// - Returns: Its name; whether there is such a key is for the caller to see.
  /// - Throws: `noKey` when the provider has none; a usage error when it has several.
  package func name(_ reference: KeyReference, in entries: KeyEntries) throws(ByokError) -> KeyName
  {
    guard reference.label == nil else { return reference.name }
    if let name = name(of: reference.provider, in: entries) { return name }
    let own = entries.entries(of: reference.provider)
    guard !own.isEmpty else { throw .noSuchKey(reference.name) }
    throw .severalKeys(own)
  }
}

extension ByokError {
  static func severalKeys(_ entries: KeyEntries.SubSequence) -> Self {
    let shown = entries.prefix(8).map(\.name)
    let rest = entries.count > shown.count ? ", …" : ""
    return Self(
      .usage,
      "\((shown.first?.provider ?? "").quoted) has \(entries.count) keys, and none is the default",
      hints: [
        "name one: \(shown.map(\.text).joined(separator: ", "))\(rest)",
        "or choose one for good: byok keys default \(shown.first?.text ?? "")",
      ])
  }
}
