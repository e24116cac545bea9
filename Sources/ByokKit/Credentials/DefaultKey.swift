/// Which of a provider's sealed keys is meant when no label is named.
struct DefaultKey {
  /// What `byok keys default` has chosen, by provider.
  let labels: [String: String]

  init(_ configuration: Configuration = Configuration()) {
    labels = configuration.defaultLabels
  }

  /// The chosen key, else the one called `default`, else the only one.
  ///
  /// - Parameter names: All names of one provider's keys.
  /// - Returns: One of them, or `nil` if that leaves it open.
  func name(among names: [KeyName]) -> KeyName? {
    names.first { $0.label == labels[$0.provider] }
      ?? names.first { $0.label == KeyName.defaultLabel }
      ?? (names.count == 1 ? names.first : nil)
  }

  /// The key that a word of the command line means.
  ///
  /// - Parameters:
  ///   - reference: The word.
  ///   - entries: What the keystore holds.
  /// - Returns: Its name; whether there is such a key is for the caller to see.
  /// - Throws: `noKey` when the provider has none; a usage error when it has several.
  func name(_ reference: KeyReference, in entries: [KeyEntry]) throws(ByokError) -> KeyName {
    guard reference.label == nil else { return reference.name }
    let names = entries.map(\.name).filter { $0.provider == reference.provider }
    if let name = name(among: names) { return name }
    guard !names.isEmpty else { throw .noSuchKey(reference.name) }
    throw .severalKeys(names)
  }
}

extension ByokError {
  static func severalKeys(_ names: [KeyName]) -> Self {
    Self(
      .usage,
      "\((names.first?.provider ?? "").quoted) has \(names.count) keys, and none is the default",
      hints: [
        "name one: \(names.map(\.text).joined(separator: ", "))",
        "or choose one for good: byok keys default \(names.first?.text ?? "")",
      ])
  }
}
