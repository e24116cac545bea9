package import ByokCore

/// Detects the provider of a key from the key's format.
package enum KeyGuess {
  /// The providers whose keys have this format, by the most specific pattern that fits.
  ///
  /// - Parameters:
  ///   - key: A key.
  ///   - byBeginning: Whether a beginning that only one provider's keys have is enough: providers
  ///     lengthen their keys without notice.
  /// - Returns: The providers, in the order of the table.
  package static func candidates(for key: Span<UInt8>, byBeginning: Bool = false) -> [Provider] {
    guard ForeignKey.matching(key) == nil else { return [] }
    var best: [Provider] = []
    var longest = 0
    for provider in Provider.builtIn {
      var length = -1
      for pattern in provider.keyPatterns
      where byBeginning ? pattern.hasOwnBeginning && pattern.begins(key) : pattern.matches(key) {
        length = max(length, pattern.fixedLength)
      }
      guard length >= longest else { continue }
      if length > longest { best = [] }
      best.append(provider)
      longest = length
    }
    return best
  }

  /// The one provider whose keys have this format.
  ///
  /// - Throws: A usage error when there is none, or several, or it is gone.
  package static func owner(of key: borrowing Secret) throws(ByokError) -> Provider {
    if let foreign = key.withBytes({ ForeignKey.matching($0) }) {
      throw .foreign(foreign, source: "it")
    }
    let candidates = key.withBytes { key in
      let whole = Self.candidates(for: key)
      return whole.isEmpty ? Self.candidates(for: key, byBeginning: true) : whole
    }
    guard let provider = candidates.first else {
      throw ByokError(
        .usage, "no known provider has keys of this format",
        hints: ["name it: byok keys add PROVIDER", "byok providers   lists them"])
    }
    guard candidates.count == 1 else {
      throw ByokError(
        .usage, "several providers have keys of this format",
        hints: [
          "name it: byok keys add PROVIDER",
          "it may be \(candidates.map(\.id).joined(separator: ", "))",
        ])
    }
    if let retirement = provider.retirement { throw .retired(provider, retirement) }
    return provider
  }

  /// Another provider whose key this certainly is; `nil` where there is doubt.
  ///
  /// Providers that read the same variables take the same keys. What keys a provider of the user's
  /// own takes, nobody knows.
  package static func otherOwner(of key: borrowing Secret, than provider: Provider) -> Provider? {
    guard provider.isBuiltIn else { return nil }
    return key.withBytes { key in
      guard !provider.keyPatterns.contains(where: { $0.matches(key) }) else { return nil }
      let candidates = certainOwners(of: key)
      guard candidates.count == 1, let other = candidates.first, other.id != provider.id,
        Set(other.keyVariables).isDisjoint(with: provider.keyVariables)
      else { return nil }
      return other
    }
  }

  /// The providers of whom a key must be, by all of it or by its beginning.
  package static func certainOwners(of key: Span<UInt8>) -> [Provider] {
    let whole = candidates(for: key).filter { provider in
      provider.keyPatterns.contains { $0.isDistinct && $0.matches(key) }
    }
    guard whole.isEmpty, key.count >= 20 else { return whole }
    return candidates(for: key, byBeginning: true)
  }

  /// Whether keys of the provider usually begin otherwise.
  static func isUnusual(_ key: Span<UInt8>, for provider: Provider) -> Bool {
    !provider.keyPatterns.isEmpty
      && provider.keyPatterns.allSatisfy {
        $0.hasOwnBeginning || $0.prefix == KeyPattern.sharedPrefix
      }
      && !provider.keyPatterns.contains { $0.begins(key) }
  }
}

extension ByokError {
  /// Something is no key for models; it is not quoted.
  static func foreign(_ key: ForeignKey, source: String) -> Self {
    Self(
      .usage, "\(source) looks like \(key.name)",
      hints: [key.hint, "--force seals it anyway"].compactMap(\.self))
  }
}
